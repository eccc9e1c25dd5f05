"""When an issue is due."""

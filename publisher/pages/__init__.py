"""The web side of what was published."""

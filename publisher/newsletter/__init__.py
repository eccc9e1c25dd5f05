"""Issues, letters and messages."""

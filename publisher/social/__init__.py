"""Share text for each network."""

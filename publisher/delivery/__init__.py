"""Hand messages over, each once."""

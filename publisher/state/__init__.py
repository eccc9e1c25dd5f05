"""What must be remembered: ids, what was seen, who was mailed."""

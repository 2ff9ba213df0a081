"""Asks of members, who waits for a reply, and who might help."""

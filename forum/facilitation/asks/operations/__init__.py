"""Acts about asks, and about posts that wait for a reply."""

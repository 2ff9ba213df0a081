"""What keeps the peace: flags and their queue, the acts of facilitators, sanctions, the log."""

"""Tools for those who build and host; nothing here is imported by the forum."""

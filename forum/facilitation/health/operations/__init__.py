"""What is done about the figures of the community."""

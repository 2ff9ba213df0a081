"""The rights of persons: an account of what is kept, an export of it, and erasure."""

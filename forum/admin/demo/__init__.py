"""The demo community: the first thing anyone sees of a fresh installation."""

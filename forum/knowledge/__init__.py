"""Finding what was said, and turning it into what can be shared."""

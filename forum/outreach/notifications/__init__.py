"""What members are told of, and where it is kept until they have seen it."""

"""How the community is: figures about groups, never about persons."""

"""Names that hold in one thread alone, and the two custodians who can learn whose they are."""

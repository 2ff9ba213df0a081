"""Acts with pseudonyms, and of custodians."""

"""The acts of accounts, each demanding its rule and announcing what happened."""

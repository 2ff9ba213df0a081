"""The acts of discussions, each demanding its rule and announcing what happened."""

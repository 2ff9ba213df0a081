"""The acts of moderation, each demanding its rule and announcing what happened."""

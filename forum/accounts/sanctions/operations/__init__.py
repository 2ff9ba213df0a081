"""Acts on sanctions, each demanding its rule and announcing what happened."""

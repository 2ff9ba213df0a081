"""Acts on exports and on leaving."""

"""Acts that need two different people of a kind: one asks, another one confirms."""

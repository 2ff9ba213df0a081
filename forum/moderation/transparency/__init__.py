"""The note of each quarter: how often what was done to people and their words, told to all members."""

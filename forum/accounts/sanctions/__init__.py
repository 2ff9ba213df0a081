"""Silences, suspensions and removals: with an end, a reason, a history and an appeal."""

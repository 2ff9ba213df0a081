"""Guests: people who are let into single threads until a date, and meet nothing else."""

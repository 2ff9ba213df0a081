"""Reflection rounds: who writes when, journals for oneself, and what somebody means to do."""

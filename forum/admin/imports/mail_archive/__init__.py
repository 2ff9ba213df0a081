"""Mailman and mbox archives: files become messages, and messages become threads."""

"""Reads of pseudonyms, of custodians and of what they were asked."""

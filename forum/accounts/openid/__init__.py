"""Signing in with an OpenID Connect provider, beside or instead of a password."""

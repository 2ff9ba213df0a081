"""Identifiers of cases: how they are written, found, and what they say of their case."""

from forum.kernel.identifiers.finding import find_identifiers
from forum.kernel.identifiers.standing import application_in, celex_of
from forum.kernel.identifiers.values import Identifier, Standing, System

__all__ = [
    "Identifier",
    "Standing",
    "System",
    "application_in",
    "celex_of",
    "find_identifiers",
]

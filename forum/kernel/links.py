"""Addresses of things: each package says where its things live, so that nobody else must know."""

from functools import singledispatch


@singledispatch
def link_to(thing: object) -> str:
    """Return the address of a thing, from the root of the site.

    Raises LookupError for a kind of thing that has no page.
    """
    raise LookupError(f"{type(thing).__name__} has no page of its own.")

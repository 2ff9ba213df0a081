"""Slots: places that a lower package offers and upper packages fill, so that imports point down."""

from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

F = TypeVar("F", bound=Callable[..., object])


class Slot(Generic[F]):
    """A list of functions that upper packages put in at start-up."""

    def __init__(self, about: str) -> None:
        self.about = about
        self._filled: list[F] = []

    def fill(self, function: F) -> F:
        """Put a function in; usable as a decorator. Filling twice with the same does nothing."""
        if function not in self._filled:
            self._filled.append(function)
        return function

    def __iter__(self) -> Iterator[F]:
        return iter(self._filled)

"""The clauses that decide about visibility, each with what takes it away.

A clause is a piece of the code; without it, the matrix must have failing cells. It is taken away in
a process of its own, while its module is imported.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Clause:
    """A piece of a module that decides who sees something, and what stands there instead."""

    about: str
    module: str
    code: str
    instead: str
    kinds: frozenset[str] = frozenset()
    """The things that are most likely to show without it; none for all."""
    channels: frozenset[str] = frozenset()
    """The channels in which they are."""
    is_planted: bool = False
    """Whether the clause decides when something is told, so that all is planted without it."""
    at: int = -1
    """Where the code stands, for what was found in it; elsewhere it stands there once."""

    @property
    def is_found(self) -> bool:
        """Tell whether the clause was found in the code, and not written here."""
        return self.at >= 0

    @property
    def file(self) -> Path:
        """Return where the clause stands."""
        folder = ROOT / self.module.replace(".", "/")
        return folder / "__init__.py" if folder.is_dir() else folder.with_suffix(".py")

    @property
    def without(self) -> str:
        """Return the module's source with the clause taken away. Raises LookupError."""
        source = self.file.read_text()
        if self.is_found:
            return source[: self.at] + self.instead + source[self.at + len(self.code) :]
        if source.count(self.code) != 1:
            raise LookupError(f"{self.file} has not exactly one: {self.code}")
        return source.replace(self.code, self.instead)


class Without(MetaPathFinder):
    """Imports one module without its clause, and all others as they are."""

    def __init__(self, clause: Clause) -> None:
        self._clause, self._source = clause, clause.without

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return how to import the module."""
        if name != self._clause.module:
            return None
        spec = PathFinder.find_spec(name, path, target)
        if spec is not None:
            spec.loader = _Changed(name, str(self._clause.file), self._source)
        return spec


class _Changed(SourceFileLoader):
    def __init__(self, name: str, path: str, source: str) -> None:
        super().__init__(name, path)
        self._source = source

    def get_code(self, fullname: str) -> object:  # type: ignore[override]
        """Return what is run: never what Python kept of the file before."""
        return compile(self._source, self.get_filename(fullname), "exec")


def take_away(clause: Clause) -> None:
    """Take the clause away from this process, before anything of the forum is imported."""
    assert clause.module not in sys.modules, "The module has been imported already."
    sys.meta_path.insert(0, Without(clause))

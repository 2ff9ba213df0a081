"""Footnotes whose addresses do not collide on a page with many posts."""

from typing import Any

from markdown.extensions.footnotes import FootnoteExtension


class PostFootnotes(FootnoteExtension):
    """Footnotes numbered as they are referred to, with ids that carry the post's own prefix."""

    def __init__(self, **configs: Any) -> None:
        self.prefix = ""
        self._numbers: dict[str, int] = {}
        super().__init__(USE_DEFINITION_ORDER=False, **configs)

    def reset(self) -> None:
        super().reset()
        self._numbers = {}

    def makeFootnoteId(self, id: str) -> str:  # noqa: A002, N802 -- Python-Markdown's name
        return f"fn:{self._name(id)}"

    def makeFootnoteRefId(self, id: str, found: bool = False) -> str:  # noqa: A002, N802, FBT001, FBT002
        return str(self.unique_ref(f"fnref:{self._name(id)}", found))

    def _name(self, label: str) -> str:
        """Labels are free text and never become part of an id."""
        return f"{self.prefix}-{self._numbers.setdefault(label, len(self._numbers) + 1)}"

"""Footnotes whose addresses do not collide on a page with many posts."""

from typing import Any
from xml.etree.ElementTree import Element

from markdown.core import Markdown
from markdown.extensions.footnotes import FootnoteBlockProcessor, FootnoteExtension
from markdown.treeprocessors import Treeprocessor

from forum.kernel.markup.leaves import comes_first


class PostFootnotes(FootnoteExtension):
    """Footnotes numbered as they are referred to, with ids that carry the post's own prefix."""

    def __init__(self, **configs: Any) -> None:
        self.prefix = ""
        self._numbers: dict[str, int] = {}
        super().__init__(USE_DEFINITION_ORDER=False, **configs)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 -- Python-Markdown's name
        super().extendMarkdown(md)
        md.parser.blockprocessors.register(DefinitionOfNote(self), "footnote", 17)
        md.treeprocessors.register(NotesInOrder(self), "footnote-reorder", 19)

    def reset(self) -> None:
        super().reset()
        self._numbers = {}

    def makeFootnoteId(self, id: str) -> str:  # noqa: A002, N802 -- Python-Markdown's name
        return f"fn:{self._name(id)}"

    def makeFootnoteRefId(self, id: str, found: bool = False) -> str:  # noqa: A002, N802
        return str(self.unique_ref(f"fnref:{self._name(id)}", found))

    def place(self, element_id: str) -> int:
        """Return where a note belongs: in the order of the references to it, unused ones last."""
        number = int(element_id.rpartition("-")[2])
        label = next(label for label, known in self._numbers.items() if known == number)
        return (
            self.footnote_order.index(label) if label in self.footnote_order else len(self._numbers)
        )

    def _name(self, label: str) -> str:
        """Labels are free text and never become part of an id."""
        return f"{self.prefix}-{self._numbers.setdefault(label, len(self._numbers) + 1)}"


class DefinitionOfNote(FootnoteBlockProcessor):
    """Note the text of a footnote, unless another block begins before it."""

    def test(self, parent: Element, block: str) -> bool:
        return comes_first(self.RE, block)


class NotesInOrder(Treeprocessor):
    """Bring the footnotes into the order of their numbers; an empty one has no way back."""

    def __init__(self, footnotes: PostFootnotes) -> None:
        super().__init__()
        self._footnotes = footnotes

    def run(self, root: Element) -> None:
        for notes in root.iterfind(".//div[@class='footnote']/ol"):
            notes[:] = sorted(notes, key=lambda note: self._footnotes.place(note.get("id", "")))
            for number, note in enumerate(notes, start=1):
                for way_back in note.iterfind(".//a[@class='footnote-backref']"):
                    way_back.set("title", f"Back to where note {number} is mentioned")

"""Examples of how texts are written, for those who have not met Markdown before."""

from dataclasses import dataclass

from forum.kernel.markup import render


@dataclass(frozen=True, slots=True)
class Example:
    """One thing that can be written: what for, how, and how it reads."""

    name: str
    raw: str
    keys: str = ""
    html: str = ""


_ALL = (
    Example("Bold and italic", "**bold** and _italic_", "Ctrl B, Ctrl I"),
    Example("Struck through", "~~no longer so~~"),
    Example("Heading", "# What we learned"),
    Example("Link", "[the words](https://example.org)", "Ctrl K"),
    Example("Quotation", "> Somebody's words", "Ctrl Shift 9"),
    Example("List", "- bread\n- salt", "Ctrl Shift 8"),
    Example("Numbered list", "1. first\n2. then", "Ctrl Shift 7"),
    Example("Task list", "- [ ] to do\n- [x] done", "Ctrl Shift L"),
    Example("Code", "`a word`\n\n```\nseveral\nlines\n```", "Ctrl E"),
    Example("Table", "| Court | Since |\n| --- | --- |\n| first | May |"),
    Example("Folded part", '[details="Summary"]\nWhat is folded away\n[/details]'),
    Example("Words shown on request", "It ended [spoiler]well[/spoiler]."),
    Example("Footnote", "So it was decided.[^1]\n\n[^1]: By three to two."),
    Example(
        "Date and time, for each reader in their own zone",
        '[date=2026-12-01 time=14:00 timezone="Europe/Brussels"]',
    ),
    Example("Emoji", ":seedling: :wave:"),
)


def examples(handle: str, category: str) -> list[Example]:
    """Return all examples; the ones of mentions name the reader and a category that they see."""
    named = [Example("Member", f"@{handle}")]
    if category:
        named.append(Example("Category or tag", f"#{category}"))
    return [Example(one.name, one.raw, one.keys, render(one.raw).html) for one in (*_ALL, *named)]

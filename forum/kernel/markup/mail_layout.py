"""How the words of a plain mail are laid out: as paragraphs, or as typed where spacing matters."""

import re
from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement

from forum.kernel.markup.tree import settle_link

_URL = re.compile(r"<?\b(?:https?://[^\s<>\"]+|www\.[\w\-]+\.[^\s<>\"]+)", re.IGNORECASE)
_TRACEBACK = re.compile(r"\s*Traceback \(most recent call last\)")
_ITEM = re.compile(r"\s*(?:[-*+•o]|\(?\w{1,3}[.)])\s+\S")
_INDENTED = re.compile(r" {4,}\S")
_COLUMNS = re.compile(r"\S {3,}\S")
_WORDS_OF_CODE = "def|class|import|from|return|if|for|while|try|except|else|print"
_CODE = re.compile(rf" *(?:(?:{_WORDS_OF_CODE})\b.*[:()]|[}}{{#;]|</?\w+[^>]*>\s*$|.*[;{{}}]\s*$)")
_PROMPT = re.compile(
    r">>> \S|\.\.\. |\$ \S|@@ -\d|def \w+\(.*:\Z|class \w+(?:\(.*\))?:\Z|"
    r"from [\w.]+ import |import [\w.]+(?:, [\w.]+)*\Z"
)
_DRAWN = re.compile(r"[|+/\\_\-=*<>^.:#~]")


def add_own_text(parent: Element, lines: Sequence[str]) -> None:
    """Add lines of text, as paragraphs of prose and runs that were typed with care."""
    run: list[str] = []
    is_typed = False
    for block in _blocks(lines):
        for typed, part in _runs(block):
            if run and typed and is_typed:
                run += ["", *part] if part is block else part
                continue
            _add_run(parent, run, is_typed=is_typed)
            run, is_typed = list(part), typed
    _add_run(parent, run, is_typed=is_typed)


def add_note(parent: Element, lines: Sequence[str]) -> None:
    """Add a signature or a program's note as one piece, with its spacing where it has any."""
    kept = [line.rstrip() for line in lines if line.strip()]
    _add_run(parent, kept, is_typed=any(map(_is_typed, kept)))


def _blocks(lines: Sequence[str]) -> list[list[str]]:
    blocks: list[list[str]] = [[]]
    for line in lines:
        if line.strip():
            blocks[-1].append(line.rstrip())
        elif blocks[-1]:
            blocks.append([])
    return [block for block in blocks if block]


def _runs(block: list[str]) -> list[tuple[bool, list[str]]]:
    """Split a block without blank lines into prose and typed runs."""
    if _is_drawing(block):
        return [(True, block)]
    flags = [_is_typed(line) for line in block]
    _mark_tracebacks(block, flags)
    for position in range(1, len(block)):
        if flags[position] and not flags[position - 1] and _hangs(block, position):
            flags[position] = False
    if all(flags):
        return [(True, block)]
    runs: list[tuple[bool, list[str]]] = []
    for flag, line in zip(flags, block, strict=True):
        if runs and runs[-1][0] == flag:
            runs[-1][1].append(line)
        else:
            runs.append((flag, [line]))
    return runs


def _is_typed(line: str) -> bool:
    if _INDENTED.match(line) or _COLUMNS.search(line.strip()):
        return not _ITEM.match(line) or bool(_COLUMNS.search(line.strip()))
    return bool(_PROMPT.match(line)) or (line.startswith("  ") and bool(_CODE.match(line)))


def _mark_tracebacks(block: list[str], flags: list[bool]) -> None:
    """A traceback ends with the first line that is not indented: the exception itself."""
    is_inside = False
    for position, line in enumerate(block):
        if _TRACEBACK.match(line):
            is_inside = flags[position] = True
        elif is_inside:
            flags[position] = True
            is_inside = line.startswith(" ")


def _hangs(block: list[str], position: int) -> bool:
    """Tell whether an indented line only continues the item of a list above it."""
    line, item = block[position], _ITEM.match(block[position - 1])
    if item is None or _COLUMNS.search(line.strip()):
        return False
    return len(line) - len(line.lstrip()) <= item.end()


def _is_drawing(block: list[str]) -> bool:
    """Tell whether most of a block is drawn with signs rather than written."""
    signs = sum(len(_DRAWN.findall(line)) for line in block)
    letters = sum(len(line.replace(" ", "")) for line in block)
    return len(block) > 1 and signs * 2 > letters


def _add_run(parent: Element, lines: list[str], *, is_typed: bool) -> None:
    if not lines:
        return
    if is_typed:
        indent = min(len(line) - len(line.lstrip()) for line in lines if line.strip())
        add_linked(SubElement(parent, "pre"), "\n".join(line[indent:] for line in lines))
        return
    paragraph = SubElement(parent, "p")
    for number, line in enumerate(lines):
        if number:
            SubElement(paragraph, "br").tail = "\n"
        stripped = line.lstrip()
        add_linked(paragraph, "\u00a0" * (len(line) - len(stripped)) + stripped)


def add_linked(parent: Element, text: str) -> None:
    """Add text to the end of an element, web addresses in it as links."""
    position = 0
    for found in _URL.finditer(text):
        address = _trimmed(found[0].lstrip("<"))
        start = found.end() - len(found[0].lstrip("<"))
        _add_text(parent, text[position:start])
        link = SubElement(
            parent, "a", {"href": address if "://" in address else f"http://{address}"}
        )
        link.text = address
        settle_link(link)
        position = start + len(address)
    _add_text(parent, text[position:])


def _trimmed(address: str) -> str:
    """Leave the punctuation of the sentence, and its closing brackets, outside of an address."""
    while address and (
        address[-1] in ".,;:!?'*_" or (address[-1] in ")]" and _is_unopened(address))
    ):
        address = address[:-1]
    return address


def _is_unopened(address: str) -> bool:
    opening = "(" if address[-1] == ")" else "["
    return address.count(opening) < address.count(address[-1])


def _add_text(parent: Element, text: str) -> None:
    if not text:
        return
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text

"""Plain text as mail writes it: line ends, flowed paragraphs, files spelled out as letters."""

import binascii
import re

_LINE_ENDS = re.compile(r"\r\n?|\x0b|\x0c|\x85|\u2028|\u2029")
_UU_BEGIN = re.compile(r"^begin [0-7]{3,4} ([^\n]{1,200})$", re.MULTILINE)
_UU_LINE = re.compile(r"[\x20-\x60]{1,90}")
_UU_END = re.compile(r"^end[ \t]*$", re.MULTILINE)
_FROM_QUOTE = re.compile(rb"^(>+)From ", re.MULTILINE)
_UU_ERRORS = (binascii.Error, ValueError)


def unify_line_ends(text: str) -> str:
    """End every line with a line feed."""
    return _LINE_ENDS.sub("\n", text) if _LINE_ENDS.search(text) else text


def unfold_flowed(text: str, *, drop_space: bool) -> str:
    """Join the lines of format=flowed (RFC 3676) into paragraphs, quotes kept apart by depth."""
    done: list[list[str]] = []
    open_depth: int | None = None
    for line in text.split("\n"):
        depth = len(line) - len(line.lstrip(">"))
        content = line[depth:].removeprefix(" ")
        flows = content.endswith(" ") and content != "-- "
        shown = content[:-1] if flows and drop_space else content
        if open_depth == depth and content != "-- ":
            done[-1].append(shown)
        else:
            done.append([f"{'>' * depth} {shown}" if depth else shown])
        open_depth = depth if flows else None
    return "\n".join(map("".join, done))


def unquote_from_lines(content: bytes) -> bytes:
    """Undo the archive's ">From ", but leave real quotes whose lines start so too."""
    if b">From " not in content:
        return content
    lines = content.split(b"\n")
    for number, line in enumerate(lines):
        found = _FROM_QUOTE.match(line)
        if found and not _is_real_quote(lines, number, len(found[1])):
            lines[number] = line[1:]
    return b"\n".join(lines)


def _is_real_quote(lines: list[bytes], number: int, depth: int) -> bool:
    """Tell a line of a quote as deep and as closely written as the lines around it from others."""
    neighbours = lines[max(0, number - 1) : number] + lines[number + 1 : number + 2]
    marks = b">" * depth
    return any(
        each.startswith(marks) and each[depth : depth + 1] not in {b">", b" ", b"", b"\r"}
        for each in neighbours
        if not _FROM_QUOTE.match(each)
    )


def take_uuencoded(text: str) -> tuple[str, list[tuple[str, bytes]]]:
    """Part a text from the uuencoded files in it; what does not decode stays text."""
    files: list[tuple[str, bytes]] = []
    if "begin " not in text:
        return text, files
    kept, end = [], 0
    for begin in _UU_BEGIN.finditer(text):
        if begin.start() < end:
            continue
        stop = _UU_END.search(text, begin.end())
        if stop is None:
            break
        content = _uudecode_lines(text[begin.end() : stop.start()].strip("\n").split("\n"))
        if content is not None:
            kept.append(text[end : begin.start()])
            files.append((begin[1].strip(), content))
            end = stop.end()
    return "".join([*kept, text[end:]]), files


def uudecode(payload: bytes) -> bytes:
    """Decode a part that is uuencoded as a whole; what is not stays as it is."""
    text = payload.decode("latin-1")
    _rest, files = take_uuencoded(unify_line_ends(text))
    return files[0][1] if files else payload


def _uudecode_lines(lines: list[str]) -> bytes | None:
    decoded = []
    for line in lines:
        if line.strip() in {"", "`"}:
            continue
        if not _UU_LINE.fullmatch(line):
            return None
        try:
            decoded.append(binascii.a2b_uu(line))
        except _UU_ERRORS:
            length = ((ord(line[0]) - 32) & 63) * 4 // 3 + 1
            try:
                # Some encoders end lines with stray characters; so does Python's uu module allow.
                decoded.append(binascii.a2b_uu(line[: length + 4]))
            except _UU_ERRORS:
                return None
    return b"".join(decoded)

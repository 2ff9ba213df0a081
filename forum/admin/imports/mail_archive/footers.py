"""What list software writes under every message, which no one said."""

import re

FOOTER_LINES = 10
_FOOTERS_IN_A_ROW = 4
_HTML_TAIL = 3000

_RULE = re.compile(r"_{20,}|-{20,}|-- ?|--~--~-{5,}~--~[-~]*")
_ADDED_BY_LISTS = re.compile(
    r"mailing list\b|listinfo|unsubscribe|-leave@|-request@|Google Groups", re.IGNORECASE
)
_HTML_FOOTER = re.compile(
    r"_{20,}\s*(?:<br\s*/?>|</?p>|\s){0,4}(?=[^_]{0,300}(?:mailing list|listinfo))[^_]{0,1500}\Z",
    re.IGNORECASE,
)
_CLOSING_TAGS = re.compile(r"(?:\s*</[a-z]+>)*\s*\Z", re.IGNORECASE)

_NEXT_PART = r"^-{8,} next part -{8,}[ \t]*\n"
_URL_LINE = r"(?:(?:URL|Url)[ \t]*:[^\n]*(?:\n[ \t]*<[^\n]*>)?(?:\n|\Z))"
# The HTML twin of the text, and signatures that cannot be checked any more.
_SCRUBBED_TWIN = re.compile(
    _NEXT_PART + r"An HTML attachment was scrubbed\.\.\.\n" + _URL_LINE + r"?\s*", re.MULTILINE
)
_SCRUBBED_SIGNATURE = re.compile(
    _NEXT_PART + r"A non-text attachment was scrubbed\.\.\.\n(?:[^\n]+\n){0,5}?"
    r"Type: application/(?:pgp-signature|x-pkcs7-signature|pkcs7-signature)[^\n]*\n"
    r"(?:(?:Size|Desc)[ \t]*:[^\n]*\n(?:[ \t]+[^\n]*\n){0,5}){0,5}" + _URL_LINE + r"?\s*",
    re.MULTILINE,
)
_EMPTY_NEXT_PART = re.compile(_NEXT_PART + r"\s*\Z", re.MULTILINE)
_NOTICES = (_SCRUBBED_TWIN, _SCRUBBED_SIGNATURE, _EMPTY_NEXT_PART)


def cut_plain_footers(text: str) -> str:
    """Cut what lists add below a text, several footers too; a text of nothing else stays whole."""
    shorter = text
    for _round in range(_FOOTERS_IN_A_ROW):
        shorter = _cut_last_footer(shorter)
        if "next part --" in shorter:
            for notice in _NOTICES:
                shorter = notice.sub("", shorter)
    return shorter if shorter.strip() else text


def _cut_last_footer(text: str) -> str:
    """Cut below the last ruled line when list software wrote everything under it."""
    lines = text.rstrip().rsplit("\n", FOOTER_LINES)
    # The first piece is all the text above, unless the text is as short as a footer.
    first = 1 if len(lines) > FOOTER_LINES else 0
    for number in range(len(lines) - 1, first - 1, -1):
        if not _RULE.fullmatch(lines[number].rstrip()):
            continue
        below = lines[number + 1 :]
        if any(_ADDED_BY_LISTS.search(line) for line in below[:5]):
            return "\n".join([*lines[:number], ""])
        if below:
            return text
    return text


def cut_html_footer(text: str) -> str:
    """Cut Mailman's footer at the end of an HTML text, leaving the closing tags."""
    head, tail = text[:-_HTML_TAIL], text[-_HTML_TAIL:]
    found = _HTML_FOOTER.search(tail)
    if found is None:
        return text
    closing = _CLOSING_TAGS.search(tail)
    return head + tail[: found.start()] + (closing[0] if closing else "")

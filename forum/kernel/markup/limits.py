"""How much structure a text may have: some of it costs the square of its length to understand."""

import re

# Each limit is far above what people write and keeps a text of 64 KB well under a second.
_COUNTED = (
    ("\n", 4_000, "The text has too many lines ({found}; at most {most})."),
    ("@", 1_000, "The text has too many “@” signs ({found}; at most {most})."),
    ("#", 2_000, "The text has too many “#” signs ({found}; at most {most})."),
    ("[", 1_000, "The text has too many square brackets ({found}; at most {most})."),
    ("[^", 200, "The text has too many footnotes ({found}; at most {most})."),
    ("`", 2_000, "The text has too many backticks ({found}; at most {most})."),
    ("<", 3_000, "The text has too many “<” signs ({found}; at most {most})."),
    ("://", 1_000, "The text has too many addresses ({found}; at most {most})."),
)
_MARKS = re.compile(r"[*_~]+")
_BOXES = re.compile(r"\[(?:quote|details|spoiler)\b|<(?:details|blockquote)\b", re.IGNORECASE)
_LEADS = re.compile(r"^(?:[ \t]*(?:>|[-+*](?=[ \t])|\d{1,9}[.)](?=[ \t])))+", re.MULTILINE)
_LEAD_MARKS = re.compile(r">|[-+*]|\d[.)]")

MOST_MARKS = 3_000
MOST_BOXES = 100
MOST_LEADS = 15


def excess(text: str) -> str | None:
    """Return a sentence that says what a text has too much of, or None."""
    for sign, most, sentence in _COUNTED:
        found = text.count(sign)
        if found > most:
            return sentence.format(found=found, most=most)
    if sum(1 for _ in _MARKS.finditer(text)) > MOST_MARKS:
        return f"The text has too many marks for emphasis (at most {MOST_MARKS})."
    if sum(1 for _ in _BOXES.finditer(text)) > MOST_BOXES:
        return f"The text has too many quotations or folded parts (at most {MOST_BOXES})."
    if any(_depth(lead[0]) > MOST_LEADS for lead in _LEADS.finditer(text)):
        return f"Quotations or lists are nested too deeply (at most {MOST_LEADS} levels)."
    return None


def _depth(lead: str) -> int:
    """Count the marks before a line's words; many of one kind with spaces between are a rule."""
    marks = _LEAD_MARKS.findall(lead) if len(lead) > MOST_LEADS else []
    is_rule = len(set(marks)) == 1 and marks[0] in "-*"
    return 0 if is_rule and len(marks) < 100 else len(marks)

"""Putting placeholders in place of what was found."""

from collections.abc import Iterable

from forum.discussion.checking.values import Finding


def replaced(text: str, findings: Iterable[Finding]) -> str:
    """Return the text with the placeholders of these findings, which must be of this very text."""
    parts: list[str] = []
    end = 0
    for finding in sorted(findings, key=lambda one: one.start):
        parts += [text[end : finding.start], finding.placeholder]
        end = finding.end
        if text[end : end + 1] in {"(", "[", ":"}:
            parts.append(" ")  # so that the brackets begin no link
    return "".join([*parts, text[end:]])


def replaced_in_tags(line: str, findings: Iterable[Finding]) -> str:
    """Return a line of tags with placeholders in the letters that tags are made of."""
    parts: list[str] = []
    end = 0
    for finding in sorted(findings, key=lambda one: one.start):
        tag = finding.placeholder.strip("[]").casefold().replace(" ", "-")
        parts += [line[end : finding.start], tag]
        end = finding.end
    return "".join([*parts, line[end:]])

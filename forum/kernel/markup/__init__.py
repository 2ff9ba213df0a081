"""Text in, safe HTML out: what people write and what mails bring."""

from forum.kernel.markup.addresses import configure
from forum.kernel.markup.checks import BROKEN, check_line, check_text, refuse_broken
from forum.kernel.markup.emoji import find_emoji
from forum.kernel.markup.files import FileCard, files_in, marked_files
from forum.kernel.markup.handles import fold_handle
from forum.kernel.markup.markers import fill_markers, wanted_markers
from forum.kernel.markup.numbers import link_post_numbers
from forum.kernel.markup.reading import excerpt, read
from forum.kernel.markup.rendering import render
from forum.kernel.markup.values import (
    RENDERER_VERSION,
    Quoted,
    Rendered,
    TextFormat,
    ThreadTitle,
    Wanted,
)

__all__ = [
    "BROKEN",
    "RENDERER_VERSION",
    "FileCard",
    "Quoted",
    "Rendered",
    "TextFormat",
    "ThreadTitle",
    "Wanted",
    "check_line",
    "check_text",
    "configure",
    "excerpt",
    "files_in",
    "fill_markers",
    "find_emoji",
    "fold_handle",
    "link_post_numbers",
    "marked_files",
    "read",
    "refuse_broken",
    "render",
    "wanted_markers",
]

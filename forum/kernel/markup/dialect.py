"""Our dialect of Markdown: Python-Markdown and pymdown-extensions with our own processors."""

import string

from markdown.blockprocessors import BlockProcessor
from markdown.core import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor

from forum.kernel.markup import boxes, containers, dates, inlines, leaves, tree
from forum.kernel.markup.footnotes import PostFootnotes

_NOT_OURS = {
    "inlines": "backtick escape reference link image_link image_reference short_reference "
    "short_image_ref autolink automail linebreak html",
    "blocks": "indent code hashheader setextheader hr olist ulist quote reference paragraph empty",
}


class Dialect(Extension):
    """Put our processors in the place of those that they do better."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 -- Python-Markdown's name
        """Register everything; a higher number is asked earlier."""
        md.ESCAPED_CHARS = list(string.punctuation)
        md.preprocessors.deregister("html_block")
        md.preprocessors.register(leaves.WhiteSpaceProcessor(md), "normalize_whitespace", 30)
        md.treeprocessors.deregister("prettify")
        for name in _NOT_OURS["inlines"].split():
            md.inlinePatterns.deregister(name)
        for name in _NOT_OURS["blocks"].split():
            md.parser.blockprocessors.deregister(name)
        self._register_blocks(md)
        self._register_inlines(md)
        last_looks: list[Treeprocessor] = [
            tree.AddressProcessor(md),
            tree.HeadingLevels(md),
            tree.TableFrames(md),
        ]
        for number, processor in enumerate(last_looks):
            md.treeprocessors.register(processor, f"our_{number}", -1 - number)

    def _register_blocks(self, md: Markdown) -> None:
        parser = md.parser
        blocks: list[tuple[BlockProcessor, str, int]] = [
            (leaves.EmptyProcessor(parser), "empty", 100),
            (leaves.IndentedCodeProcessor(parser), "code", 80),
            (leaves.FenceProcessor(parser), "fence", 78),
            (boxes.CommentProcessor(parser), "comment", 77),
            (tree.SmallTableProcessor(parser, {"use_align_attribute": True}), "table", 75),
            (leaves.HeadingProcessor(parser), "heading", 70),
            (leaves.RuleProcessor(parser), "rule", 50),
            (containers.DefinitionIndent(parser), "definition_indent", 85),
            (containers.DefinitionProcessor(parser), "definition", 25),
            (boxes.BoxProcessor(parser), "box", 45),
            (containers.QuoteProcessor(parser), "quote", 40),
            (containers.ListProcessor(parser), "list", 35),
            (leaves.ReferenceProcessor(parser), "reference", 15),
            (leaves.ParagraphProcessor(parser), "paragraph", 10),
        ]
        for processor, name, priority in blocks:
            parser.blockprocessors.register(processor, name, priority)

    def _register_inlines(self, md: Markdown) -> None:
        patterns: list[tuple[InlineProcessor, str, int]] = [
            (inlines.CodeProcessor(md), "backtick", 190),
            (inlines.HardBreakProcessor(md), "hard_break", 185),
            (inlines.AutolinkProcessor(md), "autolink", 188),
            (inlines.EscapeProcessor(md), "escape", 180),
            (inlines.TagProcessor(md), "tag", 168),
            (inlines.HiddenWordsProcessor(md), "hidden_words", 166),
            (dates.LocalDateProcessor(md), "date", 164),
            (inlines.ImageProcessor(md), "image", 162),
            (inlines.LinkProcessor(md), "link", 160),
            (inlines.MentionProcessor(md), "mention", 82),
            (inlines.PlaceProcessor(md), "place", 81),
            (inlines.EmojiProcessor(md), "emoji", 70),
        ]
        for processor, name, priority in patterns:
            md.inlinePatterns.register(processor, name, priority)


def build_markdown() -> tuple[Markdown, PostFootnotes]:
    """Build a converter; it keeps state, so that each thread needs its own."""
    footnotes = PostFootnotes()
    md = Markdown(
        extensions=[
            footnotes,
            "pymdownx.betterem",
            "pymdownx.tilde",
            "pymdownx.magiclink",
            Dialect(),
        ],
        extension_configs={"pymdownx.tilde": {"subscript": False}},
        output_format="html",
    )
    return md, footnotes

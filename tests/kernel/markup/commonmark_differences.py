"""The examples of CommonMark 0.31.2 that we show otherwise, in groups, each with its reason.

Not counted as differences, since the comparison knows of them: headings stand two levels lower,
images of other hosts are links, and `rel` and the classes of code are our additions.
"""

DIFFERENCES: dict[str, tuple[int, ...]] = {
    # People cannot write HTML here, a few harmless tags in pairs excepted: every other tag is shown
    # as the text it is, and the Markdown in and around it is still Markdown.
    "raw HTML is shown as text": (
        21, 31, *range(148, 168), *range(169, 177), 178, *range(180, 183), *range(184, 192), 201,
        344, *range(475, 478), 491, 494, 524, 536, *range(613, 618), 623, *range(626, 629),
        *range(629, 632), 642, 643,
    ),
    # A comment is for the writer; what stands behind it on its line is a text like any other.
    "the words behind a comment are Markdown": (177,),
    # A `#` before a name marks a category or a tag.
    "names of categories and tags are markers": (64, 619),
    # Nobody is led to a scheme other than http, https and mailto; `foo):` could be taken for one.
    "addresses with other schemes lead nowhere": (500, 596, 598, 599, 601),
    # Bare addresses become links, as everywhere people write to each other.
    "bare addresses are links": (606, 608, 611, 612),
    # Code spans are found before anything else in a line, also within `<…>`.
    "code spans come before autolinks": (346,),
    # The character that stands for no character is shown for a number beyond all characters.
    "an entity with a number that is too large": (28,),
    # White space at the ends of addresses is dropped, whichever kind it is.
    "odd white space in addresses": (507,),
    # A line of nothing but white space is an empty line, also in indented code.
    "white space alone in indented code": (112,),
    # A link definition between the items of a list does not set them apart.
    "a definition is no block of an item": (317,),
    # The words of an image are taken as they are written, links in them included.
    "links within an image's words within a link": (520,),
}  # fmt: skip

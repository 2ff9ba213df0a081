"""Forms as they arrive: what is not UTF-8 is marked, so that the field can be refused by name."""

import codecs
from typing import IO
from urllib.parse import parse_qsl

from flask import Request
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.formparser import FormDataParser

from forum.kernel.markup import BROKEN


def _mark(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return BROKEN, error.end


codecs.register_error("folkmoot.mark", _mark)


class FormParser(FormDataParser):
    """Reads forms; half a character becomes a mark instead of being kept as its percent signs."""

    def _parse_urlencoded(
        self,
        stream: IO[bytes],
        mimetype: str,  # noqa: ARG002 -- the signature is Werkzeug's
        content_length: int | None,  # noqa: ARG002
        options: dict[str, str],  # noqa: ARG002
    ) -> tuple[IO[bytes], MultiDict[str, str], MultiDict[str, FileStorage]]:
        text = stream.read().decode("utf-8", "folkmoot.mark")
        items = parse_qsl(text, keep_blank_values=True, errors="folkmoot.mark")
        return stream, self.cls(items), self.cls()


class FormRequest(Request):
    """A request whose forms are read by our parser."""

    form_data_parser_class = FormParser

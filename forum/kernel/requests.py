"""Forms as they arrive: what is not UTF-8 is marked, so that the field can be refused by name.

A form with files may be too large in many ways; its words are kept whatever its files are.
"""

import codecs
from collections.abc import Callable, Iterator
from functools import partial
from typing import IO, Any, TypeVar
from urllib.parse import parse_qsl

from flask import Request, current_app
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import FormDataParser, MultiPartParser
from werkzeug.sansio.multipart import Data, Epilogue, Event, Field, File, MultipartDecoder, NeedData

from forum.kernel.application import this_settings
from forum.kernel.markup import BROKEN

V = TypeVar("V", bound=Callable[..., Any])

MOST_FILES = 20
"""Files that are taken in one request; what follows them is read and forgotten."""
MOST_PARTS = 1_000
PIECE = 64 * 1024


def _mark(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return BROKEN, error.end


codecs.register_error("folkmoot.mark", _mark)


def takes_files(view: V) -> V:
    """Let a view be sent files, and with them more than other views are sent."""
    view.takes_files = True  # type: ignore[attr-defined]
    return view


class TolerantParser(MultiPartParser):
    """Reads a form with files to its end: what is beyond a limit is left out, and that is said.

    A file that is too large is kept up to one byte more than a file may have.
    """

    def __init__(self, *, largest_file: int, **options: Any) -> None:
        super().__init__(**options)
        self.largest_file = largest_file
        self.left_out = False
        self.unfinished: IO[bytes] | None = None

    def parse(
        self,
        stream: IO[bytes],
        boundary: bytes,
        content_length: int | None,
    ) -> tuple[MultiDict[str, str], MultiDict[str, FileStorage]]:
        """Return fields and files."""
        self.fields: list[tuple[str, str]] = []
        self.files: list[tuple[str, FileStorage]] = []
        self.words = 0
        write: Callable[[bytes], None] = _forget
        close: Callable[[], None] = _end
        try:
            for event in _events(stream, MultipartDecoder(boundary)):
                if isinstance(event, Field | File):
                    write, close = self._begin(event, content_length)
                elif isinstance(event, Data):
                    write(event.data)
                    if not event.more_data:
                        close()
        except ValueError:
            # It broke off or is no such form: what came before that is kept.
            self.left_out = True
            if self.unfinished is not None:
                self.unfinished.close()
        return self.cls(self.fields), self.cls(self.files)

    def _begin(
        self, part: Field | File, content_length: int | None
    ) -> tuple[Callable[[bytes], None], Callable[[], None]]:
        """Return what takes the data of a part, and what is called at its end."""
        is_file = isinstance(part, File)
        most = MOST_FILES if is_file else MOST_PARTS
        if part.name is None or len(self.files if is_file else self.fields) >= most:
            self.left_out = True
            return _forget, _end
        if isinstance(part, File):
            self.unfinished = container = self.start_file_streaming(part, content_length)
            return partial(self._write, container), partial(self._close_file, part, container)
        pieces: list[bytes] = []
        return partial(self._gather, pieces), partial(self._close_field, part.name, pieces)

    def _write(self, container: IO[bytes], data: bytes) -> None:
        container.write(data[: max(0, self.largest_file + 1 - container.tell())])

    def _gather(self, pieces: list[bytes], data: bytes) -> None:
        self.words += len(data)
        if self.words > (self.max_form_memory_size or self.words):
            self.left_out = True
        else:
            pieces.append(data)

    def _close_file(self, part: File, container: IO[bytes]) -> None:
        container.seek(0)
        self.unfinished = None
        kept = FileStorage(container, part.filename, part.name, headers=part.headers)
        self.files.append((part.name, kept))

    def _close_field(self, name: str, pieces: list[bytes]) -> None:
        self.fields.append((name, b"".join(pieces).decode("utf-8", "folkmoot.mark")))


def _forget(_data: bytes) -> None:
    """Leave out what is beyond a limit."""


def _end() -> None:
    """End what was left out."""


def _events(stream: IO[bytes], decoder: MultipartDecoder) -> Iterator[Event]:
    """Read to the end, and give what is found on the way."""
    is_over = False
    while not is_over:
        piece = stream.read(PIECE)
        decoder.receive_data(piece or None)
        is_over = not piece
        while not isinstance(event := decoder.next_event(), Epilogue | NeedData):
            yield event


class FormParser(FormDataParser):
    """Reads forms; half a character becomes a mark instead of being kept as its percent signs."""

    largest_file: int | None = None
    """Set where files are expected."""
    left_out = False

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

    def _parse_multipart(
        self,
        stream: IO[bytes],
        mimetype: str,
        content_length: int | None,
        options: dict[str, str],
    ) -> tuple[IO[bytes], MultiDict[str, str], MultiDict[str, FileStorage]]:
        boundary = options.get("boundary", "").encode("ascii")
        if self.largest_file is None or not boundary:
            return super()._parse_multipart(stream, mimetype, content_length, options)
        parser = TolerantParser(
            largest_file=self.largest_file,
            stream_factory=self.stream_factory,
            max_form_memory_size=self.max_form_memory_size,
            cls=self.cls,
        )
        form, files = parser.parse(stream, boundary, content_length)
        self.left_out = parser.left_out
        return stream, form, files


class FormRequest(Request):
    """A request whose forms are read by our parser."""

    form_data_parser_class = FormParser
    _parser: FormParser | None = None

    @property
    def is_for_files(self) -> bool:
        """Tell whether files may come: the view takes them, and the form is made for them."""
        if self.mimetype != "multipart/form-data":
            return False
        view = current_app.view_functions.get(self.endpoint or "") if current_app else None
        return getattr(view, "takes_files", False)

    @property
    def left_out(self) -> bool:
        """Tell whether there was more in the form than is taken at once."""
        try:
            self.form  # noqa: B018 -- reading it is what finds out
        except RequestEntityTooLarge:
            return True
        return self._parser is not None and self._parser.left_out

    @property
    def max_content_length(self) -> int | None:
        """Return how many bytes may be sent: more where files are expected."""
        most = super().max_content_length
        if most is None or not self.is_for_files:
            return most
        return most + MOST_FILES * this_settings().file_size * 1_000_000 // 2

    @max_content_length.setter
    def max_content_length(self, value: int | None) -> None:
        self._max_content_length = value

    def make_form_data_parser(self) -> FormParser:
        """Return the parser, which knows whether files are expected."""
        parser: FormParser = super().make_form_data_parser()  # type: ignore[assignment]
        if self.is_for_files:
            parser.largest_file = this_settings().file_size * 1_000_000
        self._parser = parser
        return parser

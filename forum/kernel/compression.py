"""Answers take less of the line: compressed as lightly as pays, and never for a spying site."""

from flask import Flask, Response, request
from flask_compress import Compress

STRANGERS = frozenset({"cross-site", "same-site"})


def init_compression(app: Flask) -> None:
    """Compress pages, scripts and the like for browsers that take it."""
    app.config.update(
        COMPRESS_REGISTER=False,
        COMPRESS_ALGORITHM=["zstd", "br", "gzip"],
        COMPRESS_STREAMS=False,
        COMPRESS_ZSTD_LEVEL=1,
        COMPRESS_BR_LEVEL=1,
        COMPRESS_LEVEL=1,
    )
    compress = Compress(app)

    def finish(response: Response) -> Response:
        if not may_be_compressed(response):
            return response
        etag, is_weak = response.get_etag()
        if etag and not is_weak:
            # The same page in other bytes: strong marks promise the same bytes.
            response.set_etag(etag, weak=True)
        return compress.after_request(response)

    app.after_request(finish)


def may_be_compressed(response: Response) -> bool:
    """Tell whether the length of a compressed answer would tell nothing to whoever asked for it.

    A page that holds a secret and words out of its address is shorter when the words are part of
    the secret. Another site can make a browser ask, and browsers say so.
    """
    # A part of a file must be a part of the very file that the first part came from.
    is_part = response.status_code == 206
    return not is_part and request.headers.get("Sec-Fetch-Site") not in STRANGERS

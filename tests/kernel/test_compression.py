"""Compressed answers."""

import zlib

import pytest
from flask import Response
from flask.testing import FlaskClient

from forum import Forum
from forum.kernel.compression import may_be_compressed
from tests.builders.accounts import make_member, sign_in_as


@pytest.mark.parametrize(("accepted", "chosen"), [("gzip, br, zstd", "zstd"), ("gzip", "gzip")])
def test_page_is_compressed_as_the_browser_takes_it(
    client: FlaskClient, accepted: str, chosen: str
) -> None:
    sign_in_as(client, make_member("anna"))
    answer = client.get("/latest", headers={"Accept-Encoding": accepted})
    assert answer.headers["Content-Encoding"] == chosen
    assert "Accept-Encoding" in answer.headers["Vary"]
    assert len(answer.data) < len(client.get("/latest").data) / 2


def test_compressed_page_says_the_same(client: FlaskClient) -> None:
    packed = client.get("/login", headers={"Accept-Encoding": "gzip"})
    page = zlib.decompress(packed.data, 16 + zlib.MAX_WBITS).decode()
    assert "<h1>Sign in</h1>" in page


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_page_that_another_site_asked_for_keeps_its_length(client: FlaskClient, site: str) -> None:
    asked = {"Accept-Encoding": "zstd", "Sec-Fetch-Site": site}
    assert "Content-Encoding" not in client.get("/login", headers=asked).headers


def test_part_of_a_file_is_not_compressed(app: Forum) -> None:
    with app.test_request_context():
        assert may_be_compressed(Response("words", 200))
        assert not may_be_compressed(Response("words", 206))


def test_file_with_a_mark_is_not_sent_twice(app: Forum, client: FlaskClient) -> None:
    asked = {"Accept-Encoding": "gzip"}
    with client.get("/static/js/forms.js", headers=asked) as first:
        mark = first.headers["ETag"]
    assert mark.startswith("W/")
    with client.get("/static/js/forms.js", headers={**asked, "If-None-Match": mark}) as again:
        assert again.status_code == 304

"""The check of pages itself: it must see what it is there for."""

import pytest
from flask.testing import FlaskClient

from tests.builders.accounts import make_member, sign_in_as
from tests.hostile.pages import page_faults


@pytest.mark.parametrize(
    "line",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        '<a href="javascript:alert(1)">x</a>',
        '<a href="//evil.example">x</a>',
        "<iframe></iframe>",
        "<p style='color:red'>x</p>",
        "</main></div></div>",
        "<!--",
        "<textarea>",
        "<plaintext>",
        '<form action="https://evil.example">',
    ],
)
def test_line_that_reaches_the_page_unescaped_is_seen(client: FlaskClient, line: str) -> None:
    page = sign_in_as(client, make_member("ada")).get("/latest").text
    assert page_faults(page, line) == []
    assert page_faults(page.replace("<h1>", f"{line}<h1>", 1), line)

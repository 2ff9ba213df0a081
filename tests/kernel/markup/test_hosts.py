import re

import pytest

from forum.kernel.markup import render
from forum.kernel.markup.hosts import host_of, shows_host


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://Example.org/path", "example.org"),
        ("https://example.org@evil.example/", "evil.example"),
        ("https://user:secret@host.example:8080/x", "host.example"),
        ("https://ex%61mple.org/", "example.org"),
        ("https://a\u3002b.example/", "a.b.example"),
        ("https://bücher.de/", "bücher.de"),
        ("https://straße.de/", "straße.de"),
        ("https://xn--bcher-kva.de/", "bücher.de"),
        ("https://пример.рф/", "пример.рф"),
        ("https://日本ご.みんな/", "日本ご.みんな"),
        ("/latest", ""),
        ("https://[bad", ""),
    ],
)
def test_host_is_shown_as_it_is_read(address: str, host: str) -> None:
    assert host_of(address) == host


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://аррӏе.com/", "xn--80ak6aa92e.com"),
        ("https://xn--80ak6aa92e.com/", "xn--80ak6aa92e.com"),
        ("https://ɑpple.com/", "xn--pple-p5b.com"),
        ("https://xn--paypal-.com/", "xn--paypal-.com"),
        ("https://bаnk.example/", "xn--bnk-6cd.example"),
        ("https://a%00b.example/", "unknown"),
    ],
)
def test_host_that_looks_like_another_is_shown_in_ascii(address: str, host: str) -> None:
    assert host_of(address) == host


@pytest.mark.parametrize(
    "words", ["https://evil.example/x", "evil.example", "EVIL.example/x?y", "http://evil.example#z"]
)
def test_words_that_begin_with_the_host_show_it(words: str) -> None:
    assert shows_host(words, "evil.example")


@pytest.mark.parametrize(
    "words",
    [
        "bank.example",
        "see evil.example",
        "evil.example.org",
        "evil.example@bank.example",
        "bank.example/evil.example",
        "\u202eevil.example",
        "",
    ],
)
def test_words_that_say_something_else_do_not(words: str) -> None:
    assert not shows_host(words, "evil.example")


def test_link_names_its_host_unless_its_words_do() -> None:
    assert 'data-host="evil.example"' in render("[bank.example](https://evil.example)").html
    assert 'data-host="evil.example"' in render("[](https://evil.example)").html
    assert "data-host" not in render("https://evil.example/x <https://evil.example/y>").html
    assert "data-host" not in render("[here](/latest) [mail](mailto:a@b.example)").html


def test_note_of_a_host_cannot_be_typed() -> None:
    html = render('<a href="https://evil.example" data-host="bank.example">x</a>').html
    assert re.search(r'<a [^>]*data-host="bank', html) is None

"""The template tools of accounts."""

import pytest

from forum.accounts.web import browser_name, initials


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0",
            "Firefox on Linux",
        ),
        (
            "Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 Chrome/150.0 Mobile Safari/537.36",
            "Chrome on Android",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0) AppleWebKit/605.1 Version/19.0 Safari/604.1",
            "Safari on iPhone",
        ),
        ("", "A browser"),
        ("<script>", "A browser"),
    ],
)
def test_browser_is_named_in_words_its_owner_knows(user_agent, name):
    assert browser_name(user_agent) == name


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Ada Nwosu", "AN"), ("Łucja", "Ł"), ("Ada de la Cruz", "AC"), ("(?)", "("), ("", "?")],
)
def test_initials_are_first_letters_of_the_first_and_last_word(name, letters):
    assert initials(name) == letters

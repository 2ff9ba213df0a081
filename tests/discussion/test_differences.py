"""How two versions of a post differ."""

from forum.discussion.differences import Change, differences


def test_changed_words_are_shown_within_their_line() -> None:
    changes = list(differences("We met on Monday.", "We met on Tuesday."))
    assert changes == [
        Change("same", "We met on "),
        Change("removed", "Monday"),
        Change("added", "Tuesday"),
        Change("same", "."),
    ]


def test_lines_with_little_in_common_are_shown_one_after_the_other() -> None:
    before, after = "Somebody asked us to wait for them.", "The hearing was moved, again"
    assert list(differences(before, after)) == [Change("removed", before), Change("added", after)]

"""Previews: what is shown, and what is named as unknown."""

from forum import Forum
from forum.accounts.values import Level
from forum.discussion.queries.previews import preview_of
from forum.discussion.writing import write
from tests.builders.accounts import make_group, make_member, make_person, person
from tests.builders.discussion import make_category, make_thread


def test_known_names_are_no_cause_for_a_note(app: Forum) -> None:
    category, anna = make_category("Strategies"), make_person("anna")
    thread = make_thread(category, anna, tags=("wages",))
    text = f"@anna, see #strategies, #wages and /t/{thread.id}."
    preview = preview_of(write(text), anna, thread, tags=["wages"])
    assert preview.notes == ()
    assert 'href="/u/anna"' in preview.html
    assert f'href="/c/strategies/{category.id}"' in preview.html
    assert 'href="/tag/wages"' in preview.html


def test_unknown_names_are_named(app: Forum) -> None:
    anna = make_person("anna")
    text = "@nobody and @No.One say #nothing, #nowhere::tag [x](/t/999)"
    assert preview_of(write(text), anna, tags=["brand-new"]).notes == (
        "Nobody here is called @nobody, @No.One.",
        "There is no category or tag #nothing, #nowhere that you can see.",
        "You link to a thread that you cannot open.",
        "You begin a new tag: brand-new.",
    )


def test_many_unknown_names_are_counted(app: Forum) -> None:
    text = " ".join(f"@nobody{number}" for number in range(8))
    (note,) = preview_of(write(text), make_person("anna")).notes
    assert note.endswith("@nobody4 and 3 more.")


def test_what_the_writer_may_not_see_is_as_unknown_as_what_is_not_there(app: Forum) -> None:
    insider, outsider = make_member("insider"), make_person("outsider")
    category = make_category("Closed room", levels={make_group("Circle", insider): Level.START})
    thread = make_thread(category, person(insider), tags=("hush",))
    text = (
        f"#closed-room #hush [quote=insider, post:1, topic:{thread.id}]\nx\n[/quote] /t/{thread.id}"
    )
    seen = preview_of(write(text), outsider, tags=["hush"])
    nothing = text.replace("closed-room", "no-such-room").replace("hush", "no-such-tag")
    other = preview_of(write(nothing.replace(str(thread.id), "987654")), outsider, tags=["new"])
    assert "Closed" not in seen.html
    assert [note.split(" ")[:3] for note in seen.notes] == [
        note.split(" ")[:3] for note in other.notes
    ]
    assert preview_of(write(text), person(insider), tags=["hush"]).notes == ()

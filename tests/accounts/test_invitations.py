"""Inviting people, and accepting an invitation."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from forum.accounts.events import InvitationSent, MemberJoined
from forum.accounts.models import Invitation, Member
from forum.accounts.operations.invitations import (
    ask_for_new_invitation,
    invite,
    resend_invitation,
    withdraw_invitation,
)
from forum.accounts.queries import pending_invitations
from forum.accounts.values import VISITOR, Role
from forum.kernel.clock import now
from forum.kernel.db import db, unit_of_work
from forum.kernel.errors import Conflict, Invalid, NotFound
from forum.kernel.secrets import hash_of
from tests.builders.accounts import make_member, make_person, person, sign_in_as
from tests.builders.events import heard
from tests.builders.mail import letters, link_in
from tests.builders.pages import plain
from tests.builders.passwords import is_signed_in

PASSWORD = "seven quiet harbours"
LATE = timedelta(days=14, seconds=1)


@pytest.fixture
def fay(app):
    return make_member("fay", role=Role.FACILITATOR, name="Fay Nomura")


def invited(by, email="", note=""):
    with unit_of_work():
        return invite(email=email, note=note, by=by)


def accept(client, secret, **changes):
    data = {"handle": "newt", "name": "Newt Okafor", "password": PASSWORD, "email": ""} | changes
    return client.post(f"/invites/{secret}", data=data)


def test_invitation_goes_by_letter(fay):
    with heard(InvitationSent) as seen:
        result = invited(person(fay), "newt@example.org", "We met in the reading group.")
    (letter,) = letters("newt@example.org")
    assert link_in(letter) == f"/invites/{result.secret}"
    assert "We met in the reading group." in letter.text
    assert "Fay Nomura" in letter.subject
    assert seen == [InvitationSent(invitation_id=result.invitation.id, by_id=fay.id)]


def test_only_a_hash_of_the_secret_is_kept(fay):
    result = invited(person(fay))
    assert result.invitation.token_hash == hash_of(result.secret)


def test_members_and_visitors_do_not_invite(app):
    for by in (make_person(), VISITOR):
        with pytest.raises(NotFound):
            invited(by)


def test_invitee_sees_who_invites_and_joins(client, fay):
    result = invited(person(fay), "newt@example.org", "Your work on <eviction> matters.")
    page = client.get(f"/invites/{result.secret}")
    assert "Fay Nomura" in page.text
    assert "Your work on &lt;eviction&gt; matters." in page.text
    with heard(MemberJoined) as seen:
        answer = accept(client, result.secret)
    assert answer.location == "/"
    assert is_signed_in(client)
    member = db.session.scalars(select(Member).where(Member.handle == "newt")).one()
    assert (member.email, member.role) == ("newt@example.org", Role.MEMBER)
    assert seen == [
        MemberJoined(member_id=member.id, by_id=fay.id, invitation_id=result.invitation.id)
    ]


def test_invitation_works_once(client, app, fay):
    secret = invited(person(fay)).secret
    accept(client, secret)
    other = app.test_client()
    assert other.get(f"/invites/{secret}").status_code == 404
    assert accept(other, secret, handle="second").status_code == 404


def test_used_withdrawn_and_unknown_invitations_look_alike(client, app, fay):
    used, withdrawn = invited(person(fay)), invited(person(fay))
    accept(app.test_client(), used.secret)
    with unit_of_work():
        withdraw_invitation(db.session.get(Invitation, withdrawn.invitation.id), by=person(fay))
    pages = {
        (answer.status_code, plain(answer.text))
        for answer in map(
            client.get, (f"/invites/{s}" for s in (used.secret, withdrawn.secret, "x"))
        )
    }
    assert len(pages) == 1
    assert accept(client, withdrawn.secret).status_code == 404


def test_expired_invitation_says_so_and_asks_for_a_new_one(client, fay, time_machine):
    result = invited(person(fay), "newt@example.org")
    time_machine.move_to(now() + LATE)
    page = client.get(f"/invites/{result.secret}")
    assert page.status_code == 410
    assert "has expired" in page.text
    assert accept(client, result.secret).status_code == 410
    assert client.post(f"/invites/{result.secret}/ask").status_code == 200
    (letter,) = letters("fay@example.org")
    assert "newt@example.org" in letter.text
    sign_in_as(client, fay)
    assert "asks for a new one" in client.get("/invites").text


def test_inviter_is_told_once_that_somebody_asks_again(fay, time_machine):
    result = invited(person(fay))
    time_machine.move_to(now() + LATE)
    with unit_of_work():
        assert ask_for_new_invitation(result.invitation)
        assert not ask_for_new_invitation(result.invitation)
    assert len(letters("fay@example.org")) == 1


def test_nobody_asks_again_while_the_invitation_holds(client, fay):
    assert client.post(f"/invites/{invited(person(fay)).secret}/ask").status_code == 404
    assert client.post("/invites/unknown/ask").status_code == 404
    assert letters() == []


def test_invitation_that_is_sent_again_has_another_secret(client, fay, time_machine):
    first = invited(person(fay), "newt@example.org")
    time_machine.move_to(now() + LATE)
    with unit_of_work():
        again = resend_invitation(db.session.get(Invitation, first.invitation.id), by=person(fay))
    assert client.get(f"/invites/{first.secret}").status_code == 404
    assert client.get(f"/invites/{again.secret}").status_code == 200
    assert link_in(letters("newt@example.org")[-1]) == f"/invites/{again.secret}"


def test_accepted_invitation_is_neither_resent_nor_withdrawn(client, fay):
    result = invited(person(fay))
    accept(client, result.secret)
    row = db.session.get(Invitation, result.invitation.id)
    for act in (resend_invitation, withdraw_invitation):
        with pytest.raises(Conflict), unit_of_work():
            act(row, by=person(fay))


def test_member_who_is_invited_again_is_told_and_the_inviter_is_not(client, fay):
    make_member("eve")
    sign_in_as(client, fay)
    known = client.post("/invites", data={"email": "eve@example.org", "note": ""})
    unknown = client.post("/invites", data={"email": "newt@example.org", "note": ""})
    assert (known.status_code, known.location) == (unknown.status_code, unknown.location)
    (letter,) = letters("eve@example.org")
    assert "member there already" in letter.text
    assert "/invites/" not in letter.text
    lines = pending_invitations(by=person(fay))
    assert {line.invitation.email for line in lines} == {"eve@example.org", "newt@example.org"}


def test_second_invitation_to_an_address_is_refused(fay):
    invited(person(fay), "newt@example.org")
    with pytest.raises(Invalid, match="invited already"):
        invited(person(fay), "Newt@Example.org")


def test_link_is_shown_once(client, fay):
    sign_in_as(client, fay)
    page = client.post("/invites", data={"email": "", "note": ""})
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store"
    link = page.text.partition('value="http://localhost')[2].partition('"')[0]
    assert client.get(link).status_code == 200
    assert link.rpartition("/")[2] not in client.get("/invites").text


def test_pending_invitations_are_withdrawn_and_resent_from_the_page(client, fay):
    row = invited(person(fay), "newt@example.org").invitation
    sign_in_as(client, fay)
    assert "newt@example.org" in client.get("/invites").text
    assert client.post(f"/invites/{row.id}/resend").location == "/invites"
    assert client.post(f"/invites/{row.id}/withdraw").location == "/invites"
    client.get("/invites")
    assert "newt@example.org" not in client.get("/invites").text
    assert client.post("/invites/999999/withdraw").status_code == 404
    assert client.post(f"/invites/{2**40}/resend").status_code == 404


def test_old_page_says_what_became_of_an_invitation(client, app, fay):
    used, withdrawn = invited(person(fay)), invited(person(fay))
    accept(app.test_client(), used.secret)
    sign_in_as(client, fay)
    client.post(f"/invites/{withdrawn.invitation.id}/withdraw")
    for act in ("resend", "withdraw"):
        for gone, sentence in ((used, "by this invitation"), (withdrawn, "withdrawn already")):
            answer = client.post(f"/invites/{gone.invitation.id}/{act}", follow_redirects=True)
            assert (answer.status_code, answer.request.path) == (200, "/invites")
            assert sentence in answer.text


def test_members_act_on_no_invitation(client, fay):
    row = invited(person(fay)).invitation
    sign_in_as(client, make_member("ada"))
    assert client.post("/invites", data={"email": "", "note": ""}).status_code == 404
    assert client.post(f"/invites/{row.id}/resend").status_code == 404
    assert client.post(f"/invites/{row.id}/withdraw").status_code == 404


def test_address_typed_with_a_link_must_be_confirmed(client, fay):
    accept(client, invited(person(fay)).secret, email="newt@example.org")
    member = db.session.scalars(select(Member).where(Member.handle == "newt")).one()
    assert member.email is None
    client.post(link_in(letters("newt@example.org")[0]))
    db.session.expire_all()
    assert member.email == "newt@example.org"


def test_address_of_somebody_else_is_not_told_apart(client, app, fay):
    make_member("eve")
    first = accept(client, invited(person(fay)).secret, email="eve@example.org")
    second = accept(
        app.test_client(), invited(person(fay)).secret, handle="two", email="free@example.org"
    )
    assert (first.status_code, first.location) == (second.status_code, second.location)
    assert "belongs to an account already" in letters("eve@example.org")[0].text


def test_invitee_who_is_a_member_meanwhile_is_told_to_sign_in(client, fay):
    result = invited(person(fay), "eve@example.org")
    make_member("eve")
    answer = accept(client, result.secret)
    assert answer.status_code == 422
    assert "member already" in answer.text


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("handle", "", "choose a handle"),
        ("handle", "fay", "is taken"),
        ("handle", "ＦＡＹ", "is taken"),
        ("handle", "f", "3 to 30"),
        ("handle", "new\u202et", "direction"),
        ("handle", "n\x00ewt", "NUL"),
        ("handle", "x" * 70_000, "too long"),
        ("name", "", "your name"),
        ("name", "\u200b", "cannot be seen"),
        ("name", "Newt \u202eAda", "direction"),
        ("name", "x" * 70_000, "too long"),
        ("email", "nonsense", "e-mail address like"),
        ("password", "", "choose a password"),
        ("password", "short", "at least 10"),
        ("password", "Newt Okafor", "everybody knows"),
    ],
)
def test_wrong_field_is_named_and_the_rest_is_kept(client, fay, field, value, sentence):
    secret = invited(person(fay)).secret
    answer = accept(client, secret, **{field: value})
    assert answer.status_code == 422
    assert f'id="{field}-errors"' in answer.text
    kept = {"handle": "newt", "name": "Newt Okafor"}
    kept.pop(field, None)
    for text in kept.values():
        assert f'value="{text}"' in answer.text
    assert PASSWORD not in answer.text
    assert db.session.scalars(select(Member).where(Member.handle_key == "newt")).all() == []
    assert accept(client, secret).status_code == 303


def test_all_wrong_fields_are_named_at_once(client, fay):
    answer = accept(client, invited(person(fay)).secret, handle="!", name=" ", password="x")
    for field in ("handle", "name", "password"):
        assert f'id="{field}-errors"' in answer.text


def test_signed_in_member_does_not_use_the_invitation_up(client, fay):
    secret = invited(person(fay)).secret
    sign_in_as(client, fay)
    assert "You are signed in as Fay Nomura" in client.get(f"/invites/{secret}").text
    assert accept(client, secret).status_code == 422
    assert db.session.scalars(select(Invitation)).one().accepted_at is None


def test_guessing_invitations_is_limited(client, fay):
    for number in range(30):
        accept(client, f"guess{number}")
    assert accept(client, invited(person(fay)).secret).status_code == 429


def test_password_can_be_shown_while_it_is_typed(client, fay):
    secret = invited(person(fay)).secret
    assert 'type="password"' in client.get(f"/invites/{secret}").text
    shown = client.get(f"/invites/{secret}?visible=1").text
    assert 'type="password"' not in shown


def test_note_that_is_too_long_is_refused_and_kept(client, fay):
    sign_in_as(client, fay)
    answer = client.post("/invites", data={"email": "newt@example.org", "note": "word " * 500})
    assert answer.status_code == 422
    assert 'id="note-errors"' in answer.text
    assert 'value="newt@example.org"' in answer.text
    assert letters() == []


def test_inviting_known_and_unknown_addresses_is_the_same_work(client, app, statements):
    sign_in_as(client, make_member("fay", role=Role.FACILITATOR))
    make_member("ada")

    def run(email):
        statements.clear()
        answer = client.post("/invites", data={"email": email, "note": ""})
        count = len(statements)
        page = client.get(answer.location).text.replace(email, "…")
        with unit_of_work():
            db.session.query(Invitation).delete()
        return answer.status_code, answer.location, plain(page).count("<li"), count

    run("first@example.org")
    assert run("ada@example.org") == run("nobody@example.org")
    assert len(letters()) == 3

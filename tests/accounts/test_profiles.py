"""Members' pages, what they tell about themselves, and their pictures."""

import io

import pytest
from markupsafe import Markup
from sqlalchemy import select

from forum.accounts.models import Member, Organisation
from forum.accounts.operations.members import deactivate_member
from forum.accounts.operations.organisations import name_organisation
from forum.accounts.slots import on_profile
from forum.accounts.values import SYSTEM, Role, Standing
from forum.kernel.db import db, unit_of_work
from forum.kernel.outbox import work_off
from forum.kernel.storage import storage
from tests.builders.accounts import make_member, sign_in_as
from tests.builders.pictures import make_picture

WHOLE = {
    "name": "Ada Nwosu",
    "pronouns": "she/they",
    "jurisdictions": "Belgium, Council of Europe,  Belgium",
    "languages": "English, Français",
    "ask_me_about": "Strip searches\nand how to stop them",
    "bio": "I **litigate** and ask @eve, @nobody.",
    "new_organisation": "",
}


@pytest.fixture
def ada(client):
    member = make_member("ada", name="Ada")
    sign_in_as(client, member)
    return member


def save(client, **changes):
    return client.post("/u/ada/edit", data=WHOLE | changes)


def again(member):
    db.session.expire_all()
    return db.session.get(Member, member.id)


def test_profile_tells_what_the_member_tells(client, ada):
    make_member("eve", name="Eve Lindqvist")
    assert save(client).location == "/u/ada"
    page = client.get("/u/ada").text
    for text in (
        "Ada Nwosu",
        "she/they",
        "Belgium, Council of Europe",
        "Français",
        "Strip searches",
    ):
        assert text in page
    assert "<strong>litigate</strong>" in page
    assert 'href="/u/eve"' in page
    assert "Eve Lindqvist" in page
    assert 'href="/u/nobody"' not in page
    assert "data-handle" not in page


def test_form_shows_what_was_saved(client, ada):
    save(client)
    page = client.get("/u/ada/edit").text
    assert 'value="Belgium, Council of Europe"' in page
    assert "I **litigate** and ask @eve, @nobody." in page


def test_handle_in_the_address_is_folded(client, ada):
    assert client.get("/u/ADA").status_code == 200


def test_member_joins_a_listed_organisation_and_names_a_new_one(client, ada):
    with unit_of_work():
        listed = name_organisation("Common Bench", by=SYSTEM).id
    save(client, organisations=[str(listed)], new_organisation="  Night Shift  Clinic ")
    assert [row.name for row in again(ada).organisations] == ["Common Bench", "Night Shift Clinic"]
    assert "Common Bench, Night Shift Clinic" in client.get("/u/ada").text
    save(client)
    assert again(ada).organisations == []


def test_naming_a_listed_organisation_joins_it(client, ada):
    with unit_of_work():
        name_organisation("Common Bench", by=SYSTEM)
    save(client, new_organisation="COMMON  bench")
    assert [row.name for row in again(ada).organisations] == ["Common Bench"]
    assert len(db.session.scalars(select(Organisation)).all()) == 1


def test_unknown_organisations_are_left_out(client, ada):
    save(client, organisations=["999", str(2**70), "0"])
    assert again(ada).organisations == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "Ada \u202e"),
        ("name", "x" * 70_000),
        ("pronouns", "x" * 61),
        ("jurisdictions", ",".join(f"Land {number}" for number in range(21))),
        ("languages", "x" * 100),
        ("languages", "x\x00"),
        ("ask_me_about", "x" * 501),
        ("bio", "x" * 5001),
        ("bio", "a\x00b"),
        ("bio", "[" * 4999),
        ("new_organisation", "x" * 121),
        ("new_organisation", "A \u2066 B"),
        ("organisations", "many"),
    ],
)
def test_wrong_field_is_named_and_nothing_is_lost(client, ada, field, value):
    answer = save(client, **{field: value})
    assert answer.status_code == 422
    assert 'class="errors"' in answer.text
    if field != "ask_me_about":
        assert "Strip searches" in answer.text
    assert again(ada).name == "Ada"
    assert again(ada).pronouns == ""


def test_script_in_a_bio_does_nothing(client, ada):
    save(
        client, bio="<script>alert(1)</script><img src=x onerror=alert(2)> [x](javascript:alert(3))"
    )
    page = client.get("/u/ada").text
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "javascript:alert" not in page


def test_nobody_edits_the_profile_of_another(client, ada):
    make_member("eve")
    assert client.get("/u/eve/edit").status_code == 403
    assert client.post("/u/eve/edit", data=WHOLE).status_code == 403
    assert client.post("/u/eve/picture/remove").status_code == 403
    data = {"picture": (io.BytesIO(make_picture()), "me.png")}
    assert client.post("/u/eve/picture", data=data).status_code == 403


def test_profile_of_who_left_says_so(client, ada):
    eve = make_member("eve")
    with unit_of_work():
        deactivate_member(eve, by=SYSTEM, because="Not for others to read.")
    page = client.get("/u/eve").text
    assert "not active any more" in page
    assert "Not for others" not in page


def test_profile_of_an_imported_author_says_where_they_wrote(client, ada):
    eve = make_member("eve")
    with unit_of_work():
        eve.standing, eve.source = Standing.PLACEHOLDER, "the old list"
        eve.source_address = "eve@old.example"
    page = client.get("/u/eve").text
    assert "Wrote in the old list" in page
    assert "eve@old.example" not in page


def test_address_is_shown_to_nobody_but_hosts(client, app, ada):
    make_member("eve")
    assert "eve@example.org" not in client.get("/u/eve").text
    assert "eve@example.org" not in client.get("/u").text
    host = sign_in_as(app.test_client(), make_member("hana", role=Role.HOST))
    assert "eve@example.org" not in host.get("/u/eve").text
    assert "eve@example.org" in host.get("/admin/members/eve").text


def test_other_packages_add_their_part(client, ada, monkeypatch):
    monkeypatch.setattr(on_profile, "_filled", [])
    on_profile.fill(
        lambda person, member: Markup("<p>{} for {}</p>").format(member.name, person.name)
    )
    assert "<p>Ada for Ada</p>" in client.get("/u/ada").text


def send(client, data, name="me.png"):
    return client.post("/u/ada/picture", data={"picture": (io.BytesIO(data), name)})


def test_picture_is_shown_to_members_only_and_kept_by_their_browsers(client, app, ada):
    assert send(client, make_picture("JPEG")).location == "/u/ada/edit"
    address = f"/pictures/{ada.id}/{again(ada).picture[-8:]}"
    assert address in client.get("/u/ada").text
    answer = client.get(address)
    assert answer.mimetype == "image/webp"
    assert answer.headers["Cache-Control"].startswith("private")
    assert app.test_client().get(address).location == "/login"


def test_picture_has_no_other_address(client, ada):
    send(client, make_picture())
    for address in (
        f"/pictures/{ada.id}/00000000",
        "/pictures/999/00000000",
        f"/pictures/{2**40}/x",
    ):
        assert client.get(address).status_code == 404


def test_former_picture_is_removed(client, ada):
    send(client, make_picture())
    first = again(ada).picture
    send(client, make_picture("GIF", mode="P"))
    client.post("/u/ada/picture/remove")
    assert again(ada).picture is None
    assert storage().get(first)
    work_off(["accounts.remove_picture"])
    with pytest.raises(FileNotFoundError):
        storage().get(first)
    assert 'class="picture initials' in client.get("/u/ada").text


@pytest.mark.parametrize("data", [b"", b"no picture", make_picture("BMP")])
def test_wrong_picture_is_refused_with_the_form(client, ada, data):
    answer = send(client, data)
    assert answer.status_code == 422
    assert 'id="picture-errors"' in answer.text
    assert 'value="Ada"' in answer.text


def test_missing_picture_is_asked_for(client, ada):
    assert client.post("/u/ada/picture").status_code == 422


def test_picture_that_was_lost_is_missing(client, ada):
    send(client, make_picture())
    storage().delete(again(ada).picture)
    assert client.get(f"/pictures/{ada.id}/{again(ada).picture[-8:]}").status_code == 404

"""The story of one account, from the invitation to the end."""

from forum.accounts.values import Role
from forum.kernel.outbox import work_off
from tests.builders.mail import letters, link_in
from tests.builders.passwords import (
    PASSWORD,
    is_signed_in,
    make_member_with_password,
    type_password,
)


def test_newt_is_invited_joins_forgets_moves_and_is_deactivated(app):
    make_member_with_password("fay", role=Role.FACILITATOR)
    make_member_with_password("hana", role=Role.HOST)
    fay, hana, newt = (app.test_client() for _ in range(3))

    type_password(fay, "fay")
    fay.post("/invites", data={"email": "newt@example.org", "note": "Come and read with us."})
    invitation = link_in(letters("newt@example.org")[0])

    assert "Come and read with us." in newt.get(invitation).text
    answer = newt.post(
        invitation,
        data={"handle": "newt", "name": "Newt Okafor", "password": "three long words"},
    )
    assert answer.status_code == 303
    assert "Newt Okafor" in newt.get("/u/newt").text
    newt.post("/logout")
    assert newt.get("/u/newt").location == "/login"
    assert type_password(newt, "newt@example.org", "three long words").location == "/u/newt"

    newt.post("/logout")
    newt.post("/password-reset", data={"login": "newt"})
    work_off(["accounts.password_reset"])
    newt.post(link_in(letters("newt@example.org")[1]), data={"password": PASSWORD})
    assert type_password(newt, "newt", "three long words").status_code == 422
    assert type_password(newt, "newt", PASSWORD).status_code == 303

    newt.post(
        "/preferences/email", data={"email": "okafor@example.org", "current_password": PASSWORD}
    )
    newt.post(link_in(letters("okafor@example.org")[0]))
    assert "okafor@example.org" in newt.get("/preferences").text
    newt.post("/logout")
    assert type_password(newt, "newt@example.org").status_code == 422
    assert type_password(newt, "okafor@example.org").status_code == 303

    type_password(hana, "hana")
    hana.post("/admin/members/newt/deactivate", data={"because": "The project has ended."})
    assert not is_signed_in(newt)
    assert "not active" in type_password(newt, "newt").text
    assert "not active any more" in fay.get("/u/newt").text

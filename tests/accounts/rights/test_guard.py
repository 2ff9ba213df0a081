"""Coming in by a provider while leaving."""

from types import SimpleNamespace

from flask import session

from forum.accounts.holdings import Leaving
from forum.accounts.openid.operations import put_identity
from forum.accounts.openid.values import Identified
from forum.accounts.openid.views import _sign_in
from forum.accounts.rights.operations.erasures import ask_to_leave
from forum.kernel.db import unit_of_work
from tests.builders.accounts import make_member, person


def test_who_is_leaving_comes_in_by_a_provider_to_stop_it(app):
    member = make_member("goinghome")
    found = Identified("https://provider.example.net", "subject-1")
    with unit_of_work():
        put_identity(member, found)
        ask_to_leave(
            member, Leaving.FORMER, typed_handle="goinghome", at_once=False, by=person(member)
        )
    with app.test_request_context(), unit_of_work():
        answer = _sign_in(SimpleNamespace(keep=False), found)
        assert answer.status_code == 303
        assert session["_user_id"]

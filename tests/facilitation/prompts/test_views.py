from datetime import timedelta
from types import SimpleNamespace

import pytest
from flask.testing import FlaskClient

from forum import Forum
from forum.facilitation.prompts.models import Prompt, QuietDays
from forum.kernel.clock import now
from forum.kernel.db import db
from tests.builders.accounts import make_member, sign_in_as
from tests.builders.discussion import make_category, make_facilitator_of


@pytest.fixture
def scene(app: Forum) -> SimpleNamespace:
    category = make_category("Strategies")
    people = {name: make_member(name) for name in ("fay", "gil", "ann")}
    for name in ("fay", "gil"):
        make_facilitator_of(category, people[name].id)
    return SimpleNamespace(**people, category=category)


def form_of(scene, **other: object) -> dict[str, object]:
    day = (now() + timedelta(days=3)).date().isoformat()
    typed = {"category": scene.category.id, "title": "Week {week}", "body": "What *now*?"}
    return {**typed, "every": "weeks", "weeks": "2", "first_on": day, "clock": "09:30", **other}


def test_a_prompt_is_planned_previewed_held_and_let_go(client: FlaskClient, scene) -> None:
    sign_in_as(client, scene.fay)
    assert "Nothing is planned" in client.get("/prompts").text
    planned = client.post("/prompts/new", data=form_of(scene, checker="@gil"))
    prompt = db.session.query(Prompt).one()
    assert (planned.status_code, planned.location) == (303, f"/prompts/{prompt.id}")
    sign_in_as(client, scene.gil)
    assert f"/prompts/{prompt.id}" in client.get("/for-you").text
    page = client.get(planned.location).text
    assert "What <em>now</em>?" in page
    assert "every 2 weeks" in page
    assert client.get(f"{planned.location}/edit").status_code == 403
    assert client.post(f"{planned.location}/hold", data={"because": " "}).status_code == 422
    assert client.post(f"{planned.location}/hold", data={"because": "Too soon."}).status_code == 303
    assert "Too soon." in client.get(planned.location).text
    assert client.post(f"{planned.location}/let-go").status_code == 303
    assert client.post(f"{planned.location}/look").status_code == 303
    assert f"/prompts/{prompt.id}" not in client.get("/for-you").text
    sign_in_as(client, scene.fay)
    assert client.post(f"{planned.location}/look").status_code == 403
    changed = form_of(scene, title="Other", every="once")
    assert client.post(f"{planned.location}/edit", data=changed).status_code == 303
    assert "Other" in client.get("/prompts").text
    assert client.post(f"{planned.location}/stop").status_code == 303
    assert "Stopped" in client.get(planned.location).text
    late = client.post(f"{planned.location}/hold", data={"because": "From an old page."})
    assert (late.status_code, prompt.held_by_id) == (422, None)
    assert "does not go out any more" in late.text
    assert client.post(f"{planned.location}/let-go").status_code == 403


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("first_on", "", "Please choose the first day."),
        ("first_on", "2020-01-01", "Please choose a first day from today on,"),
        ("clock", "noon", "Please write a time like"),
        ("weeks", "0", "Please choose from 1 to"),
        ("weeks", "99", "Please choose from 1 to"),
        ("every", "never", "Please choose one of these."),
        ("checker", "@ann", "does not look after this category"),
        ("checker", "@fay", "Somebody else looks at it"),
        ("checker", "@nobody", "Nobody here is called"),
        ("title", "", ""),
        ("body", "", ""),
    ],
)
def test_a_wrong_plan_keeps_what_was_typed(
    client: FlaskClient, scene, field: str, value: str, sentence: str
) -> None:
    sign_in_as(client, scene.fay)
    typed = form_of(scene, **{field: value})
    answer = client.post("/prompts/new", data=typed)
    assert answer.status_code == 422
    assert sentence in answer.text
    if field != "body":
        assert "What *now*?" in answer.text
    assert db.session.query(Prompt).count() == 0


def test_quiet_days_are_noted_and_removed(client: FlaskClient, scene) -> None:
    sign_in_as(client, scene.fay)
    day = (now() + timedelta(days=5)).date().isoformat()
    wrong = client.post("/prompts/quiet", data={"first_day": "", "words": "Winter break"})
    assert (wrong.status_code, "Winter break" in wrong.text) == (422, True)
    noted = client.post("/prompts/quiet", data={"first_day": day, "words": "Winter break"})
    assert noted.status_code == 303
    one = db.session.query(QuietDays).one()
    assert "Winter break" in client.get("/prompts").text
    assert client.post(f"/prompts/quiet/{one.id}/remove").status_code == 303
    sign_in_as(client, scene.ann)
    for address in ("/prompts", "/prompts/new"):
        assert client.get(address).status_code == 404
    assert "Planned threads" not in client.get("/latest").text

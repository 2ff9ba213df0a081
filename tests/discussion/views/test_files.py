"""Files as browsers send and fetch them."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from forum import Forum
from forum.accounts.sanctions.operations.sanctions import silence_member
from forum.accounts.values import Level, Role
from forum.admin.checks import run_checks
from forum.discussion.listeners.members import sweep_storage
from forum.discussion.models import File, FileCopy, Post, PostFile, Thread
from forum.discussion.operations.posts import withdraw_post
from forum.discussion.queries.threads import get_post, get_thread
from forum.kernel import examining
from forum.kernel.clock import now
from forum.kernel.db import db, unit_of_work
from forum.kernel.limits import limiter
from forum.kernel.outbox import work_off
from forum.kernel.storage import open_storage, storage
from tests.builders.accounts import make_group, make_member, person, sign_in_as
from tests.builders.discussion import make_category, make_reply, make_thread
from tests.builders.files import image_in_text, make_file, make_file_beside, make_office
from tests.builders.pictures import make_picture

FULL = "Your files take all of the"


@pytest.fixture
def thread(app: Forum) -> Thread:
    """Return a thread in a category that Insiders see: ada and ben."""
    ada, ben = make_member("ada"), make_member("ben")
    make_member("eve")
    inside = make_category("Inside", levels={make_group("Insiders", ada, ben): Level.START})
    return make_thread(inside, person(ada), title="Matter")


def member(handle: str) -> "object":
    from forum.accounts.models import Member  # noqa: PLC0415

    return db.session.scalar(select(Member).where(Member.handle == handle))


def browser(app: Forum, handle: str) -> FlaskClient:
    return sign_in_as(app.test_client(), member(handle))


def upload(client: FlaskClient, data: bytes, name: str) -> tuple[int, dict[str, object]]:
    head = f'--b\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    whole = head.encode() + data + b"\r\n--b--\r\n"
    answer = client.post("/uploads", data=whole, content_type="multipart/form-data; boundary=b")
    return answer.status_code, json.loads(answer.text)


def test_file_that_the_storage_has_lost_is_not_there(app: Forum, thread: Thread) -> None:
    post = make_reply(thread, person(member("ada")))
    file = make_file_beside(post)
    address = f"/uploads/{file.id}/a.txt"
    client = browser(app, "ada")
    kept = client.get(address)
    assert (kept.status_code, kept.data) == (200, b"words")
    assert kept.headers["Content-Disposition"].startswith("attachment")
    assert client.get(f"/files/{file.id}/a.txt").data == b"words"
    storage().delete(file.key)
    assert client.get(address).status_code == 404


def test_file_is_its_senders_until_a_post_holds_it(app: Forum, thread: Thread) -> None:
    ada, ben, eve = (browser(app, name) for name in ("ada", "ben", "eve"))
    status, sent = upload(ada, make_picture("JPEG", size=(1500, 900)), "Street.jpg")
    assert status == 201
    assert sent["text"] == f"![](/uploads/{sent['id']}/Street.jpg)"
    addresses = [f"/uploads/{sent['id']}/{rest}" for rest in ("x.jpg", "690/x.webp", "1380/x.webp")]
    for address in addresses:
        assert [c.get(address).status_code for c in (ada, ben, eve)] == [200, 404, 404]
    body = f"See ![the street](/uploads/{sent['id']}/Street.jpg)"
    assert ada.post(f"/t/{thread.id}/reply", data={"body": body}).status_code == 303
    nowhere = eve.get("/uploads/99999/x.jpg")
    for address in addresses:
        assert [c.get(address).status_code for c in (ada, ben)] == [200, 200]
        hidden = eve.get(address)
        assert (hidden.status_code, hidden.data) == (404, nowhere.data)
    page = ben.get(f"/t/{thread.slug}/{thread.id}").text
    assert f'src="/uploads/{sent["id"]}/690/Street.webp"' in page
    assert 'alt="the street"' in page


def test_file_of_several_posts_is_for_readers_of_any(app: Forum, thread: Thread) -> None:
    ada = person(member("ada"))
    file = make_file(ada)
    make_reply(thread, ada, f"Inside: {image_in_text(file)}")
    eve = browser(app, "eve")
    assert eve.get(f"/uploads/{file.id}/x").status_code == 404
    open_thread = make_thread(make_category("Open"), person(member("ben")))
    post = make_reply(open_thread, person(member("ada")), f"For all: {image_in_text(file)}")
    assert eve.get(f"/uploads/{file.id}/x").status_code == 200
    by = person(member("ada"))
    with unit_of_work():
        withdraw_post(get_thread(open_thread.id, by=by), get_post(post.id, by=by), by=by)
    assert eve.get(f"/uploads/{file.id}/x").status_code == 404


def test_quoting_anothers_image_shows_it_to_nobody_new(app: Forum, thread: Thread) -> None:
    file = make_file(person(member("ada")))
    make_reply(thread, person(member("ada")), f"Inside: {image_in_text(file, 'a plan')}")
    elsewhere = make_thread(make_category("Open"), person(member("ben")))
    make_reply(elsewhere, person(member("ben")), f"She showed {image_in_text(file, 'a plan')}")
    address = f"/t/{elsewhere.slug}/{elsewhere.id}"
    assert f"/uploads/{file.id}/" in browser(app, "ben").get(address).text
    page = browser(app, "eve").get(address).text
    assert f"/uploads/{file.id}/" not in page
    assert '<span class="image is-closed">a plan</span>' in page


def test_withdrawn_posts_files_are_for_those_who_may_read_it(app: Forum, thread: Thread) -> None:
    ada = person(member("ada"))
    file = make_file(ada)
    post = make_reply(thread, ada, f"Oh: {image_in_text(file)}")
    with unit_of_work():
        withdraw_post(get_thread(thread.id, by=ada), get_post(post.id, by=ada), by=ada)
    codes = [browser(app, n).get(f"/uploads/{file.id}/x").status_code for n in ("ada", "ben")]
    assert codes == [200, 404]
    assert f"/uploads/{file.id}/" in browser(app, "ada").get(f"/p/{post.id}/text").text


def test_files_are_sent_so_that_nothing_runs(app: Forum, thread: Thread) -> None:
    client = browser(app, "ada")
    _, image = upload(client, make_picture(), "x.html")
    _, document = upload(client, make_office(), "evil.html")
    for sent, kind, disposition in (
        (image, "image/png", "inline; filename=x.png"),
        (document, "application/octet-stream", "attachment; filename=evil.docx"),
    ):
        answer = client.get(f"/uploads/{sent['id']}/page.html")
        assert answer.headers["Content-Type"] == kind
        assert answer.headers["Content-Disposition"] == disposition
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer.headers["Cache-Control"] == "private, no-cache"
        again = client.get(
            f"/uploads/{sent['id']}/x", headers={"If-None-Match": answer.headers["ETag"]}
        )
        assert (again.status_code, again.data) == (304, b"")


def test_browser_that_knows_a_file_is_asked_again_who_it_is(app: Forum, thread: Thread) -> None:
    ada = person(member("ada"))
    file = make_file(ada)
    make_reply(thread, ada, f"See {image_in_text(file)}")
    etag = browser(app, "ben").get(f"/uploads/{file.id}/x").headers["ETag"]
    asked = browser(app, "eve").get(f"/uploads/{file.id}/x", headers={"If-None-Match": etag})
    assert asked.status_code == 404


def test_copy_is_sent_without_looking_into_it(
    app: Forum, thread: Thread, monkeypatch: pytest.MonkeyPatch, statements: list[str]
) -> None:
    client = browser(app, "ada")
    _, sent = upload(client, make_picture("JPEG", size=(1500, 900)), "x.jpg")
    monkeypatch.setattr(examining.running, "_run", None)
    del statements[:]
    answer = client.get(f"/uploads/{sent['id']}/690/x.webp")
    assert answer.data[8:12] == b"WEBP"
    assert len(statements) == 2  # who it is, and the file


def test_document_says_who_wrote_it_to_its_sender_alone(app: Forum, thread: Thread) -> None:
    ada = browser(app, "ada")
    _, sent = upload(ada, make_office(), "Plan.docx")
    assert "Quill and Stone" in str(sent["item"])
    body = str(sent["text"])
    page = ada.post(f"/t/{thread.id}/reply", data={"body": body, "preview": "1"}).text
    assert "Quill and Stone" in page
    assert f'<a class="file" href="/uploads/{sent["id"]}/Plan.docx">Plan.docx</a>' in page
    others = browser(app, "ben").post(f"/t/{thread.id}/reply", data={"body": body, "preview": "1"})
    assert "Quill and Stone" not in others.text
    assert "a file that you cannot open" in others.text


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (b"", "empty.txt", "“empty.txt”: This file is empty."),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "x.svg", "SVG drawings"),
        (b"MZ" + bytes(50), "../../\u202ecalc.exe", "“calc.exe”: Files of this kind"),
        (make_office(**{"word__vbaProject.bin": b"x"}), "x.docm", "macros"),
        (b"x" * 10_000_001, "large.txt", "“large.txt” is too large: at most 10 MB."),
    ],
    ids=["empty", "svg", "program", "macros", "large"],
)
def test_what_is_not_taken_is_refused_in_a_sentence(
    app: Forum, thread: Thread, data: bytes, name: str, sentence: str
) -> None:
    status, answer = upload(browser(app, "ada"), data, name)
    assert status == 422
    assert sentence in str(answer["error"])
    assert db.session.scalar(select(File.id)) is None


def test_form_with_a_file_comes_back_with_it_and_then_is_posted(app: Forum, thread: Thread) -> None:
    ada = browser(app, "ada")
    address = f"/t/{thread.id}/reply"
    sent = {"body": "My words.", "files": (io.BytesIO(make_picture("JPEG")), "Street.jpg")}
    page = ada.post(address, data={**sent, "submit": "1"})
    assert page.status_code == 200
    [file] = db.session.scalars(select(File))
    text = f"My words.\n\n![](/uploads/{file.id}/Street.jpg)\n"
    assert text.strip() in page.text
    assert "There is no description yet." in page.text
    assert db.session.get(Thread, thread.id).post_count == 1
    posted = ada.post(address, data={"body": text, f"alt-{file.id}": "A street [in] March"})
    assert posted.status_code == 303
    post = db.session.scalars(select(Post).order_by(Post.id.desc())).first()
    assert post.raw == f"My words.\n\n![A street \\[in\\] March](/uploads/{file.id}/Street.jpg)\n"
    assert db.session.scalars(select(PostFile.post_id)).all() == [post.id]
    page = browser(app, "ben").get(f"/t/{thread.slug}/{thread.id}").text
    assert 'alt="A street [in] March"' in page


def test_attaching_needs_no_words_yet_and_no_title(app: Forum, thread: Thread) -> None:
    ada = browser(app, "ada")
    files = [(io.BytesIO(make_picture()), "a.png"), (io.BytesIO(make_office()), "b.docx")]
    page = ada.post("/new-topic", data={"body": "", "title": "", "attach": "1", "files": files})
    assert page.status_code == 200
    assert "has-errors" not in page.text
    ids = list(db.session.scalars(select(File.id).order_by(File.id)))
    assert f"![](/uploads/{ids[0]}/a.png)\n\n[b.docx](/uploads/{ids[1]}/b.docx)" in page.text


def test_one_bad_file_loses_neither_the_words_nor_the_good_one(app: Forum, thread: Thread) -> None:
    files = [(io.BytesIO(b"MZ\x90"), "bad.exe"), (io.BytesIO(make_picture()), "good.png")]
    page = browser(app, "ada").post(
        f"/t/{thread.id}/reply", data={"body": "My words.", "files": files, "submit": "1"}
    )
    assert page.status_code == 422
    assert "My words." in page.text
    assert "“bad.exe”: Files of this kind are not taken." in page.text
    [file] = db.session.scalars(select(File))
    assert f"![](/uploads/{file.id}/good.png)" in page.text


def test_removing_takes_a_file_out_of_the_text_and_away(app: Forum, thread: Thread) -> None:
    ada = browser(app, "ada")
    file = make_file(person(member("ada")))
    data = {"body": f"Words.\n\n{image_in_text(file)}", "remove": str(file.id)}
    page = ada.post(f"/t/{thread.id}/reply", data=data)
    assert page.status_code == 200
    assert "Words." in page.text
    assert "/uploads/" not in page.text.split("<textarea")[1].split("</textarea>")[0]
    assert db.session.get(File, file.id) is None
    other = make_file(person(member("ben")))
    ada.post(f"/t/{thread.id}/reply", data={"body": "x", "remove": str(other.id)})
    assert db.session.get(File, other.id)


def test_file_of_a_post_goes_when_the_edit_is_saved(app: Forum, thread: Thread) -> None:
    ada = browser(app, "ada")
    file = make_file(person(member("ada")))
    post = make_reply(thread, person(member("ada")), f"Words.\n\n{image_in_text(file)}")
    form = ada.get(f"/p/{post.id}/edit").text
    assert f'name="alt-{file.id}"' in form
    address, body = f"/p/{post.id}/edit", f"Words.\n\n{image_in_text(file)}"
    ada.post(address, data={"body": body, "version": "1", "remove": str(file.id)})
    assert db.session.get(File, file.id)
    assert ada.post(address, data={"body": "Words.", "version": "1"}).status_code == 303
    assert db.session.get(File, file.id) is None
    assert ada.get(f"/uploads/{file.id}/x").status_code == 404
    assert ada.get(f"/p/{post.id}/history").status_code == 200


def test_script_removes_what_was_never_posted(app: Forum, thread: Thread) -> None:
    ada = browser(app, "ada")
    _, sent = upload(ada, make_picture(), "x.png")
    assert browser(app, "ben").post(f"/uploads/{sent['id']}/remove").status_code == 404
    assert ada.post(f"/uploads/{sent['id']}/remove").status_code == 204
    assert ada.get(f"/uploads/{sent['id']}/x").status_code == 404
    assert db.session.scalar(select(FileCopy.file_id)) is None


def test_member_with_no_room_left_is_told(
    app: Forum, thread: Thread, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = app.extensions["folkmoot_settings"]
    small = settings.model_copy(update={"member_space": 1})
    monkeypatch.setitem(app.extensions, "folkmoot_settings", small)
    make_file(person(member("ada")), data=b"x" * 999_000)
    status, answer = upload(browser(app, "ada"), make_picture(size=(900, 900)), "x.png")
    assert status == 422
    assert FULL in str(answer["error"])


def test_who_sends_without_end_is_asked_to_wait(app: Forum, thread: Thread) -> None:
    while limiter().hit("120/hour", "files", str(member("ada").id)):
        pass
    status, answer = upload(browser(app, "ada"), make_picture(), "x.png")
    limiter().clear("120/hour", "files", str(member("ada").id))
    assert (status, "Please wait an hour" in str(answer["error"])) == (429, True)


def test_silenced_member_sends_no_files(app: Forum, thread: Thread) -> None:
    facilitator = make_member("fay", role=Role.FACILITATOR)
    with unit_of_work():
        silence_member(
            member("ada"),
            until=now() + timedelta(days=1),
            because="Three warnings.",
            by=person(facilitator),
        )
    status, answer = upload(browser(app, "ada"), make_picture(), "x.png")
    assert status == 422
    assert "silenced" in str(answer["error"])


@pytest.mark.parametrize(
    "name",
    [
        "../../x.png",
        "a\x00b.png",
        "x" * 300 + ".png",
        "gnp.\u202egpj.png",
        "a;b%0D%0Ac.png",
        "ü.png",
    ],
)
def test_odd_names_become_plain_ones(app: Forum, thread: Thread, name: str) -> None:
    client = browser(app, "ada")
    status, sent = upload(client, make_picture(size=(20, 20)), name)
    assert status == 201
    [file] = db.session.scalars(select(File))
    assert file.name.endswith(".png")
    assert len(file.name) <= 120
    assert not set(file.name) & set("/\\\x00\n\u202e")
    answer = client.get(f"/uploads/{sent['id']}/x")
    assert (answer.status_code, "\n" in answer.headers["Content-Disposition"]) == (200, False)


def test_form_of_thousands_of_parts_keeps_its_words(app: Forum, thread: Thread) -> None:
    parts = "".join(
        f'--b\r\nContent-Disposition: form-data; name="f{n}"\r\n\r\nx\r\n' for n in range(5000)
    )
    body = '--b\r\nContent-Disposition: form-data; name="body"\r\n\r\nMy words.\r\n'
    page = browser(app, "ada").post(
        f"/t/{thread.id}/reply",
        data=f"{body}{parts}--b--\r\n".encode(),
        content_type="multipart/form-data; boundary=b",
    )
    assert page.status_code == 422
    assert "My words." in page.text
    assert "There was more in this form" in page.text


@pytest.mark.parametrize("kind", ["multipart/form-data", "multipart/form-data; boundary=", "x/y"])
def test_wrong_forms_break_nothing(app: Forum, thread: Thread, kind: str) -> None:
    client = browser(app, "ada")
    for data in (b"", b"--b\r\n", b"\xff\x00" * 500):
        for address in ("/uploads", f"/t/{thread.id}/reply", "/new-topic"):
            assert client.post(address, data=data, content_type=kind).status_code == 422


@pytest.mark.parametrize("name", ["alt-x", "alt-", "alt-99999999999999", "remove"])
@pytest.mark.parametrize("value", ["\x00", "-1", "99999999999", "x" * 100_000, ""])
def test_odd_fields_break_nothing(app: Forum, thread: Thread, name: str, value: str) -> None:
    data = {"body": "Words.", name: value}
    answer = browser(app, "ada").post(f"/t/{thread.id}/reply", data=data)
    assert answer.status_code in {200, 303}


def test_bomb_inside_a_document_is_refused_and_the_server_goes_on(
    app: Forum, thread: Thread
) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<x>" + "a" * 60_000_000 + "</x>")
    status, answer = upload(browser(app, "ada"), out.getvalue(), "x.docx")
    assert status == 422
    assert "unpacks to far more" in str(answer["error"])


def test_files_and_pictures_are_kept_in_a_bucket_as_in_a_folder(
    app: Forum, thread: Thread, bucket_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = app.extensions["folkmoot_settings"].model_copy(
        update={"storage_url": bucket_url, "storage_key": "key", "storage_secret": "secret"}
    )
    bucket = open_storage(settings)
    monkeypatch.setitem(app.extensions, "folkmoot_storage", bucket)
    ada = browser(app, "ada")
    _, sent = upload(ada, make_picture("JPEG", size=(1500, 900)), "x.jpg")
    [file] = db.session.scalars(select(File))
    assert bucket.get(file.key) == ada.get(f"/uploads/{sent['id']}/x.jpg").data
    assert ada.get(f"/uploads/{sent['id']}/690/x.webp").data[8:12] == b"WEBP"
    picture = {"picture": (io.BytesIO(make_picture()), "me.png")}
    assert ada.post("/u/ada/picture", data=picture).status_code == 303
    key = member("ada").picture
    shown = ada.get(f"/pictures/{member('ada').id}/{key[-8:]}")
    assert shown.data == bucket.get(key)
    assert ada.post(f"/uploads/{sent['id']}/remove").status_code == 204
    work_off(["discussion.remove_files"])
    with pytest.raises(FileNotFoundError):
        bucket.get(file.key)
    monkeypatch.setattr("forum.discussion.listeners.members.UNUSED_FOR", -timedelta(minutes=1))
    lost = bucket.put(b"lost in a crash")
    sweep_storage()
    assert bucket.get(key)
    with pytest.raises(FileNotFoundError):
        bucket.get(lost)
    assert run_check(app) == "files can be written, read and removed (bucket folkmoot-files)"


def run_check(app: Forum) -> str:
    """Return what `forum check` says about the storage."""
    results = run_checks(app.extensions["folkmoot_settings"])
    return next(result.sentence for result in results if result.name == "storage")

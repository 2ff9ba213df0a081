"""Static files: their addresses, and how they are handed out."""

import json
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from forum import Forum
from forum.kernel.assets import MANIFEST, Bundle, asset, fingerprints, parts_of, read_bundle


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a project with one sheet and what was built of it."""
    (tmp_path / "all.css").write_text("a { color: red }")
    built = tmp_path / "built"
    built.mkdir()
    (built / "all-1.css").write_text("a{color:red}")
    (built / "all-1.css.br").write_text("(small)")
    (built / "all-1.css.gz").write_text("(not so small)")
    manifest = {
        "files": {"css/all.css": "all-1.css"},
        "parts": {"all-1.css": ["part-2.css"]},
        "names": ["all-1.css"],
        "sources": fingerprints(["all.css"], tmp_path),
    }
    (built / MANIFEST).write_text(json.dumps(manifest))
    return tmp_path


def test_fresh_bundle_is_taken(project: Path) -> None:
    bundle = read_bundle(project / "built", project)
    assert bundle.files == {"css/all.css": "all-1.css"}
    assert sorted(bundle.contents) == ["all-1.css", "all-1.css.br", "all-1.css.gz"]


def test_stale_bundle_is_not_taken(project: Path) -> None:
    (project / "all.css").write_text("a { color: blue }")
    assert read_bundle(project / "built", project) == Bundle()


@pytest.mark.parametrize("lost", ["all.css", "built/all-1.css", "built/manifest.json"])
def test_bundle_without_all_its_files_is_not_taken(project: Path, lost: str) -> None:
    (project / lost).unlink()
    assert read_bundle(project / "built", project) == Bundle()


@pytest.mark.parametrize("text", ["", "[]", "{}", "{"])
def test_broken_manifest_is_no_bundle(project: Path, text: str) -> None:
    (project / "built" / MANIFEST).write_text(text)
    assert read_bundle(project / "built", project) == Bundle()


@pytest.fixture
def built(app: Forum, project: Path, monkeypatch: pytest.MonkeyPatch) -> Forum:
    """Return the application as it serves that bundle."""
    monkeypatch.setattr(app, "static_folder", str(project))
    bundle = read_bundle(project / "built", project)
    monkeypatch.setitem(app.extensions, "folkmoot_bundle", bundle)
    monkeypatch.setitem(app.extensions, "folkmoot_assets", {})
    return app


def test_address_leads_to_the_bundle(built: Forum) -> None:
    with built.test_request_context():
        assert asset("css/all.css") == "/static/built/all-1.css"


def test_parts_are_named_with_what_needs_them(built: Forum) -> None:
    with built.test_request_context():
        assert parts_of("css/all.css") == ["/static/built/part-2.css"]
        assert parts_of("css/other.css") == []


def test_address_without_a_bundle_changes_with_the_content(
    built: Forum, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(built.extensions, "folkmoot_bundle", Bundle())
    with built.test_request_context():
        before = asset("all.css")
        built.extensions["folkmoot_assets"].clear()
        (project / "all.css").write_text("a { color: blue }")
        assert asset("all.css") != before


@pytest.mark.parametrize(
    ("accepted", "encoding", "text"),
    [
        ("br, gzip", "br", "(small)"),
        ("gzip", "gzip", "(not so small)"),
        ("br;q=0, gzip", "gzip", "(not so small)"),
        ("identity", None, "a{color:red}"),
        ("", None, "a{color:red}"),
        ("zstd;q=nonsense", None, "a{color:red}"),
    ],
)
def test_built_file_is_sent_as_the_browser_takes_it(
    built: Forum, client: FlaskClient, accepted: str, encoding: str | None, text: str
) -> None:
    answer = client.get("/static/built/all-1.css", headers={"Accept-Encoding": accepted})
    assert (answer.headers.get("Content-Encoding"), answer.text) == (encoding, text)
    assert answer.mimetype == "text/css"
    assert "immutable" in answer.headers["Cache-Control"]
    assert "Accept-Encoding" in answer.headers["Vary"]


def test_built_file_is_not_sent_twice(built: Forum, client: FlaskClient) -> None:
    take = {"Accept-Encoding": "br"}
    mark = client.get("/static/built/all-1.css", headers=take).headers["ETag"]
    again = client.get("/static/built/all-1.css", headers={**take, "If-None-Match": mark})
    assert (again.status_code, again.data) == (304, b"")


def test_single_file_is_asked_for_again_unless_its_address_is_marked(
    built: Forum, client: FlaskClient
) -> None:
    with client.get("/static/all.css") as answer:
        assert answer.headers["Cache-Control"] == "no-cache"
    with client.get("/static/all.css?v=1") as answer:
        assert "max-age=31536000" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("name", ["built/none.css", "built/../../x", "none", "built", "built/"])
def test_what_is_not_there_is_not_found(built: Forum, client: FlaskClient, name: str) -> None:
    assert client.get(f"/static/{name}").status_code == 404

"""Static files: their addresses, the bundle if it is fresh, and how they are handed out.

`python -m tools.assets` bundles the scripts and sheets. Where it has not run, or something was
changed since, pages name the single files instead.
"""

import hashlib
import json
import mimetypes
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask, Response, current_app, request, send_from_directory, url_for
from markupsafe import Markup

from config import ROOT

FOLDER = "built"
MANIFEST = "manifest.json"
YEAR = 365 * 24 * 3600
ENCODINGS: Mapping[str, str] = {"br": ".br", "gzip": ".gz"}
"""How what was built lies beside itself, in the order of preference, and how those files end."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """What was built: the file for each source that pages name, and what stands in all files."""

    files: Mapping[str, str] = field(default_factory=dict)
    parts: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """What a file cannot do without, so that the browser may fetch both at once."""
    contents: Mapping[str, bytes] = field(default_factory=dict)


def fingerprint(path: Path) -> str:
    """Return what tells the content of a file from every other; empty when there is no file."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()[:16]
    except OSError:
        return ""


def fingerprints(names: Iterable[str], root: Path = ROOT) -> dict[str, str]:
    """Return the fingerprints of files that are named from the root of the project."""
    return {name: fingerprint(root / name) for name in sorted(names)}


def read_bundle(folder: Path, root: Path = ROOT) -> Bundle:
    """Return what was built there, or nothing when a source has changed since."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text())
        sources, names = manifest["sources"], manifest["names"]
        if fingerprints(sources, root) != sources:
            return Bundle()
        endings = ("", *ENCODINGS.values())
        found = {
            name + end: (folder / (name + end)).read_bytes() for name in names for end in endings
        }
    except (OSError, ValueError, KeyError, TypeError):
        return Bundle()
    return Bundle(manifest["files"], manifest.get("parts", {}), found)


def init_assets(app: Flask) -> None:
    """Find the bundle and install the view that hands static files out."""
    folder = Path(app.static_folder or "")
    # Who looks for faults wants to see the files as they were written.
    bundle = Bundle() if app.debug else read_bundle(folder / FOLDER)
    app.extensions["folkmoot_bundle"] = bundle
    app.view_functions["static"] = static_file
    app.jinja_env.globals.update(asset=asset, page_assets=page_assets, parts_of=parts_of)


def asset(name: str) -> str:
    """Return the address of a static file, which changes with its content."""
    addresses: dict[str, str] = current_app.extensions.setdefault("folkmoot_assets", {})
    if name not in addresses or current_app.debug:
        addresses[name] = _address(name)
    return addresses[name]


def _address(name: str) -> str:
    bundle: Bundle = current_app.extensions["folkmoot_bundle"]
    if name in bundle.files:
        return url_for("static", filename=f"{FOLDER}/{bundle.files[name]}")
    path = Path(current_app.static_folder or "") / name
    return f"{url_for('static', filename=name)}?v={fingerprint(path)}"


def parts_of(name: str) -> list[str]:
    """Return the addresses of what a script loads as soon as it runs."""
    bundle: Bundle = current_app.extensions["folkmoot_bundle"]
    parts = bundle.parts.get(bundle.files.get(name, ""), ())
    return [url_for("static", filename=f"{FOLDER}/{part}") for part in parts]


def page_assets(is_member: bool) -> Markup:
    """Return the links to style sheets and scripts that all pages of such a reader begin with."""
    kept: dict[bool, Markup] = current_app.extensions.setdefault("folkmoot_page_assets", {})
    if is_member not in kept or current_app.debug:
        template = current_app.jinja_env.get_template("_assets.html")
        kept[is_member] = Markup(template.render(is_member=is_member))  # noqa: S704 -- our own template
    return kept[is_member]


def static_file(filename: str) -> Response:
    """Hand out a static file, for good where its address tells its content."""
    bundle: Bundle = current_app.extensions["folkmoot_bundle"]
    name = filename.removeprefix(f"{FOLDER}/")
    if name != filename and name in bundle.contents:
        return _built_file(name, bundle)
    # A module that another one names has an address without a mark, so that the browser must ask.
    age = YEAR if request.args.get("v") else None
    response = send_from_directory(current_app.static_folder or "", filename, max_age=age)
    # Read at once, they can be compressed like pages.
    response.direct_passthrough = False
    response.make_sequence()
    return response


def _built_file(name: str, bundle: Bundle) -> Response:
    encoding = request.accept_encodings.best_match([*ENCODINGS, "identity"], "identity")
    packed = name + ENCODINGS.get(encoding, "")
    response = Response(bundle.contents[packed], mimetype=mimetypes.guess_type(name)[0])
    response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    response.vary.add("Accept-Encoding")
    if packed != name:
        response.content_encoding = encoding
    response.set_etag(packed)
    response.make_conditional(request)
    return response

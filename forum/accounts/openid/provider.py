"""Speaking with the provider: where it is, who somebody is, and whether that is true.

Everything that can go wrong out there becomes a `ProviderError` with a sentence for who waits.
"""

import hmac
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from config import Settings
from forum.accounts.openid.values import (
    CLOCKS_DIFFER,
    LONGEST_NAME,
    LONGEST_SUBJECT,
    SEVERAL_FACTORS,
    SEVERAL_FACTORS_CLASSES,
    Aim,
    Flow,
    Identified,
)

PATIENCE = 4.0
"""Seconds that one answer of the provider may take in all."""
LONGEST_ANSWER = 500_000
KEPT_SECONDS = 600
SIGNATURES = frozenset(
    {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512"}
    | {"ES256", "ES384", "ES512", "EdDSA", "Ed25519"}
)
"""What the provider may sign with: its own key only, never our secret, never nothing."""

AWAY = "{label} does not answer right now. Please try again later, or sign in another way."
NOT_TRUE = "What {label} said could not be checked. Nothing was done. Please try again."


class ProviderError(Exception):
    """The provider cannot be reached, or what it says is not true."""

    def __init__(self, sentence: str, *, is_away: bool = False) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.is_away = is_away


class Provider:
    """The provider that the settings name."""

    _kept: dict[tuple[str, str], tuple[float, Mapping[str, Any]]] = {}  # noqa: RUF012 -- for all

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.issuer = settings.openid_issuer
        self.way_back = f"{settings.address}/login/openid/back"

    def address_for(self, flow: Flow) -> str:
        """Return where the browser is sent. Raises ProviderError."""
        about = self._about()
        more: dict[str, str] = {}
        if flow.aim is Aim.PROOF:
            more = {"prompt": "login", "max_age": "0"}
        elif flow.aim is Aim.LINK:
            more = {"prompt": "select_account"} if _offers(about, "select_account") else {}
        with self._session() as session:
            address, _ = session.create_authorization_url(
                about["authorization_endpoint"],
                state=flow.state,
                nonce=flow.nonce,
                code_verifier=flow.verifier,
                **more,
            )
        return str(address)

    def identify(self, flow: Flow, answer: Mapping[str, str]) -> Identified:
        """Return who came back from the provider. Raises ProviderError."""
        about = self._about()
        named = answer.get("iss")
        is_named = bool(about.get("authorization_response_iss_parameter_supported"))
        if named != self.issuer and (named is not None or is_named):
            raise self._not_true()
        token = self._token(about, flow, answer.get("code", ""))
        claims = self._claims(about, flow, token)
        facts = self._facts(about, claims, token)
        return _identified(self.issuer, claims, facts)

    def _about(self) -> Mapping[str, Any]:
        """Return what the provider says about itself. Raises ProviderError."""
        place = f"{self.issuer.rstrip('/')}/.well-known/openid-configuration"
        about = self._kept_or_fetched(place)
        needed = ("authorization_endpoint", "token_endpoint", "jwks_uri")
        if about.get("issuer") != self.issuer:
            raise self._not_true()
        for name in needed:
            self._need_safe(about.get(name))
        return about

    def _token(self, about: Mapping[str, Any], flow: Flow, code: str) -> Mapping[str, Any]:
        """Return what the provider gives for the code."""
        from authlib.common.errors import AuthlibBaseError  # noqa: PLC0415 -- large; few pages
        from requests import RequestException  # noqa: PLC0415

        try:
            with self._session(_way_of_client(about, self._settings)) as session:
                token = session.fetch_token(
                    about["token_endpoint"],
                    grant_type="authorization_code",
                    code=code,
                    code_verifier=flow.verifier,
                )
        except RequestException:
            raise self._away() from None
        except (AuthlibBaseError, ValueError, TypeError, AttributeError, KeyError):
            raise self._not_true() from None
        if not isinstance(token, dict) or not isinstance(token.get("id_token"), str):
            raise self._not_true()
        return token

    def _claims(
        self, about: Mapping[str, Any], flow: Flow, token: Mapping[str, Any]
    ) -> Mapping[str, Any]:
        """Return what the provider has signed about who came back."""
        from authlib.oidc.core import CodeIDToken  # noqa: PLC0415

        signed = self._signed(about, token["id_token"])
        options = {
            "iss": {"essential": True, "value": self.issuer},
            "aud": {"essential": True, "value": self._settings.openid_client_id},
        }
        params = {
            "nonce": flow.nonce,
            "client_id": self._settings.openid_client_id,
            "access_token": token.get("access_token"),
        }
        try:
            claims = CodeIDToken(signed.claims, signed.header, options, params)
            claims.validate(leeway=CLOCKS_DIFFER)
            subject, nonce = claims["sub"], claims["nonce"]
            is_right = isinstance(subject, str) and 0 < len(subject) <= LONGEST_SUBJECT
            is_right = is_right and hmac.compare_digest(str(nonce), flow.nonce)
            if flow.aim is Aim.PROOF:
                # Who is only known to the provider from this morning has proved nothing now.
                is_right = is_right and claims["auth_time"] >= flow.began - CLOCKS_DIFFER
        except Exception:  # noqa: BLE001 -- whatever is wrong with it, it is not taken
            raise self._not_true() from None
        if not is_right:
            raise self._not_true()
        return dict(claims)

    def _signed(self, about: Mapping[str, Any], id_token: str) -> Any:
        """Return the token once its signature is right; new keys are asked for once."""
        from joserfc import jwt  # noqa: PLC0415
        from joserfc.jwk import KeySet  # noqa: PLC0415
        from joserfc.jws import JWSRegistry  # noqa: PLC0415

        offered = about.get("id_token_signing_alg_values_supported") or ["RS256"]
        algorithms = sorted(SIGNATURES & set(map(str, offered)))
        for is_last in (False, True):
            keys = self._kept_or_fetched(about["jwks_uri"], anew=is_last)
            try:
                return jwt.decode(
                    id_token,
                    KeySet.import_key_set(dict(keys)),  # type: ignore[arg-type]
                    registry=JWSRegistry(algorithms=algorithms, strict_check_header=False),
                )
            except Exception:  # noqa: BLE001 -- whatever is wrong with it, it is not taken
                if is_last:
                    raise self._not_true() from None
        raise self._not_true()

    def _facts(
        self, about: Mapping[str, Any], claims: Mapping[str, Any], token: Mapping[str, Any]
    ) -> Mapping[str, Any]:
        """Return name and address: as they were signed, or else as the provider tells them."""
        place = about.get("userinfo_endpoint")
        if "email" in claims or not place or not token.get("access_token"):
            return claims
        self._need_safe(place)
        facts = self._fetch(place, {"Authorization": f"Bearer {token['access_token']}"})
        if facts.get("sub") != claims["sub"]:
            raise self._not_true()
        return facts

    def _kept_or_fetched(self, place: str, *, anew: bool = False) -> Mapping[str, Any]:
        key = (self.issuer, place)
        kept_at, kept = self._kept.get(key, (0.0, {}))
        if kept and not anew and time.monotonic() - kept_at < KEPT_SECONDS:
            return kept
        fetched = self._fetch(place)
        self._kept[key] = (time.monotonic(), fetched)
        return fetched

    def _fetch(self, place: str, headers: Mapping[str, str] | None = None) -> Mapping[str, Any]:
        from requests import RequestException  # noqa: PLC0415

        try:
            with self._session() as session:
                answer = session.get(place, headers=dict(headers or {}), withhold_token=True)
                answer.raise_for_status()
                found = answer.json()
        except RequestException:
            raise self._away() from None
        except (ValueError, RecursionError):
            raise self._not_true() from None
        if not isinstance(found, dict):
            raise self._not_true()
        return found

    def _session(self, way: str = "") -> Any:
        from forum.accounts.openid.patience import patient_session  # noqa: PLC0415

        return patient_session(
            client_id=self._settings.openid_client_id,
            client_secret=self._settings.openid_client_secret or None,
            token_endpoint_auth_method=way or None,
            scope="openid email profile",
            redirect_uri=self.way_back,
            code_challenge_method="S256",
            seconds=PATIENCE,
            longest=LONGEST_ANSWER,
        )

    def _need_safe(self, place: object) -> None:
        """Raise ProviderError for an address where others could listen in."""
        scheme = urlsplit(place).scheme if isinstance(place, str) else ""
        if scheme != "https" and scheme != urlsplit(self.issuer).scheme:
            raise self._not_true()

    def _away(self) -> ProviderError:
        return ProviderError(AWAY.format(label=self._settings.openid_label), is_away=True)

    def _not_true(self) -> ProviderError:
        return ProviderError(NOT_TRUE.format(label=self._settings.openid_label))


def forget_provider() -> None:
    """Forget what was fetched, as after a change of settings."""
    Provider._kept.clear()  # noqa: SLF001


def _offers(about: Mapping[str, Any], prompt: str) -> bool:
    offered = about.get("prompt_values_supported")
    return isinstance(offered, list) and prompt in offered


def _way_of_client(about: Mapping[str, Any], settings: Settings) -> str:
    """Return how the forum shows its secret to the provider."""
    if not settings.openid_client_secret:
        return "none"
    offered = about.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    is_basic = "client_secret_basic" in offered or "client_secret_post" not in offered
    return "client_secret_basic" if is_basic else "client_secret_post"


def _identified(issuer: str, claims: Mapping[str, Any], facts: Mapping[str, Any]) -> Identified:
    email, name = facts.get("email"), facts.get("name")
    # Some providers write it as a word; anything else is no confirmation.
    is_confirmed = facts.get("email_verified") in {True, "true"} if _plain(facts) else False
    amr = claims.get("amr")
    ways = {way for way in amr if isinstance(way, str)} if isinstance(amr, list) else set()
    return Identified(
        issuer,
        claims["sub"],
        name=_tidy(name),
        email=email[:254] if is_confirmed and isinstance(email, str) else "",
        has_several_factors=bool(ways & SEVERAL_FACTORS)
        or claims.get("acr") in SEVERAL_FACTORS_CLASSES,
    )


def _plain(facts: Mapping[str, Any]) -> bool:
    return isinstance(facts.get("email_verified"), bool | str)


def _tidy(name: object) -> str:
    if not isinstance(name, str) or not name.isprintable():
        return ""
    return name.strip()[:LONGEST_NAME]

"""Settings, read from the environment; every one has a default that serves one small machine."""

import re
import secrets
from enum import StrEnum
from pathlib import Path
from zoneinfo import available_timezones

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent


class Environment(StrEnum):
    """What kind of installation this is."""

    DEVELOPMENT = "development"
    PRODUCTION = "production"


class SecondFactorFor(StrEnum):
    """Who must have a second factor."""

    NOBODY = ""
    HOSTS = "hosts"
    FACILITATORS = "facilitators"
    EVERYONE = "everyone"


class CirclesBy(StrEnum):
    """Who may begin a circle."""

    FACILITATORS = "facilitators"
    MEMBERS = "members"


class SettingsError(ValueError):
    """A setting is missing or cannot be used; the text is a sentence for the host."""


class Settings(BaseSettings):
    """The settings of one installation: environment variables `FOLKMOOT_…`, and `PORT`."""

    model_config = SettingsConfigDict(env_prefix="FOLKMOOT_", frozen=True)

    env: Environment = Field(
        Environment.DEVELOPMENT, description="`development` shows mail at /outbox and fills a demo."
    )
    instance: Path = Field(
        ROOT / "instance", description="Folder for the embedded database, files and search index."
    )
    database_url: str = Field(
        "", description="SQLAlchemy address; empty means SQLite in the instance folder."
    )
    redis_url: str = Field(
        "", description="Counts attempts at signing in across processes; empty means in memory."
    )
    storage_url: str = Field(
        "",
        description="`file:///path` of files, or `s3://bucket/prefix?endpoint=…&region=…`; "
        "empty means a folder of the instance.",
    )
    storage_key: str = Field("", description="Access key of the bucket.")
    storage_secret: str = Field("", description="Secret of the bucket's access key.", repr=False)
    file_size: int = Field(10, ge=1, le=100, description="Largest file of a post, in MB.")
    member_space: int = Field(
        1000, ge=1, le=1_000_000, description="Room for the files of one member, in MB."
    )
    smtp_url: str = Field(
        "", description="`smtp://user:password@host:587` (STARTTLS) or `smtps://…:465`."
    )
    mail_from: str = Field("Folkmoot <forum@localhost>", description="Sender of outgoing mail.")
    base_url: str = Field("", description="Public address, for links in mail.")
    secret_key: str = Field(
        "", description="Signs cookies; made once in the instance folder in development."
    )
    bind: str = Field("127.0.0.1", description="Address that the web server listens on.")
    port: int = Field(
        5000, ge=0, le=65_535, validation_alias="PORT", description="Port of the web server."
    )
    threads: int = Field(8, ge=1, le=64, description="Threads of each web process.")
    proxies: int = Field(
        0, ge=0, le=5, description="Reverse proxies in front, whose X-Forwarded headers are true."
    )
    processes: int = Field(1, ge=1, le=32, description="Web processes.")
    site_name: str = Field("Folkmoot", description="Name shown in the header and in mail.")
    second_factor: SecondFactorFor = Field(
        SecondFactorFor.NOBODY,
        description="Who must have a second factor: `hosts`, `facilitators` (and hosts), `everyone`.",
    )
    pseudonym_delay: int = Field(
        60,
        ge=0,
        le=1440,
        description="Minutes within which a post under a pseudonym appears, at a moment chosen by "
        "chance; 0 publishes at once, which tells more than it should.",
    )
    worker_pace: float = Field(
        1,
        ge=1,
        le=60,
        description="How many times as often as usual the worker does what recurs, such as emptying "
        "what has expired; more than 1 is for tests, which do not wait for a minute to pass.",
    )
    openid_issuer: str = Field(
        "", description="Address of an OpenID Connect provider (its issuer); empty means none."
    )
    openid_client_id: str = Field("", description="Name of this forum at the provider.")
    openid_client_secret: str = Field(
        "", description="Secret of this forum at the provider.", repr=False
    )
    openid_label: str = Field(
        "OpenID", description="How members call the provider: the button says *Sign in with …*."
    )
    openid_invitations: bool = Field(
        True, description="Whether an invitation can be accepted with the provider."
    )
    openid_letters: bool = Field(
        False,
        description="Whether the member with the address that the provider has confirmed for an "
        "unknown person is sent a letter with which the two are linked.",
    )
    openid_factors: bool = Field(
        False,
        description="Whether several factors at the provider stand for the second factor here.",
    )
    limit_sign_in: str = Field(
        "10 per 15 minutes", description="Attempts at the password or the codes of one account."
    )
    limit_address: str = Field(
        "30 per 15 minutes",
        description="Wrong passwords, codes and links from one address, such as an office's.",
    )
    limit_letters: str = Field(
        "4 per 1 hour", description="Letters that can be asked for about one account."
    )
    limit_letters_address: str = Field(
        "20 per 1 hour", description="Letters that can be asked for from one address."
    )
    limit_invitations: str = Field(
        "40 per 1 hour", description="Invitations that one person can send."
    )
    limit_searches: str = Field("120 per 1 minute", description="Searches of one member.")
    circles_by: CirclesBy = Field(
        CirclesBy.FACILITATORS,
        description="Who may begin a circle: `facilitators` (and hosts), `members`.",
    )
    timezone: str = Field(
        "UTC",
        description="The community's time zone, such as `Europe/Brussels`: planned threads begin by it.",
    )
    newcomer_posts: int = Field(
        0,
        ge=0,
        le=50,
        description="How many first posts of a newcomer wait for a facilitator; never those of "
        "members who came by an invitation.",
    )
    language: str = Field("en", description="Language of posts too short to tell theirs.")

    @field_validator("timezone")
    @classmethod
    def _know_the_zone(cls, name: str) -> str:
        if name not in available_timezones():
            raise ValueError("FOLKMOOT_TIMEZONE is no time zone: write one like Europe/Brussels.")
        return name

    @field_validator("storage_url")
    @classmethod
    def _storage_is_a_place(cls, value: str) -> str:
        if value and not value.startswith(("file:///", "s3://")):
            raise SettingsError("FOLKMOOT_STORAGE_URL must be empty, file:///… or s3://….")
        return value

    @field_validator(
        "limit_sign_in",
        "limit_address",
        "limit_letters",
        "limit_letters_address",
        "limit_invitations",
        "limit_searches",
    )
    @classmethod
    def _limit_can_be_counted(cls, value: str) -> str:
        if not re.fullmatch(r"[1-9]\d{0,6} per [1-9]\d{0,3} (second|minute|hour|day)s?", value):
            raise SettingsError("Write a limit like `10 per 15 minutes`.")
        return value

    @field_validator("openid_issuer")
    @classmethod
    def _issuer_is_an_address(cls, value: str) -> str:
        is_here = value.startswith(("http://127.0.0.1:", "http://localhost:"))
        if value and not is_here and not value.startswith("https://"):
            raise SettingsError("FOLKMOOT_OPENID_ISSUER must be empty or https://….")
        return value

    @property
    def has_openid(self) -> bool:
        """Tell whether one can sign in with an OpenID Connect provider."""
        return bool(self.openid_issuer and self.openid_client_id)

    @property
    def is_production(self) -> bool:
        """Tell whether real people's data may be here."""
        return self.env is Environment.PRODUCTION

    @property
    def database(self) -> str:
        """Return the address of the database, with the driver that the house uses."""
        if not self.database_url:
            return f"sqlite:///{self.instance.resolve() / 'folkmoot.sqlite3'}"
        for plain in ("postgresql://", "postgres://"):
            if self.database_url.startswith(plain):
                return "postgresql+psycopg://" + self.database_url.removeprefix(plain)
        return self.database_url

    @property
    def address(self) -> str:
        """Return the public address without a slash at its end."""
        return (self.base_url or f"http://{self.bind}:{self.port}").rstrip("/")

    @property
    def storage_folder(self) -> Path:
        """Return the folder that uploaded files live in."""
        if self.storage_url:
            return Path(self.storage_url.removeprefix("file://"))
        return self.instance / "files"

    def signing_key(self) -> str:
        """Return the key that signs cookies.

        Raises SettingsError in production when none is set: a key made on the spot would sign
        everyone out at each start and differ between processes.
        """
        if self.secret_key:
            return self.secret_key
        if self.is_production:
            raise SettingsError("Set FOLKMOOT_SECRET_KEY in production.")
        path = self.instance / "secret_key"
        if not path.exists():
            self.instance.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            path.write_text(secrets.token_urlsafe(48))
        return path.read_text().strip()

"""Settings, read from the environment; every one has a default that serves one small machine."""

import secrets
from enum import StrEnum
from pathlib import Path

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
    language: str = Field("en", description="Language of posts too short to tell theirs.")

    @field_validator("storage_url")
    @classmethod
    def _storage_is_a_place(cls, value: str) -> str:
        if value and not value.startswith(("file:///", "s3://")):
            raise SettingsError("FOLKMOOT_STORAGE_URL must be empty, file:///… or s3://….")
        return value

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

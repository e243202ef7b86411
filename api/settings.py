"""What belongs to the machine and not to the model; the only module of the service that reads the environment."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal, TypeVar

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict

from api.addresses import is_private
from recommender.errors import InputError
from recommender.settings import MachineSettings

Read = TypeVar("Read", bound=BaseSettings)
IndexKind = Literal["faiss", "pgvector"]
LogLevel = Literal["critical", "error", "warning", "info", "debug"]


METRICS_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""What prometheus-client reads when it is imported."""
Days = Annotated[int, Field(ge=0, le=36_500)]


class Settings(MachineSettings):
    """Deployment of the service: environment variables ``KUMPPANI_…``, overruled by options of ``kumppani serve``.

    Limits of a single field (characters of a text, ``k``) are part of the contract and stand in `api.schemas`.
    """

    model_config = SettingsConfigDict(env_prefix="KUMPPANI_", env_ignore_empty=True, extra="ignore", frozen=True)

    database: str = ""
    """URL of the store's database; empty takes the file ``store.sqlite`` in the workspace."""
    index: IndexKind = "faiss"
    """What searches the vectors of past projects: FAISS in the memory of each process, or PostgreSQL with pgvector."""
    session_hours: Annotated[float, Field(gt=0, le=24 * 31)] = 12
    """How long a sign-in lasts."""
    keep_intents_days: Days = 365
    """How long `kumppani store tidy` leaves what a company offered or sought, since it was closed or over."""
    keep_runs_days: Days = 365
    """How long it leaves runs on which no verdict was given."""
    keep_tokens_days: Days = 30
    """How long it leaves sign-ins and API keys, since they ended."""
    keep_requests_days: Days = 2
    """How long it leaves what requests with an Idempotency-Key were answered."""
    keep_imports_days: Days = 90
    """How long it leaves reports of imports, since they ended, or began where nothing ended them."""
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8000
    """Port to listen on; 0 takes any that is free."""
    log_level: LogLevel = "info"
    max_body_bytes: Annotated[int, Field(ge=1024)] = 256 * 1024
    """Largest request body, in bytes."""
    max_upload_bytes: Annotated[int, Field(ge=1024, le=100 * 2**20)] = 5 * 2**20
    """Largest file that is imported, in bytes."""
    upload_seconds: Annotated[float, Field(gt=0, le=3600)] = 15
    """How long a body may take to come."""
    keep_alive_seconds: Annotated[int, Field(ge=1, le=3600)] = 5
    """How long a connection may wait for its first request, or for another."""
    hsts_seconds: Annotated[int, Field(ge=0)] = 0
    """For how long browsers shall come by TLS only; 0 where there is no TLS in front."""
    swap_seconds: Annotated[float, Field(gt=0, le=3600)] = 1.0
    """How often to look for a newly published bundle, in seconds."""
    workers: Annotated[int, Field(ge=1, le=64)] = 1
    """Processes that serve, each with the model in its memory."""
    in_flight: Annotated[int, Field(ge=1, le=1000)] = 8
    """Requests that one process takes at once; further ones are refused with 503."""
    rate: Annotated[str, Field(pattern=r"^([1-9]\d{0,8}/(second|minute|hour|day))?$")] = ""
    """Share of one caller, e.g. ``300/minute``, counted by each process for itself; empty for no limit."""
    trusted_proxies: str = ""
    """Addresses or networks, comma-separated, whose ``X-Forwarded-For`` and ``-Proto`` are believed."""
    metrics: bool = False
    """Whether figures for Prometheus are shown at ``/metrics``, to whoever can reach it."""
    threads: Annotated[int, Field(ge=1, le=64)] = 2
    """Requests worked on at once; further ones wait."""
    traces: Annotated[str, Field(pattern=r"^(https?://[^\s/]+\S*)?$")] = ""
    """Address of an OpenTelemetry collector that takes traces over HTTP; empty for no traces."""
    oidc_client_id: str = ""
    """What the service is called at the identity provider; empty for no sign-in by browser."""
    oidc_client_secret: SecretStr = SecretStr("")
    """Its password there; empty for a client without one."""
    oidc_redirect_uri: str = ""
    """Address of ``/v1/sign-in/oidc/callback`` as browsers reach it, and as it is registered there."""
    oidc_audience: str = ""
    """What access tokens for the service are made out to; empty for none to be taken."""
    oidc_login_claim: Annotated[str, Field(min_length=1, max_length=100)] = "email"
    """The claim of a token that holds the login of an account."""
    oidc_issuer: Annotated[str, Field(max_length=500)] = ""
    """Address of the identity provider, as its tokens name it; empty for none."""

    @field_validator("index")
    @classmethod
    def _check_database(cls, index: IndexKind, info: ValidationInfo) -> IndexKind:
        if index == "pgvector" and not str(info.data.get("database", "")).startswith("postgres"):
            raise ValueError("pgvector needs KUMPPANI_DATABASE to be postgresql://USER:PASSWORD@HOST/NAME")
        return index

    @field_validator("oidc_redirect_uri", "oidc_issuer")
    @classmethod
    def _check_private(cls, address: str) -> str:
        return _private(address) if address else address

    @field_validator("oidc_audience")
    @classmethod
    def _check_audience(cls, audience: str, info: ValidationInfo) -> str:
        if audience and audience == info.data.get("oidc_client_id"):
            raise ValueError("it has to differ from KUMPPANI_OIDC_CLIENT_ID, or an ID token would pass for access")
        return audience

    @field_validator("oidc_issuer")
    @classmethod
    def _check_purpose(cls, issuer: str, info: ValidationInfo) -> str:
        by_browser = {bool(info.data.get(name)) for name in ("oidc_client_id", "oidc_redirect_uri")}
        if issuer and (len(by_browser) > 1 or not (True in by_browser or info.data.get("oidc_audience"))):
            raise ValueError(
                "it needs KUMPPANI_OIDC_AUDIENCE, or both KUMPPANI_OIDC_CLIENT_ID and KUMPPANI_OIDC_REDIRECT_URI"
            )
        if issuer and "?" in issuer:
            raise ValueError("the address of an issuer has no query")
        return issuer

    @property
    def database_url(self) -> str:
        """URL of the database, whichever way it is set."""
        return self.database or f"sqlite:///{(self.workspace / 'store.sqlite').absolute()}"

    @property
    def vectors_url(self) -> str:
        """URL of the PostgreSQL that searches vectors; empty where FAISS does."""
        return self.database if self.index == "pgvector" else ""


class AssistantSettings(BaseSettings):
    """What ``kumppani mcp`` is told of the service that it asks, which may run elsewhere: ``KUMPPANI_URL``, …."""

    model_config = SettingsConfigDict(env_prefix="KUMPPANI_", env_ignore_empty=True, extra="ignore", frozen=True)

    url: Annotated[str, Field(pattern=r"^https?://[^/?#@\s]+/?$")] = "http://127.0.0.1:8000"
    """Address of the service."""
    api_key: SecretStr | None = None
    """Key of the account on whose behalf it asks; without one, only what needs no account is answered."""
    answer_seconds: Annotated[float, Field(gt=0, le=600)] = 60
    """How long an answer may take."""
    confirm_seconds: Annotated[float, Field(gt=0, le=3600)] = 300
    """How long a verdict waits for its confirmation."""

    @field_validator("url")
    @classmethod
    def _check_private(cls, address: str) -> str:
        return _private(address)

    @field_validator("api_key")
    @classmethod
    def _check_sendable(cls, key: SecretStr | None) -> SecretStr | None:
        if key and not all("!" <= character <= "~" for character in key.get_secret_value()):
            raise ValueError("a key is letters, digits and signs of ASCII, without spaces")
        return key


def read_settings(**given: object) -> Settings:
    """Read the settings; what is `given` and not None overrules the environment.

    Raises
    ------
    InputError
        If one cannot be used; the message names its variable.
    """
    return _read(Settings, given)


def read_assistant_settings() -> AssistantSettings:
    """Read the settings of ``kumppani mcp``.

    Raises
    ------
    InputError
        If one cannot be used; the message names its variable.
    """
    return _read(AssistantSettings, {})


def _read(wanted: type[Read], given: Mapping[str, object]) -> Read:
    try:
        return wanted(**{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        raise InputError("; ".join(_fault(found) for found in error.errors()) + ".") from error


def _private(address: str) -> str:
    if not is_private(address):
        raise ValueError("it has to begin with https:// (http:// is for this machine alone)")
    return address


def share_metrics(folder: str) -> None:
    """Let the workers that are started from now on count in one folder."""
    os.environ[METRICS_FOLDER] = folder  # noqa: TID251 - this is where the environment is dealt with


def shared_metrics() -> Path | None:
    """Folder in which workers count together, if they do."""
    folder = os.environ.get(METRICS_FOLDER)  # noqa: TID251 - as above
    return Path(folder) if folder else None


def _fault(found: ErrorDetails) -> str:
    """What is wrong with one setting; what it was set to may be a secret, and is not told."""
    name = "_".join(str(step) for step in found["loc"]).upper()
    return f"KUMPPANI_{name} (or the option of that name) cannot be used: {found['msg']}"

"""Accounts, sign-ins and keys on the wire."""

from datetime import datetime
from typing import Annotated, Self

from pydantic import ConfigDict, Field, StringConstraints

from api.schemas.base import Identifier, Printable, Wire
from api.schemas.examples_accounts import ACCOUNT, ACCOUNTS, ADVISORS, AUDIT, KEY, KEYS, NEW_ACCOUNT, NEW_KEY, SESSION
from recommender.store.nouns import AuditEntry, Role, Token, User

Login = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=320), Printable]
Password = Annotated[str, StringConstraints(min_length=1, max_length=1000), Printable]
Label = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), Printable]
RoleName = Annotated[Role, Field(strict=False)]


class SignIn(Wire):
    """A login and its password."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"login": "aino@example.org", "password": "correct horse battery staple"}]}
    )

    login: Login
    password: Password


class Session(Wire):
    """A sign-in: a bearer token, told this once."""

    model_config = ConfigDict(json_schema_extra={"examples": [SESSION]})

    token: Annotated[str, Field(description="Send it as `Authorization: Bearer TOKEN`.")]
    expires_at: datetime | None


class Returned(Wire):
    """What a browser brings back from the identity provider; whatever else that adds is left aside."""

    model_config = ConfigDict(extra="ignore", json_schema_extra={"examples": [{"code": "SplxlOBeZQQYbYS6WxSbIA"}]})

    state: Annotated[str, Field(max_length=100)] = ""
    code: Annotated[str, Field(max_length=4096, description="Empty where the provider has refused.")] = ""
    iss: Annotated[str | None, Field(max_length=500, description="Who has answered (RFC 9207).")] = None


class Account(Wire):
    """An account."""

    model_config = ConfigDict(json_schema_extra={"examples": [ACCOUNT]})

    id: str
    login: str
    role: Role
    name: str
    organisation_id: Annotated[str | None, Field(description="Company of an SME's account.")]
    ecosystem_id: Annotated[str | None, Field(description="Ecosystem of a flagship contact's account.")]
    linked: Annotated[bool, Field(description="Whether it belongs to a person whom the identity provider has named.")]
    disabled: bool
    created_at: datetime

    @classmethod
    def of(cls, user: User) -> Self:
        """Show an account."""
        if user.created_at is None:
            raise ValueError("an account of the store knows when it was made")
        return cls(
            id=user.id,
            login=user.login,
            role=user.role,
            name=user.name,
            organisation_id=user.organisation_id,
            ecosystem_id=user.ecosystem_id,
            linked=user.linked,
            disabled=user.disabled_at is not None,
            created_at=user.created_at,
        )


class Accounts(Wire):
    """A page of accounts, in the order they were made."""

    model_config = ConfigDict(json_schema_extra={"examples": [ACCOUNTS]})

    items: list[Account]
    next_cursor: str | None


class NewAccount(Wire):
    """An account to be made; without a password it signs in through the identity provider, or by keys."""

    model_config = ConfigDict(json_schema_extra={"examples": [NEW_ACCOUNT]})

    login: Login
    role: RoleName
    name: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200), Printable] = ""
    password: Password | None = None
    organisation_id: Identifier | None = None
    ecosystem_id: Identifier | None = None


class AccountChange(Wire):
    """What an admin may change of an account."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"disabled": True}]})

    disabled: bool


class PasswordChange(Wire):
    """The old password and the new one."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"old": "correct horse battery staple", "new": "four small boats sail at dawn"}]
        }
    )

    old: Password
    new: Password


class NewKey(Wire):
    """An API key to be made."""

    model_config = ConfigDict(json_schema_extra={"examples": [NEW_KEY]})

    label: Annotated[Label, Field(description="What it is for.")]
    days: Annotated[int | None, Field(ge=1, le=3650, description="How long it is good; null is until revoked.")] = 365


class Key(Wire):
    """An API key, without its secret."""

    model_config = ConfigDict(json_schema_extra={"examples": [KEY]})

    id: str
    label: str
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None

    @classmethod
    def of(cls, token: Token) -> Self:
        """Show a key."""
        return cls(
            id=token.id,
            label=token.label,
            created_at=token.created_at,
            expires_at=token.expires_at,
            revoked_at=token.revoked_at,
        )


class Keys(Wire):
    """The API keys of an account."""

    model_config = ConfigDict(json_schema_extra={"examples": [KEYS]})

    items: list[Key]


class KeyMade(Wire):
    """A new API key; the secret is told this once."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"key": KEY, "token": SESSION["token"]}]})

    key: Key
    token: str


class Advisors(Wire):
    """The accounts of the advisors who look after a company."""

    model_config = ConfigDict(json_schema_extra={"examples": [ADVISORS]})

    items: list[str]


class AuditLine(Wire):
    """A line of the audit log: ids and codes, no names, no texts."""

    number: int
    at: datetime
    actor: str
    action: str
    object_type: str
    object_id: str
    detail: dict[str, object]
    previous: str
    hash: str

    @classmethod
    def of(cls, entry: AuditEntry) -> Self:
        """Show a line."""
        return cls(**{name: getattr(entry, name) for name in cls.model_fields})


class AuditPage(Wire):
    """A page of the audit log, oldest first."""

    model_config = ConfigDict(json_schema_extra={"examples": [AUDIT]})

    items: list[AuditLine]
    next_cursor: str | None


class AuditProof(Wire):
    """What came of walking the whole chain of the audit log."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"sound": True, "lines": 1, "fault": None}]})

    sound: bool
    lines: Annotated[int | None, Field(description="How many lines there are; null where the chain is broken.")]
    fault: Annotated[str | None, Field(description="Where it is broken first.")]

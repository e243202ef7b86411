"""The tables; every change here needs a migration beside it, and a test compares the two.

Whatever belongs to a company has a column ``organisation_id`` that refers to it: that is what erasure goes by.
"""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from recommender.store.columns import Instant, Json, Key, Number

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _numbered() -> tuple[Column[int], Column[str]]:
    """A number that counts up, for order and pages, and a random id, for everybody else.

    Without ``sqlite_autoincrement``, SQLite gives the number of an erased row to the next one, and a page that goes on
    from there misses it.
    """
    return Column("number", Number, primary_key=True, autoincrement=True), Column(
        "id", Key, nullable=False, unique=True
    )


def _company(*, nullable: bool = False) -> Column[str]:
    return Column("organisation_id", Key, ForeignKey("organisations.id"), nullable=nullable, index=True)


def _ecosystem(*, nullable: bool = False) -> Column[str]:
    """Ecosystems live in the bundle, not here."""
    return Column("ecosystem_id", String(200), nullable=nullable)


def _at(name: str = "at", *, nullable: bool = False) -> Column[object]:
    return Column(name, Instant, nullable=nullable)


organisations = Table(
    "organisations",
    metadata,
    *_numbered(),
    Column("version", Integer, nullable=False),
    Column("business_id", String(100), unique=True),
    Column("sole_trader", Boolean, nullable=False),
    Column("contact_consent", Boolean, nullable=False),
    Column("objected", Boolean, nullable=False),
    _at("created_at"),
    sqlite_autoincrement=True,
)

profiles = Table(
    "profiles",
    metadata,
    Column("organisation_id", Key, ForeignKey("organisations.id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("profile", Json, nullable=False),
    Column("author", Key, nullable=False),
    _at(),
    PrimaryKeyConstraint("organisation_id", "version"),
)

intents = Table(
    "intents",
    metadata,
    *_numbered(),
    _company(),
    Column("kind", String(20), nullable=False),
    Column("text", Text, nullable=False),
    Column("until", Date),
    _at("created_at"),
    _at("closed_at", nullable=True),
    sqlite_autoincrement=True,
)

verdicts = Table(
    "verdicts",
    metadata,
    *_numbered(),
    _company(),
    _ecosystem(),
    Column("kind", String(20), nullable=False),
    Column("reason", String(40)),
    Column("note", Text, nullable=False),
    Column("until", Date),
    Column("undoes", Key, ForeignKey("verdicts.id"), unique=True),
    Column("run_id", Key, ForeignKey("runs.id")),
    Column("author", Key, nullable=False),
    _at(),
    sqlite_autoincrement=True,
)
Index("ix_verdicts_ecosystem_id", verdicts.c.ecosystem_id)

interests = Table(
    "interests",
    metadata,
    *_numbered(),
    _company(),
    _ecosystem(),
    Column("state", String(20), nullable=False),
    Column("message", Text, nullable=False),
    Column("day", Date, nullable=False),
    Column("author", Key, nullable=False),
    _at(),
    Column("answered_by", Key),
    _at("answered_at", nullable=True),
    sqlite_autoincrement=True,
)
Index("ix_interests_ecosystem_id", interests.c.ecosystem_id)

outcomes = Table(
    "outcomes",
    metadata,
    *_numbered(),
    _company(),
    _ecosystem(),
    Column("stage", String(20), nullable=False),
    Column("day", Date, nullable=False),
    Column("euros", Number),
    Column("undoes", Key, ForeignKey("outcomes.id"), unique=True),
    Column("author", Key, nullable=False),
    _at(),
    sqlite_autoincrement=True,
)

notices = Table(
    "notices",
    metadata,
    *_numbered(),
    _company(),
    Column("channel", String(20), nullable=False),
    Column("version", String(40), nullable=False),
    Column("day", Date, nullable=False),
    Column("author", Key, nullable=False),
    _at(),
    sqlite_autoincrement=True,
)

runs = Table(
    "runs",
    metadata,
    *_numbered(),
    _company(),
    Column("model", String(200), nullable=False),
    Column("asked", Json, nullable=False),
    Column("answered", Json, nullable=False),
    Column("author", Key, nullable=False),
    _at(),
    sqlite_autoincrement=True,
)

users = Table(
    "users",
    metadata,
    *_numbered(),
    Column("login", String(320), nullable=False, unique=True),
    Column("name", String(200), nullable=False),
    Column("role", String(20), nullable=False),
    Column("password_hash", String(500)),
    Column("issuer", String(500)),
    Column("subject", String(255)),
    _company(nullable=True),
    _ecosystem(nullable=True),
    _at("created_at"),
    _at("disabled_at", nullable=True),
    UniqueConstraint("issuer", "subject"),
    sqlite_autoincrement=True,
)

tokens = Table(
    "tokens",
    metadata,
    *_numbered(),
    Column("user_id", Key, ForeignKey("users.id"), nullable=False, index=True),
    Column("kind", String(20), nullable=False),
    Column("label", String(200), nullable=False),
    Column("hash", String(64), nullable=False, unique=True),
    _at("created_at"),
    _at("expires_at", nullable=True),
    _at("revoked_at", nullable=True),
    sqlite_autoincrement=True,
)

assignments = Table(
    "assignments",
    metadata,
    Column("organisation_id", Key, ForeignKey("organisations.id"), nullable=False),
    Column("user_id", Key, ForeignKey("users.id"), nullable=False, index=True),
    _at(),
    PrimaryKeyConstraint("organisation_id", "user_id"),
)

imports = Table(
    "imports",
    metadata,
    *_numbered(),
    Column("author", Key, nullable=False),
    Column("state", String(20), nullable=False),
    Column("total", Integer, nullable=False),
    Column("done", Integer, nullable=False),
    Column("report", Json, nullable=False),
    _at(),
    _at("ended_at", nullable=True),
    sqlite_autoincrement=True,
)

requests = Table(
    "requests",
    metadata,
    Column("user_id", Key, nullable=False),
    Column("key", String(200), nullable=False),
    Column("fingerprint", String(64), nullable=False),
    Column("status", Integer, nullable=False),
    Column("answer", Json, nullable=False),
    _at(),
    PrimaryKeyConstraint("user_id", "key"),
)
"""Requests with an ``Idempotency-Key``, and what they were answered."""

audit = Table(
    "audit",
    metadata,
    Column("number", Number, primary_key=True, autoincrement=False),
    _at(),
    Column("actor", Key, nullable=False),
    Column("action", String(60), nullable=False),
    Column("object_type", String(40), nullable=False),
    Column("object_id", String(200), nullable=False),
    Column("detail", Json, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
)
Index("ix_audit_object_type_object_id", audit.c.object_type, audit.c.object_id)

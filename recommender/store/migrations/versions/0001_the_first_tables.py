"""The first tables."""

import sqlalchemy as sa
from alembic import op

from recommender.store.columns import Instant, Json, Key, Number

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "audit",
        sa.Column("number", Number, autoincrement=False, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("actor", Key, nullable=False),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("object_type", sa.String(length=40), nullable=False),
        sa.Column("object_id", sa.String(length=200), nullable=False),
        sa.Column("detail", Json, nullable=False),
        sa.Column("previous", Key, nullable=False),
        sa.Column("hash", Key, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_audit"),
    )
    op.create_index("ix_audit_object_type_object_id", "audit", ["object_type", "object_id"])

    op.create_table(
        "imports",
        sa.Column("number", Number, autoincrement=True, nullable=False),
        sa.Column("id", Key, nullable=False),
        sa.Column("author", Key, nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("report", Json, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("number", name="pk_imports"),
        sa.UniqueConstraint("id", name="uq_imports_id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "organisations",
        sa.Column("number", Number, autoincrement=True, nullable=False),
        sa.Column("id", Key, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("business_id", sa.String(length=100), nullable=True),
        sa.Column("sole_trader", sa.Boolean(), nullable=False),
        sa.Column("contact_consent", sa.Boolean(), nullable=False),
        sa.Column("objected", sa.Boolean(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_organisations"),
        sa.UniqueConstraint("business_id", name="uq_organisations_business_id"),
        sa.UniqueConstraint("id", name="uq_organisations_id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "requests",
        sa.Column("user_id", Key, nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("fingerprint", Key, nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("answer", Json, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "key", name="pk_requests"),
    )
    op.create_table(
        "intents",
        sa.Column("number", Number, autoincrement=True, nullable=False),
        sa.Column("id", Key, nullable=False),
        sa.Column("organisation_id", Key, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("closed_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name="fk_intents_organisation_id"),
        sa.PrimaryKeyConstraint("number", name="pk_intents"),
        sa.UniqueConstraint("id", name="uq_intents_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_intents_organisation_id", "intents", ["organisation_id"])

    op.create_table(
        "interests",
        sa.Column("number", Number, autoincrement=True, nullable=False),
        sa.Column("id", Key, nullable=False),
        sa.Column("organisation_id", Key, nullable=False),
        sa.Column("ecosystem_id", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("author", Key, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("answered_by", Key, nullable=True),
        sa.Column("answered_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name="fk_interests_organisation_id"),
        sa.PrimaryKeyConstraint("number", name="pk_interests"),
        sa.UniqueConstraint("id", name="uq_interests_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_interests_ecosystem_id", "interests", ["ecosystem_id"])
    op.create_index("ix_interests_organisation_id", "interests", ["organisation_id"])

    op.create_table(
        "notices",
        sa.Column("number", Number, autoincrement=True, nullable=False),
        sa.Column("id", Key, nullable=False),
        sa.Column("organisation_id", Key, nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("version", sa.String(length=40), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("author", Key, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name="fk_notices_organisation_id"),
        sa.PrimaryKeyConstraint("number", name="pk_notices"),
        sa.UniqueConstraint("id", name="uq_notices_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_notices_organisation_id", "notices", ["organisation_id"])

    op.create_table(
        "outcomes",
        sa.Column("number", Number, autoincrement=True, nullable=False),
        sa.Column("id", Key, nullable=False),
        sa.Column("organisation_id", Key, nullable=False),
        sa.Column("ecosystem_id", sa.String(length=200), nullable=False),
        sa.Column("stage", sa.String(length=20), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("euros", Number, nullable=True),
        sa.Column("undoes", Key, nullable=True),
        sa.Column("author", Key, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name="fk_outcomes_organisation_id"),
        sa.ForeignKeyConstraint(["undoes"], ["outcomes.id"], name="fk_outcomes_undoes"),
        sa.PrimaryKeyConstraint("number", name="pk_outcomes"),
        sa.UniqueConstraint("id", name="uq_outcomes_id"),
        sa.UniqueConstraint("undoes", name="uq_outcomes_undoes"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_outcomes_organisation_id", "outcomes", ["organisation_id"])

    op.create_table(
        "profiles",
        sa.Column("organisation_id", Key, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("profile", Json, nullable=False),
        sa.Column("author", Key, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name="fk_profiles_organisation_id"),
        sa.PrimaryKeyConstraint("organisation_id", "version", name="pk_profiles"),
    )
    op.create_table(
        "runs",
        sa.Column("number", Number, autoincrement=True, nullable=False),
        sa.Column("id", Key, nullable=False),
        sa.Column("organisation_id", Key, nullable=False),
        sa.Column("model", sa.String(length=200), nullable=False),
        sa.Column("asked", Json, nullable=False),
        sa.Column("answered", Json, nullable=False),
        sa.Column("author", Key, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name="fk_runs_organisation_id"),
        sa.PrimaryKeyConstraint("number", name="pk_runs"),
        sa.UniqueConstraint("id", name="uq_runs_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_runs_organisation_id", "runs", ["organisation_id"])

    op.create_table(
        "users",
        sa.Column("number", Number, autoincrement=True, nullable=False),
        sa.Column("id", Key, nullable=False),
        sa.Column("login", sa.String(length=320), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("password_hash", sa.String(length=500), nullable=True),
        sa.Column("issuer", sa.String(length=500), nullable=True),
        sa.Column("subject", sa.String(length=255), nullable=True),
        sa.Column("organisation_id", Key, nullable=True),
        sa.Column("ecosystem_id", sa.String(length=200), nullable=True),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("disabled_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name="fk_users_organisation_id"),
        sa.PrimaryKeyConstraint("number", name="pk_users"),
        sa.UniqueConstraint("id", name="uq_users_id"),
        sa.UniqueConstraint("issuer", "subject", name="uq_users_issuer_subject"),
        sa.UniqueConstraint("login", name="uq_users_login"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_users_organisation_id", "users", ["organisation_id"])

    op.create_table(
        "assignments",
        sa.Column("organisation_id", Key, nullable=False),
        sa.Column("user_id", Key, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name="fk_assignments_organisation_id"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_assignments_user_id"),
        sa.PrimaryKeyConstraint("organisation_id", "user_id", name="pk_assignments"),
    )
    op.create_index("ix_assignments_user_id", "assignments", ["user_id"])

    op.create_table(
        "tokens",
        sa.Column("number", Number, autoincrement=True, nullable=False),
        sa.Column("id", Key, nullable=False),
        sa.Column("user_id", Key, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("hash", Key, nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("expires_at", Instant(), nullable=True),
        sa.Column("revoked_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_tokens_user_id"),
        sa.PrimaryKeyConstraint("number", name="pk_tokens"),
        sa.UniqueConstraint("hash", name="uq_tokens_hash"),
        sa.UniqueConstraint("id", name="uq_tokens_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_tokens_user_id", "tokens", ["user_id"])

    op.create_table(
        "verdicts",
        sa.Column("number", Number, autoincrement=True, nullable=False),
        sa.Column("id", Key, nullable=False),
        sa.Column("organisation_id", Key, nullable=False),
        sa.Column("ecosystem_id", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("undoes", Key, nullable=True),
        sa.Column("run_id", Key, nullable=True),
        sa.Column("author", Key, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name="fk_verdicts_organisation_id"),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name="fk_verdicts_run_id"),
        sa.ForeignKeyConstraint(["undoes"], ["verdicts.id"], name="fk_verdicts_undoes"),
        sa.PrimaryKeyConstraint("number", name="pk_verdicts"),
        sa.UniqueConstraint("id", name="uq_verdicts_id"),
        sa.UniqueConstraint("undoes", name="uq_verdicts_undoes"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_verdicts_ecosystem_id", "verdicts", ["ecosystem_id"])
    op.create_index("ix_verdicts_organisation_id", "verdicts", ["organisation_id"])

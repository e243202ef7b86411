"""The nouns of the store: frozen, with no knowledge of tables.

Ids are random and say nothing; an erased company leaves none of its words behind, not even in the audit log.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NewType

from recommender.entities import EcosystemId, OrganisationId, SizeClass

UserId = NewType("UserId", str)
VerdictId = NewType("VerdictId", str)
RunId = NewType("RunId", str)


class Role(StrEnum):
    """What an account may do: its own company, companies assigned, one ecosystem, figures without names, everything."""

    SME = "sme"
    ADVISOR = "advisor"
    FLAGSHIP = "flagship"
    SCIENTIST = "scientist"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class User:
    """An account. An SME's belongs to one company, a flagship contact's to one ecosystem.

    One that is ``linked`` belongs to a person whom an identity provider has named once, and to nobody else.
    """

    id: UserId
    login: str
    role: Role
    name: str = ""
    organisation_id: OrganisationId | None = None
    ecosystem_id: EcosystemId | None = None
    disabled_at: datetime | None = None
    created_at: datetime | None = None
    linked: bool = False


@dataclass(frozen=True, slots=True)
class Identity:
    """Whom an identity provider names: the ``subject`` is nobody else's ever, the login may change hands."""

    issuer: str
    subject: str
    login: str | None = None


class TokenKind(StrEnum):
    """What a bearer token came from: a sign-in, or an API key that an account made."""

    SESSION = "session"
    KEY = "key"


@dataclass(frozen=True, slots=True)
class Token:
    """A bearer token as it is kept: its hash is in the database, the token itself with its owner only."""

    id: str
    user_id: UserId
    kind: TokenKind
    label: str
    created_at: datetime
    expires_at: datetime | None = None
    revoked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CompanyProfile:
    """What a company says of itself in one version; ``sme_id`` is its id in the data that models learn from."""

    name: str
    country: str = ""
    region: str = ""
    size: SizeClass = SizeClass.UNKNOWN
    sectors: tuple[str, ...] = ()
    website: str = ""
    sme_id: str = ""
    business_id: str = ""
    text: str = ""
    offers: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()

    @property
    def passage(self) -> str:
        """All that it says, as one passage; what asks the recommender."""
        return "\n".join(part for part in (self.text, *self.offers, *self.needs) if part)


@dataclass(frozen=True, slots=True)
class Company:
    """A company of the store: its current profile, and the marks that a new version does not change."""

    id: OrganisationId
    version: int
    profile: CompanyProfile
    sole_trader: bool
    contact_consent: bool
    objected: bool
    created_at: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class ProfileVersion:
    """One version of a profile: what it said, who wrote it, and when."""

    version: int
    profile: CompanyProfile
    author: UserId
    at: datetime


class IntentKind(StrEnum):
    """Whether something is offered or sought."""

    OFFER = "offer"
    SEEK = "seek"


@dataclass(frozen=True, slots=True)
class Intent:
    """One thing that a company offers or seeks, until a day."""

    id: str
    organisation_id: OrganisationId
    kind: IntentKind
    text: str
    until: date | None
    created_at: datetime
    closed_at: datetime | None = None


class VerdictKind(StrEnum):
    """What an advisor, or the company itself, says of a match."""

    ACCEPT = "accept"
    DECLINE = "decline"
    SHORTLIST = "shortlist"
    SNOOZE = "snooze"
    NOTE = "note"
    UNDO = "undo"


class DeclineReason(StrEnum):
    """Why a match is declined; codes, so that a model can learn from them."""

    OTHER_FIELD = "other_field"
    TOO_SMALL = "too_small"
    TOO_EARLY = "too_early"
    NO_CAPACITY = "no_capacity"
    COMPETITOR = "competitor"
    ALREADY_PARTNERS = "already_partners"
    WRONG_REGION = "wrong_region"
    WRONG_DATA = "wrong_data"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict as it is given.

    ``decline`` needs a ``reason``, ``snooze`` a day ``until``, ``note`` a ``note``, ``undo`` the id that it ``undoes``.
    """

    organisation_id: OrganisationId
    ecosystem_id: EcosystemId
    kind: VerdictKind
    reason: DeclineReason | None = None
    note: str = ""
    until: date | None = None
    undoes: VerdictId | None = None
    run_id: RunId | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """A verdict as it is kept; none is ever changed, an undo is a verdict of its own."""

    id: VerdictId
    number: int
    judgement: Judgement
    author: UserId
    at: datetime
    undone: bool = False


class Stage(StrEnum):
    """How far a match has come, in this order."""

    SUGGESTED = "suggested"
    VIEWED = "viewed"
    CONTACTED = "contacted"
    REPLIED = "replied"
    MET = "met"
    AGREEMENT = "agreement"
    RDI = "rdi"


@dataclass(frozen=True, slots=True)
class Reached:
    """A match that reached a stage on a day; ``euros`` of RDI spending where, and only where, the stage is ``rdi``."""

    organisation_id: OrganisationId
    ecosystem_id: EcosystemId
    stage: Stage
    day: date
    euros: int | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """A stage reached, as it is kept; none is ever changed, an undo is an outcome of its own."""

    id: str
    number: int
    reached: Reached
    author: UserId
    at: datetime
    undoes: str | None = None
    undone: bool = False


class InterestState(StrEnum):
    """Where an expression of interest stands; names are shown to the other side only once it is ``agreed``."""

    OPEN = "open"
    AGREED = "agreed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Interest:
    """A company that would like to talk to an ecosystem, and who answered for that side."""

    id: str
    number: int
    organisation_id: OrganisationId
    ecosystem_id: EcosystemId
    state: InterestState
    message: str
    author: UserId
    at: datetime
    answered_by: UserId | None = None
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class StoredRun:
    """A ranking that was given, with all that it takes to give it again; ``asked``, ``answered`` are JSON objects."""

    id: RunId
    organisation_id: OrganisationId
    author: UserId
    model: str
    asked: dict[str, object]
    answered: dict[str, object]
    at: datetime


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One line of the audit log: who did what to which object, and the hash that chains it to the line before."""

    number: int
    at: datetime
    actor: str
    action: str
    object_type: str
    object_id: str
    detail: dict[str, object] = field(default_factory=dict)
    previous: str = ""
    hash: str = ""

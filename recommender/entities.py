"""The nouns: frozen, in plain Python, with no knowledge of files or rows."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NewType

OrganisationId = NewType("OrganisationId", str)
EcosystemId = NewType("EcosystemId", str)
ProjectId = NewType("ProjectId", str)


class SizeClass(StrEnum):
    """Size of an organisation; ``SME`` is micro, small or medium where the source does not say which."""

    MICRO = "micro"
    SMALL = "small"
    MEDIUM = "medium"
    SME = "sme"
    LARGE = "large"
    UNKNOWN = "unknown"

    @property
    def is_sme(self) -> bool:
        """Whether the class is micro, small or medium."""
        return self in {SizeClass.MICRO, SizeClass.SMALL, SizeClass.MEDIUM, SizeClass.SME}


class Kind(StrEnum):
    """Kind of an organisation."""

    COMPANY = "company"
    UNIVERSITY = "university"
    RESEARCH = "research"
    PUBLIC = "public"
    OTHER = "other"


class Scope(StrEnum):
    """Reach of an ecosystem."""

    REGIONAL = "regional"
    NATIONAL = "national"
    INTERNATIONAL = "international"


class Origin(StrEnum):
    """Where an ecosystem's description comes from: people wrote it, or past projects show it."""

    CATALOGUE = "catalogue"
    PROJECTS = "projects"


@dataclass(frozen=True, slots=True)
class SizeFact:
    """A size class and the day from which it was known."""

    size: SizeClass
    known_on: date


@dataclass(frozen=True, slots=True)
class Organisation:
    """Any company, university or public body.

    ``country`` is a two-letter code as the source writes it (CORDIS: EL, UK); ``region`` a NUTS code or ``""``;
    ``sectors`` are NACE codes or plain names; ``sole_trader`` marks personal data; ``None`` means unknown. All but
    ``sizes``, which bear days of their own, is as it was known from ``known_on`` on.
    """

    id: OrganisationId
    name: str
    kind: Kind = Kind.COMPANY
    country: str = ""
    region: str = ""
    sizes: tuple[SizeFact, ...] = ()
    sectors: tuple[str, ...] = ()
    website: str = ""
    sole_trader: bool | None = None
    fictional: bool = False
    known_on: date = date.min

    def size_on(self, day: date) -> SizeClass:
        """Return the size class most often stated before `day`; the latest statement wins a tie."""
        known = [fact for fact in self.sizes if fact.known_on < day and fact.size is not SizeClass.UNKNOWN]
        if not known:
            return SizeClass.UNKNOWN
        counts = Counter(fact.size for fact in known)
        most = max(counts.values())
        return max(
            (fact for fact in known if counts[fact.size] == most), key=lambda fact: (fact.known_on, fact.size)
        ).size


@dataclass(frozen=True, slots=True)
class Profile:
    """What an organisation says of itself: free texts, offers and needs, and the day from which they were known."""

    organisation_id: OrganisationId
    texts: tuple[str, ...]
    offers: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    known_on: date = date.min

    @property
    def text(self) -> str:
        """All of it as one passage."""
        return " ".join((*self.texts, *self.offers, *self.needs))


@dataclass(frozen=True, slots=True)
class Ecosystem:
    """What is recommended: a flagship with scope, goals (its roadmap), themes and members.

    ``participant_id`` is the participant in whose projects the ecosystem shows: its flagship, or the ecosystem itself
    where one flagship leads several. ``names``, ``summaries`` and ``goals`` are keyed by language (``en``, ``fi``);
    ``verified`` tells that a person checked them against the ``source``.
    """

    id: EcosystemId
    flagship_id: OrganisationId
    flagship_name: str
    names: dict[str, str]
    participant_id: OrganisationId
    origin: Origin = Origin.CATALOGUE
    scope: Scope = Scope.INTERNATIONAL
    country: str = ""
    region: str = ""
    summaries: dict[str, str] = field(default_factory=dict)
    goals: dict[str, tuple[str, ...]] = field(default_factory=dict)
    themes: tuple[str, ...] = ()
    sdgs: tuple[int, ...] = ()
    members: tuple[str, ...] = ()
    source: str = ""
    verified: bool = False
    known_on: date = date.min

    def name(self, language: str = "en") -> str:
        """Name in `language`, else in English, else in whatever there is."""
        return self.names.get(language) or self.names.get("en") or next(iter(self.names.values()), self.id)

    @property
    def doubtful(self) -> bool:
        """Whether people described it and nobody has checked; what past projects show needs no checking."""
        return self.origin is Origin.CATALOGUE and not self.verified

    @property
    def passages(self) -> tuple[str, ...]:
        """The texts that people wrote for it, each short enough to embed: summaries, then goals, by language.

        None where past projects show it: their own texts stand for it.
        """
        if self.origin is Origin.PROJECTS:
            return ()
        spoken = [text for language in sorted(self.summaries) for text in (self.summaries[language],)]
        aims = [goal for language in sorted(self.goals) for goal in self.goals[language]]
        return tuple(text for text in (*spoken, *aims) if text) or (self.name(),)


@dataclass(frozen=True, slots=True)
class Project:
    """A joint undertaking with a start day; ``None`` where the source does not say."""

    id: ProjectId
    title: str = ""
    objective: str = ""
    call: str = ""
    call_title: str = ""
    programme: str = ""
    started: date | None = None
    ended: date | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Participation:
    """An organisation's part in a project."""

    project_id: ProjectId
    participant_id: OrganisationId
    role: str = "participant"


@dataclass(frozen=True, slots=True)
class Partnership:
    """An SME and an ecosystem's flagship in one project, since a day."""

    sme_id: OrganisationId
    ecosystem_id: EcosystemId
    since: date
    source: ProjectId


@dataclass(frozen=True, slots=True)
class Filters:
    """What a ranking may hold; an empty set admits everything. Themes and SDGs admit what shares at least one."""

    scopes: frozenset[Scope] = frozenset()
    countries: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    themes: frozenset[str] = frozenset()
    sdgs: frozenset[int] = frozenset()

    def admits(self, ecosystem: Ecosystem) -> bool:
        """Whether `ecosystem` may be shown; a region admits its sub-regions (NUTS codes nest by prefix)."""
        return (
            (not self.scopes or ecosystem.scope in self.scopes)
            and (not self.countries or ecosystem.country in self.countries)
            and (not self.regions or any(r and ecosystem.region.startswith(r) for r in self.regions))
            and (not self.themes or not self.themes.isdisjoint(ecosystem.themes))
            and (not self.sdgs or not self.sdgs.isdisjoint(ecosystem.sdgs))
        )


@dataclass(frozen=True, slots=True)
class Query:
    """One SME that asks, known by id, by what it writes, or both; either may be missing, then the other serves.

    ``without`` are ecosystems that it shall not be shown.
    """

    id: str
    sme_id: OrganisationId | None = None
    country: str = ""
    text: str = ""
    language: str = ""
    without: frozenset[EcosystemId] = frozenset()


@dataclass(frozen=True, slots=True)
class Reason:
    """A named part of a score; the reasons of one recommendation sum to its score."""

    name: str
    value: float


class EvidenceKind(StrEnum):
    """What a piece of evidence shows."""

    GOAL = "goal"
    PROJECT = "project"
    PARTNER = "partner"
    TOGETHER = "together"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Something a reader can check.

    ``goal`` and ``project`` pair a sentence of the SME (``ours``) with a goal or past project of the ecosystem
    (``theirs``) and their cosine ``similarity``; ``partner`` names an organisation that both have worked with;
    ``together`` a project in which both took part. ``source`` is a project id or an address. ``from_profile`` tells
    that ``ours`` is from the SME's profile, as it asked without a text.
    """

    kind: EvidenceKind
    theirs: str
    ours: str = ""
    similarity: float | None = None
    source: str = ""
    from_profile: bool = False


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One ecosystem in a ranking: ``rank`` from 1, ``score`` comparable within the ranking, ``odds`` a probability."""

    ecosystem_id: EcosystemId
    flagship_id: OrganisationId
    rank: int
    score: float
    odds: float
    reasons: tuple[Reason, ...] = ()
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Ranking:
    """The answer to one query, best first."""

    query_id: str
    recommendations: tuple[Recommendation, ...]

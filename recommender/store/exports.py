"""Rows for exports: verdicts and companies as tables of plain values, read page by page."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from secrets import SystemRandom

from sqlalchemy import ColumnElement, Connection, Select, and_, func, select, true

from recommender.entities import OrganisationId
from recommender.store.notices import NEVER_TOLD, due
from recommender.store.nouns import VerdictKind
from recommender.store.outcomes import LEAST
from recommender.store.schema import notices, organisations, profiles, verdicts
from recommender.store.store import Store

PAGE = 1000
Cell = str | int | float | bool | date | datetime | None
Line = Mapping[str, Cell]
Companies = frozenset[OrganisationId] | None
"""Those that may be told; None means all."""

VERDICTS = (
    "number", "id", "company_id", "company", "country", "size", "ecosystem_id", "kind", "reason", "note", "until",
    "undone", "author", "at",
)  # fmt: skip
PSEUDONYMOUS = ("company_number", "country", "size", "ecosystem_id", "kind", "reason", "until", "undone", "month")
COMPANIES = (
    "number", "id", "name", "business_id", "country", "region", "size", "sectors", "website", "languages", "version",
    "sole_trader", "contact_consent", "objected", "created_at",
)  # fmt: skip

NOTICES = (
    "company_id", "company", "business_id", "kept_since", "due", "told", "channel", "version", "author", "at",
)  # fmt: skip


def notice_lines(store: Store, among: Companies) -> Iterator[Line]:
    """Read sole traders who have not been told that their data are kept, then all notices, in the order of entry."""
    for row in _pages(store, _UNTOLD, organisations.c.number, _in(among)):
        yield _notice(row)
    for row in _pages(store, _NOTICES, notices.c.number, _in(among)):
        yield _notice(row)


def verdict_lines(store: Store, among: Companies) -> Iterator[Line]:
    """Read verdicts with names and notes, in the order in which they were given."""
    for row in _pages(store, _VERDICTS, verdicts.c.number, _in(among)):
        yield {name: row[name] for name in VERDICTS}


def pseudonymous_verdict_lines(store: Store) -> Iterator[Line]:
    """Read verdicts without notes, undos, names and ids; companies have numbers that hold in this export only.

    Companies that objected are not in it, nor sole traders, whose data are personal. Days are told as months, of those
    that are over: what two exports differ by tells no day either. Country and size of a company are left out where
    fewer than `LEAST` share both.
    """
    numbers: dict[str, int] = {}
    draw = SystemRandom()
    taken: set[int] = set()
    begun = month_began(store.clock())
    judging = and_(
        verdicts.c.kind.not_in([VerdictKind.NOTE.value, VerdictKind.UNDO.value]), verdicts.c.at < begun, _IMPERSONAL
    )
    with store.reading() as connection:
        common = _common(connection)
    for row in _pages(store, _VERDICTS, verdicts.c.number, judging):
        company_id = str(row["company_id"])
        while company_id not in numbers:
            number = draw.randrange(1, 2**40)
            if number not in taken:
                taken.add(number)
                numbers[company_id] = number
        shared = (row["country"], row["size"]) in common
        yield {
            **{name: row.get(name) for name in PSEUDONYMOUS},
            **({} if shared else {"country": None, "size": None}),
            "company_number": numbers[company_id],
            "undone": isinstance(row["undone_at"], datetime) and row["undone_at"] < begun,
            "until": _month(row["until"]),
            "month": _month(row["at"]),
        }


def month_began(at: datetime) -> datetime:
    """When the month began that `at` is in."""
    return at.replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def company_lines(store: Store, among: Companies) -> Iterator[Line]:
    """Read companies with what they say of themselves now, but for long texts."""
    for row in _pages(store, _COMPANIES, organisations.c.number, _in(among)):
        yield {name: row[name] for name in COMPANIES}


_undo = verdicts.alias("undo")
_with_profile = and_(
    profiles.c.organisation_id == organisations.c.id, profiles.c.version == organisations.c.version
)  # fmt: skip
_VERDICTS = (
    select(
        verdicts,
        verdicts.c.organisation_id.label("company_id"),
        profiles.c.profile,
        _undo.c.id.is_not(None).label("undone"),
        _undo.c.at.label("undone_at"),
    )
    .join(organisations, organisations.c.id == verdicts.c.organisation_id)
    .join(profiles, _with_profile)
    .outerjoin(_undo, _undo.c.undoes == verdicts.c.id)
)
_IMPERSONAL = and_(organisations.c.objected.is_(False), organisations.c.sole_trader.is_(False))
_COMPANIES = select(organisations, profiles.c.profile).join(profiles, _with_profile)

_COLLECTED = (organisations.c.id.label("company_id"), organisations.c.created_at.label("kept_since"))
_UNTOLD = (  # no other columns of the company: a notice has a ``version`` too
    select(organisations.c.number, organisations.c.business_id, *_COLLECTED, profiles.c.profile)
    .join(profiles, _with_profile)
    .where(NEVER_TOLD)
)
_NOTICES = (
    select(notices, notices.c.day.label("told"), organisations.c.business_id, *_COLLECTED, profiles.c.profile)
    .join(organisations, organisations.c.id == notices.c.organisation_id)
    .join(profiles, _with_profile)
)


def _notice(row: Line) -> Line:
    since = row["kept_since"]
    day = due(since) if isinstance(since, datetime) else None
    return {name: row.get(name) for name in NOTICES} | {"due": day}


def _common(connection: Connection) -> set[tuple[object, object]]:
    """Countries with sizes that at least `LEAST` companies share, of those that may be told of."""
    both = (profiles.c.profile["country"].as_string(), profiles.c.profile["size"].as_string())
    asked = select(*both).join(organisations, _with_profile).where(_IMPERSONAL).group_by(*both)
    return {(row[0], row[1]) for row in connection.execute(asked.having(func.count() >= LEAST))}


def _month(day: Cell) -> str | None:
    return f"{day:%Y-%m}" if isinstance(day, date) else None


def _in(among: Companies) -> ColumnElement[bool]:
    return true() if among is None else organisations.c.id.in_(among)


def _pages(
    store: Store, asked: Select[tuple[object, ...]], number: ColumnElement[int], where: ColumnElement[bool]
) -> Iterator[dict[str, Cell]]:
    """Read row after row, a page at a time, so that no transaction stays open while a client is slow."""
    after = 0
    while True:
        with store.reading() as connection:
            page = _page(connection, asked.where(where, number > after).order_by(number).limit(PAGE))
        yield from page
        if len(page) < PAGE:
            return
        after = int(str(page[-1]["number"]))


def _page(connection: Connection, asked: Select[tuple[object, ...]]) -> list[dict[str, Cell]]:
    found = []
    for row in connection.execute(asked).mappings():
        said = row["profile"]
        lists = {name: " | ".join(said[name]) for name in ("sectors", "languages")}
        told = {name: said[name] for name in ("name", "country", "region", "size", "website")}
        found.append({**row, **told, **lists, "company": said["name"]})
    return found

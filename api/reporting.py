"""What figures each role is told: an advisor those of its companies, a data scientist none that tells of a single one.

A data scientist gets funnels in fives and by one filter at a time, periods in whole years: of narrower or more numerous
cuts, two could differ by one match, however their numbers are rounded. It is told what was told until the last month
ended, so that two answers of one month are the same; spending of all matches only, and where no company made up more
than half of it.
"""

from collections.abc import Iterator
from dataclasses import asdict, replace

from api.access import Caller, Reach
from api.errors import ForbiddenError
from recommender.store import exports
from recommender.store.nouns import Role
from recommender.store.outcomes import Cohort, Funnel, funnel, in_fives

FUNNEL = ("stage", "count", "share", "low", "high")
Table = tuple[tuple[str, ...], Iterator[exports.Line]]


def counted(caller: Caller, among: Cohort) -> Funnel:
    """Count a funnel as far as the caller may see it.

    Raises
    ------
    ForbiddenError
        If an advisor asks for another's figures, or a data scientist for one advisor's, or for a narrow cut.
    """
    if caller.reach is Reach.OWN:
        if among.advisor not in {None, caller.id}:
            raise ForbiddenError("An advisor may see the figures of the own companies only.")
        among = replace(among, advisor=caller.id)
    elif caller.role is Role.SCIENTIST:
        _require_broad(among)
    broad = caller.role is Role.SCIENTIST
    before = exports.month_began(caller.store.clock()) if broad else None
    with caller.store.reading() as connection:
        told = funnel(connection, among, before=before)
    if not broad:
        return told
    return in_fives(told if among == Cohort() else replace(told, euros=None))


def verdict_table(caller: Caller) -> Table:
    """Tell verdicts, without names, texts and ids for a data scientist."""
    if caller.role is Role.SCIENTIST:
        return exports.PSEUDONYMOUS, exports.pseudonymous_verdict_lines(caller.store)
    return exports.VERDICTS, exports.verdict_lines(caller.store, caller.companies())


def company_table(caller: Caller) -> Table:
    """Tell companies that the caller may see."""
    return exports.COMPANIES, exports.company_lines(caller.store, caller.companies())


def notice_table(caller: Caller) -> Table:
    """Tell which sole traders, of those that the caller may see, were told that their data are kept, and which not."""
    return exports.NOTICES, exports.notice_lines(caller.store, caller.companies())


def funnel_table(caller: Caller, among: Cohort) -> Table:
    """Tell a funnel."""
    steps = [asdict(step) for step in counted(caller, among).steps]
    return FUNNEL, iter([{**step, "stage": str(step["stage"])} for step in steps])


def _require_broad(among: Cohort) -> None:
    if among.advisor is not None:
        raise ForbiddenError("A data scientist may not see the figures of one advisor.")
    period = among.since is not None or among.until is not None
    if sum((period, among.ecosystem_id is not None, among.country is not None, among.region is not None)) > 1:
        raise ForbiddenError(
            "A data scientist may filter by a period, an ecosystem, a country or a region, one of them."
        )
    begins = among.since is None or (among.since.month, among.since.day) == (1, 1)
    ends = among.until is None or (among.until.month, among.until.day) == (12, 31)
    if not (begins and ends):
        raise ForbiddenError("A data scientist may ask for whole years: since a 1 January, until a 31 December.")

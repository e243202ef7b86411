"""What figures each role is told: an advisor those of its companies, a data scientist none with few behind them."""

from collections.abc import Iterator
from dataclasses import asdict, replace

from api.access import Caller, Reach
from api.errors import ForbiddenError
from recommender.store import exports
from recommender.store.nouns import Role
from recommender.store.outcomes import Cohort, Funnel, funnel, without_small_cells

FUNNEL = ("stage", "count", "share", "low", "high")
Table = tuple[tuple[str, ...], Iterator[exports.Line]]


def counted(caller: Caller, among: Cohort) -> Funnel:
    """Count a funnel as far as the caller may see it.

    Raises
    ------
    ForbiddenError
        If a data scientist asks for one advisor's figures, or an advisor for another's.
    """
    if caller.reach is Reach.OWN:
        if among.advisor not in {None, caller.id}:
            raise ForbiddenError("An advisor may see the figures of the own companies only.")
        among = replace(among, advisor=caller.id)
    elif caller.role is Role.SCIENTIST and among.advisor is not None:
        raise ForbiddenError("A data scientist may not see the figures of one advisor.")
    with caller.store.reading() as connection:
        told = funnel(connection, among)
    return without_small_cells(told) if caller.role is Role.SCIENTIST else told


def verdict_table(caller: Caller) -> Table:
    """Tell verdicts, without names, texts and ids for a data scientist."""
    if caller.role is Role.SCIENTIST:
        return exports.PSEUDONYMOUS, exports.pseudonymous_verdict_lines(caller.store)
    return exports.VERDICTS, exports.verdict_lines(caller.store, caller.companies())


def company_table(caller: Caller) -> Table:
    """Tell companies that the caller may see."""
    return exports.COMPANIES, exports.company_lines(caller.store, caller.companies())


def funnel_table(caller: Caller, among: Cohort) -> Table:
    """Tell a funnel."""
    steps = [asdict(step) for step in counted(caller, among).steps]
    return FUNNEL, iter([{**step, "stage": str(step["stage"])} for step in steps])

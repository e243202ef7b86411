"""Two-sided measures: what the first ten places show when both sides look, SMEs at ecosystems and ecosystems at SMEs.

CRecall, SRecall and RNDCG follow Yang et al. 2024 (Revisiting Reciprocal Recommender Systems, arXiv 2408.09748) as the
paper's abstract and descriptions of it in other places tell them; the formulas below are what counts here. A true pair
is a query and an ecosystem that it led to; ``top(x)`` are the first ten places of the list of ``x``.

``crecall`` (overall coverage): |{(q, e) true : e ∈ top(q) or q ∈ top(e)}| / |true pairs|, each pair counted once.

``srecall`` (bilateral stability): |{(q, e) true : e ∈ top(q) and q ∈ top(e)}| / |true pairs|.

``rndcg`` (balanced ranking): (n · A + m · B) / (n + m), where A is the mean nDCG@10 of the lists of the n queries that
have truths, and B that of the m ecosystems that are a truth: each party that looks for another weighs the same.
"""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from recommender.pipeline import Recommender
from recommender.ranking.reciprocal import best_askers
from training.evaluation.breadth import SHOWN, gini
from training.evaluation.measures import means
from training.evaluation.tasks import Ids, Task

Lists = Mapping[str, Sequence[str]]


class Sides(BaseModel):
    """How both sides are served by the first ten places.

    ``ndcg`` of the lists of SMEs, ``flagship_ndcg`` of those of ecosystems, ``rndcg``, ``crecall`` and ``srecall`` of
    both, ``gini`` of how often each ecosystem is shown to SMEs.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    ndcg: float
    flagship_ndcg: float
    rndcg: float
    crecall: float
    srecall: float
    gini: float


class Reciprocity(BaseModel):
    """The one-sided and the two-sided ranking of the same queries."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    one_sided: Sides
    two_sided: Sides


def sides(for_smes: Lists, for_flagships: Lists, qrels: Mapping[str, Ids]) -> Sides:
    """Measure lists of both sides against the same true pairs.

    Parameters
    ----------
    for_smes : ecosystems for each query, best first
    for_flagships : queries for each ecosystem of the catalogue, best first
    qrels : true ecosystems of each query
    """
    pairs = [(query, str(ecosystem)) for query, truths in qrels.items() for ecosystem in sorted(truths)]
    wanted: dict[str, set[str]] = {}
    for query, ecosystem in pairs:
        wanted.setdefault(ecosystem, set()).add(query)
    asked = {query: truths for query, truths in qrels.items() if truths}
    ours, theirs = means(for_smes, asked)["ndcg_10"], means(for_flagships, wanted)["ndcg_10"]
    seen = [(e in for_smes.get(q, ())[:SHOWN], q in for_flagships.get(e, ())[:SHOWN]) for q, e in pairs]
    exposure = dict.fromkeys(for_flagships, 0)
    for ranked in for_smes.values():
        for ecosystem in ranked[:SHOWN]:
            exposure[ecosystem] += 1
    parties = len(asked) + len(wanted)
    return Sides(
        ndcg=ours,
        flagship_ndcg=theirs,
        rndcg=(len(asked) * ours + len(wanted) * theirs) / max(parties, 1),
        crecall=sum(one or other for one, other in seen) / max(len(pairs), 1),
        srecall=sum(one and other for one, other in seen) / max(len(pairs), 1),
        gini=gini(np.array(list(exposure.values()), dtype=np.int64)),
    )


def reciprocity(recommender: Recommender, task: Task, one_sided: Lists) -> Reciprocity:
    """Ask the product for both sides, with and without regard to the other one; `one_sided` is what it has answered.

    The one-sided lists of ecosystems order queries by their odds, which is all that one direction has to say of two
    SMEs; the two-sided ones as `Recommender.askers` does.

    Raises
    ------
    QueryError
        If the product knows nothing of the other side.
    """
    ids = [query.id for query in task.queries]
    odds = recommender.log_odds(task.queries, exclude_known=task.exclude_known)

    def of(for_smes: Lists, seen: NDArray[np.float64]) -> Sides:
        for_flagships: Lists = {
            ecosystem.id: [ids[place] for place in best_askers(seen[:, row], ids, SHOWN)]
            for row, ecosystem in enumerate(recommender.catalogue)
        }
        return sides(for_smes, for_flagships, task.qrels)

    seen = recommender.other_side().seen(odds)
    rankings = recommender.recommend(task.queries, k=SHOWN, exclude_known=task.exclude_known, two_sided=True)
    two_sided = {ranking.query_id: [r.ecosystem_id for r in ranking.recommendations] for ranking in rankings}
    return Reciprocity(one_sided=of(one_sided, odds), two_sided=of(two_sided, seen))


def mean(found: Iterable[Reciprocity]) -> Reciprocity:
    """Mean over tasks, which weigh the same."""
    parts = list(found)
    return Reciprocity(
        one_sided=_mean([part.one_sided for part in parts]), two_sided=_mean([part.two_sided for part in parts])
    )


def _mean(parts: Sequence[Sides]) -> Sides:
    return Sides(**{name: float(np.mean([getattr(part, name) for part in parts])) for name in Sides.model_fields})

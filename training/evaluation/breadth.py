"""Beyond accuracy: what the first ten places of a run show of the catalogue, and whom they serve."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from recommender.entities import Ecosystem, EcosystemId, SizeClass
from recommender.retrieval.world import World

SHOWN = 10
FEW_PARTNERS = 25
"""Past partners up to which an ecosystem counts as a newcomer: about a tenth of those that projects show."""

EXACT = frozenset({SizeClass.MICRO, SizeClass.SMALL, SizeClass.MEDIUM})

Top = Sequence[Sequence[EcosystemId]]


class Breadth(BaseModel):
    """What the first ten places show; ``None`` where there is nothing to tell it from.

    ``coverage`` share of the catalogue that is shown to anyone; ``novelty`` mean self-information of what is shown, in
    bits: −log2 of the share of past participants who were its partners (Zhou et al. 2010); ``diversity`` 1 − mean
    cosine of pairs in a list (Ziegler et al. 2005); ``gini`` of how often each ecosystem is shown, 0 equal, 1 one takes
    all; ``newcomers`` share of what is shown with few past partners; ``home`` and ``foreign`` share from the asker's
    country and from another; ``micro_asking`` and ``micro_served`` share of micro companies among the askers of known
    size, and among those of them who found a truth.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    coverage: float
    novelty: float | None
    diversity: float | None
    gini: float
    newcomers: float | None
    home: float | None
    foreign: float | None
    micro_asking: float | None
    micro_served: float | None


@dataclass(frozen=True)
class Shop:
    """What can be shown: ``partners`` (n,) past ones of ``participants`` in all, ``vectors`` (n, dim) unit rows."""

    ecosystems: Sequence[Ecosystem]
    partners: NDArray[np.int64]
    participants: int
    vectors: NDArray[np.float64]

    @classmethod
    def of(cls, world: World) -> "Shop":
        """Take the ecosystems of a world; who counts as a partner has a joint project with one."""
        vectors = np.asarray(world.dense.means, dtype=np.float64)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return cls(
            tuple(world.catalogue),
            world.partners,
            len(world.history.participants),
            np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0),
        )


@dataclass(frozen=True)
class Asker:
    """Who asked: country (``""`` unknown), size, and whether a truth was among the first ten places."""

    country: str
    size: SizeClass
    served: bool


def breadth(top: Top, askers: Sequence[Asker], shop: Shop) -> Breadth:
    """Measure the first ten places of each query's ranking, in the order of the askers."""
    place = {ecosystem.id: row for row, ecosystem in enumerate(shop.ecosystems)}
    lists = [[place[ecosystem_id] for ecosystem_id in ranked[:SHOWN]] for ranked in top]
    shown = np.array([row for rows in lists for row in rows], dtype=np.int64)
    exposure = np.bincount(shown, minlength=len(place))
    bits = -np.log2((shop.partners + 1) / (shop.participants + 1))
    homes = [
        shop.ecosystems[row].country == asker.country
        for rows, asker in zip(lists, askers, strict=True)
        for row in rows
        if asker.country and shop.ecosystems[row].country
    ]
    home = _mean(homes)
    sizes = [asker for asker in askers if asker.size in EXACT]
    return Breadth(
        coverage=float((exposure > 0).mean()),
        novelty=_mean(bits[shown]),
        diversity=_mean([_apart(shop.vectors[rows]) for rows in lists if len(rows) > 1]),
        gini=gini(exposure),
        newcomers=_mean(shop.partners[shown] <= FEW_PARTNERS),
        home=home,
        foreign=None if home is None else 1 - home,
        micro_asking=_micro(sizes),
        micro_served=_micro([asker for asker in sizes if asker.served]),
    )


def gini(counts: NDArray[np.int64]) -> float:
    """Gini coefficient of counts (n,); 0 where all are 0."""
    if not counts.sum():
        return 0.0
    ordered, n = np.sort(counts), len(counts)
    return float(2 * (np.arange(1, n + 1) * ordered).sum() / (n * ordered.sum()) - (n + 1) / n)


def _apart(vectors: NDArray[np.float64]) -> float:
    """1 − mean cosine of all pairs of unit rows."""
    n, total = len(vectors), vectors.sum(axis=0)
    return float(1 - (total @ total - (vectors * vectors).sum()) / (n * (n - 1)))


def _micro(askers: Sequence[Asker]) -> float | None:
    return Counter(asker.size for asker in askers)[SizeClass.MICRO] / len(askers) if askers else None


def _mean(values: Sequence[float] | NDArray[np.float64] | NDArray[np.bool_]) -> float | None:
    return float(np.mean(values)) if len(values) else None

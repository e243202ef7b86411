"""A hand-made recommender: few ecosystems, ranked by the words they share with the question."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recommender.catalogue import Catalogue
from recommender.entities import (
    Ecosystem,
    EcosystemId,
    Evidence,
    EvidenceKind,
    Filters,
    OrganisationId,
    Query,
    Ranking,
    Reason,
    Recommendation,
    Scope,
)
from recommender.ranking.pool import Pool
from recommender.ranking.reciprocal import Asker

ALL = Filters()
KNOWN_SME = OrganisationId("sme:known")
PROFILE = "We saw spruce & pine."


def ecosystem(slug: str, name: str, flagship: str, goal: str, **more: Any) -> Ecosystem:  # noqa: ANN401 - any field
    owner = OrganisationId(f"flagship:{slug}")
    given: dict[str, Any] = {"country": "FI", "scope": Scope.NATIONAL, "source": f"https://{slug}.example/"} | more
    return Ecosystem(
        EcosystemId(f"catalogue:{slug}"), owner, flagship, {"en": name}, owner, goals={"en": (goal,)}, **given
    )


ECOSYSTEMS = (
    ecosystem(
        "forest", "Low-emission forest machines", "Harvester Oyj", "Electric harvesters and forwarders for the forest.",
        themes=("forestry", "electrification"), sdgs=(9, 13), region="FI1D", verified=True,
    ),
    ecosystem(
        "water", "Clean water in real time", "Aqua Abp", "Water quality measured in real time, in mills and towns.",
        themes=("water",), sdgs=(6,), scope=Scope.INTERNATIONAL,
    ),
    ecosystem(
        "health", "Hospital at home", "Pulse Inc", "Early warning from wearable heart sensors for hospitals.",
        themes=("health",), sdgs=(3,), scope=Scope.REGIONAL, region="FI1B", source="a leaflet",
    ),
    ecosystem(
        "script", "<script>alert(1)</script> & friends", "<b>Bold</b> Oy", "Goals with <img src=x onerror=alert(1)>.",
        source="javascript:alert(1)", country="SE",
    ),
)  # fmt: skip


@dataclass
class FakeServing:
    """Fits `api.deps.Serving`; remembers what it was asked."""

    catalogue: Catalogue = field(default_factory=lambda: Catalogue(ECOSYSTEMS))
    version: str = "bundle-0001"
    broken: bool = False
    odds_are_rough: bool = False
    asked: list[Query] = field(default_factory=list)
    two_sided: bool = False

    def knows(self, sme_id: OrganisationId) -> bool:
        return sme_id == KNOWN_SME

    def some_known(self, k: int) -> list[OrganisationId]:
        return [KNOWN_SME][:k]

    def shares(self, queries: Sequence[Query]) -> dict[str, float]:
        spoken = sum(bool(query.text) for query in queries) / len(queries)
        return {"goals": 0.75 * spoken, "home": 1 - 0.75 * spoken, "base": 0.0}

    def meant(self, text: str) -> NDArray[np.float32]:
        return np.array([0.5 * ("timber" in text and e.id == "catalogue:forest") for e in self.catalogue], np.float32)

    def recommend(
        self,
        queries: Sequence[Query],
        *,
        k: int,
        among: Filters = ALL,
        exclude_known: bool = True,
        explain: bool = False,
        two_sided: bool = False,
    ) -> list[Ranking]:
        if self.broken:
            raise RuntimeError("secret: /srv/kumppani/models")
        self.two_sided = two_sided
        self.asked += queries
        return [self._rank(query, k, among, exclude_known=exclude_known, explain=explain) for query in queries]

    def askers(
        self, ecosystem_id: EcosystemId, queries: Sequence[Query], *, k: int, exclude_known: bool = True
    ) -> list[Asker]:
        wanted = self.catalogue[self.catalogue.row(ecosystem_id)]
        self.asked += queries
        known = {q.id for q in queries if exclude_known and q.sme_id == KNOWN_SME and wanted.id == "catalogue:forest"}
        scored = sorted((-shared(q.text, wanted), q.id) for q in queries if q.id not in known)
        return [Asker(name, rank, 0.1 - score / 10, 1) for rank, (score, name) in enumerate(scored[:k], start=1)]

    def pool(self, queries: Sequence[Query], *, keep: int = 200, exclude_known: bool = True) -> Pool:
        found = [self.askers(e.id, queries, k=keep, exclude_known=exclude_known) for e in self.catalogue]
        ids, width = [query.id for query in queries], min(keep, len(queries))

        def table(values: Callable[[Asker], float], empty: float) -> list[list[float]]:
            return [[values(asker) for asker in line] + [empty] * (width - len(line)) for line in found]

        best = np.array(table(lambda asker: ids.index(asker.query_id), 0), dtype=np.int64)
        odds = np.array(table(lambda asker: asker.odds, 0.5), dtype=np.float64)
        places = np.array(table(lambda asker: asker.place, 1), dtype=np.int64)
        return Pool(self.catalogue, tuple(ids), keep, best, odds, places, np.array([len(line) for line in found]))

    def _rank(self, query: Query, k: int, among: Filters, *, exclude_known: bool, explain: bool) -> Ranking:
        known = "catalogue:forest" if exclude_known and query.sme_id == KNOWN_SME else ""
        scored = sorted(
            (
                (shared(query.text, e), e)
                for e in self.catalogue
                if among.admits(e) and e.id not in {known, *query.without}
            ),
            key=lambda pair: (-pair[0], pair[1].id),
        )[:k]
        return Ranking(
            query.id,
            tuple(
                Recommendation(
                    ecosystem_id=e.id,
                    flagship_id=e.flagship_id,
                    rank=rank,
                    score=score - 0.25,
                    odds=min(0.9, 0.004 + score / 7),
                    reasons=(Reason("goals", float(score)), Reason("home", -0.4), Reason("base", 0.15))
                    if explain
                    else (),
                    evidence=evidence(query, e) if explain else (),
                )
                for rank, (score, e) in enumerate(scored, start=1)
            ),
        )


def shared(text: str, e: Ecosystem) -> int:
    """Count the words of five letters or more that begin alike."""
    ours = {word[:5].lower() for word in text.split() if len(word) > 4}
    return len(ours & {word[:5].lower() for word in " ".join((e.name(), *e.passages)).split()})


def evidence(query: Query, e: Ecosystem) -> tuple[Evidence, ...]:
    found = [Evidence(EvidenceKind.PARTNER, "University of Somewhere", source="org:1")]
    if query.text:
        sentence = query.text.split(".")[0] + "."
        found.insert(0, Evidence(EvidenceKind.GOAL, e.goals["en"][0], sentence, 0.61, e.source))
    elif query.sme_id:
        goal = e.goals["en"][0]
        found.insert(0, Evidence(EvidenceKind.GOAL, goal, PROFILE, 0.52, e.source, from_profile=True))
    return tuple(found)

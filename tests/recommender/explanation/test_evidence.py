"""Evidence can be checked, is left out where there is none, and costs no more for a longer text."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import islice, permutations

import numpy as np
import pytest

from recommender.encoding.base import Encoder, Role, Vectors
from recommender.encoding.plain import plain
from recommender.entities import Evidence, EvidenceKind, OrganisationId, ProjectId, Query
from recommender.explanation.evidence import (
    MAX_PARTNERS,
    MAX_PROJECTS,
    MIN_SIMILARITY,
    Explainer,
    sentences,
    shortened,
)
from recommender.retrieval.world import World
from tests.worlds import DESCRIBED, FLAGSHIPS, SOLE_TRADER, Fitted, sme

TEXT = "Hydrogen, solar heat and a battery. Ship engines, cargo and the harbour! Ore drill, copper and tunnels?"


@dataclass
class Counting:
    """Passes texts on to an encoder and keeps them."""

    encoder: Encoder
    seen: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.encoder.name

    @property
    def dim(self) -> int:
        return self.encoder.dim

    @property
    def widths(self) -> tuple[int, ...]:
        return self.encoder.widths

    def encode(self, texts: Sequence[str], *, role: Role = "passage") -> Vectors:
        self.seen += texts
        return self.encoder.encode(texts, role=role)


class Mute(Counting):
    """Knows no word."""

    def encode(self, texts: Sequence[str], *, role: Role = "passage") -> Vectors:
        return np.zeros_like(super().encode(texts, role=role))


def evidence(small: Fitted, sme_id: OrganisationId, row: int, kind: EvidenceKind) -> list[Evidence]:
    explainer = Explainer(small.recommender.world, small.encoder, Query("q", sme_id))
    return [piece for piece in explainer.of(row) if piece.kind is kind]


def projects_of(world: World) -> dict[OrganisationId, set[ProjectId]]:
    """Projects of each participant, with no matrix in between."""
    found: dict[OrganisationId, set[ProjectId]] = {participant: set() for participant in world.history.participants}
    for project, participant in zip(world.history.project_rows, world.history.participant_rows, strict=True):
        found[world.history.participants[participant]].add(world.history.projects[project].id)
    return found


def partners_of(world: World) -> dict[OrganisationId, set[OrganisationId]]:
    """Those with whom each participant has shared a project."""
    projects = projects_of(world)
    return {
        one: {other for other, theirs in projects.items() if other != one and theirs & mine}
        for one, mine in projects.items()
    }


def test_evidence_can_be_checked(small: Fitted) -> None:
    world = small.recommender.world
    queries = [Query(str(n), sme(n), "", TEXT) for n in range(12)]
    kinds: set[EvidenceKind] = set()
    projects = {project.id: project for project in world.history.projects}
    for ranking in small.recommender.recommend(queries, k=10, explain=True, exclude_known=False):
        for r in ranking.recommendations:
            kinds |= {piece.kind for piece in r.evidence}
            for piece in r.evidence:
                match piece.kind:
                    case EvidenceKind.GOAL:
                        ecosystem = world.catalogue[world.catalogue.row(r.ecosystem_id)]
                        assert piece.theirs in ecosystem.passages
                        assert piece.ours in sentences(TEXT)
                    case EvidenceKind.PARTNER:
                        assert piece.source in world.history.participants
                    case _:
                        assert piece.source in projects
    assert kinds == set(EvidenceKind)


class TestPairs:
    def test_a_pair_is_shown_from_the_floor_on(self, small: Fitted) -> None:
        world, encoder = small.recommender.world, small.encoder
        asked = world.space.placed(encoder.encode(sentences(TEXT), role="query"))
        cosines = asked @ world.dense.passages.T
        explainer = Explainer(world, encoder, Query("q", text=TEXT))
        shown = 0
        for row in range(len(world.catalogue)):
            best = cosines[:, world.dense.owners[[row]].indices].max()
            assert [piece.similarity for piece in explainer.of(row)] == (
                [pytest.approx(best)] if best >= MIN_SIMILARITY else []
            )
            shown += best >= MIN_SIMILARITY
        assert 0 < shown < len(world.catalogue)

    def test_words_that_the_encoder_does_not_know_are_no_evidence(self, small: Fitted) -> None:
        explainer = Explainer(small.recommender.world, Mute(small.encoder), Query("q", text=TEXT))
        assert not any(explainer.of(row) for row in range(len(small.recommender.catalogue)))

    @pytest.mark.parametrize("text", ["", "?! … ***"])
    def test_nor_is_a_text_without_words(self, small: Fitted, text: str) -> None:
        explainer = Explainer(small.recommender.world, small.encoder, Query("q", text=text))
        assert not any(explainer.of(row) for row in range(len(small.recommender.catalogue)))

    def test_both_sides_are_shortened(self, small: Fitted) -> None:
        orders = islice(
            permutations(["hydrogen", "battery", "grid", "turbine", "storage", "solar", "heat", "electrolyser"]), 20
        )
        long = "We sell " + " ".join(word for order in orders for word in order)
        (ranking,) = small.recommender.recommend([Query("q", text=long)], k=20, explain=True)
        ours = {piece.ours for r in ranking.recommendations for piece in r.evidence}
        assert ours == {shortened(long[:300])}


class TestProfile:
    """An SME that asks by its id alone is compared by its profile."""

    def shown(self, small: Fitted, sme_id: OrganisationId, text: str = "") -> list[Evidence]:
        explainer = Explainer(small.recommender.world, small.encoder, Query("q", sme_id, text=text))
        return [
            piece
            for row in range(len(small.recommender.catalogue))
            for piece in explainer.of(row)
            if piece.kind in {EvidenceKind.GOAL, EvidenceKind.PROJECT}
        ]

    @pytest.mark.parametrize("text", ["", "?!"])
    def test_its_profile_speaks_where_it_says_nothing(self, small: Fitted, text: str) -> None:
        profiles = {profile.organisation_id: profile for profile in small.facts.profiles}
        for asker in (sme(65), sme(80)):
            shown = self.shown(small, asker, text)
            assert shown
            assert all(piece.from_profile for piece in shown)
            assert {piece.ours for piece in shown} == set(sentences(profiles[asker].text))

    def test_its_own_words_go_first(self, small: Fitted) -> None:
        shown = self.shown(small, sme(80), TEXT)
        assert {piece.ours for piece in shown} <= set(sentences(TEXT))
        assert shown
        assert not any(piece.from_profile for piece in shown)

    @pytest.mark.parametrize("asker", [sme(SOLE_TRADER), sme(3), OrganisationId("nobody")])
    def test_nothing_is_quoted_where_no_text_is_kept(self, small: Fitted, asker: OrganisationId) -> None:
        assert self.shown(small, asker) == []


class TestCost:
    @pytest.mark.parametrize(
        "text",
        [
            "".join(f"Word{n}. " for n in range(5000)),
            "".join(f"We make part {n} for forest machines. " for n in range(570)),
            " ".join(f"ship{n}" for n in range(4000)),
            "We make parts for forest machines. " * 570,
        ],
        ids=["fragments", "sentences", "no end", "again and again"],
    )
    def test_a_long_text_costs_no_more_than_thirty_short_ones(self, small: Fitted, text: str) -> None:
        counting = Counting(small.encoder)
        recommender = replace(small.recommender, encoder=counting)
        recommender.recommend([Query("q", text=text)], k=10, explain=True)
        whole, *parts = counting.seen
        assert whole == plain(text)
        assert 1 <= len(parts) <= 30
        assert all(len(part) <= 300 for part in parts)


class TestCooperation:
    def test_projects_together_are_the_latest_of_both(self, small: Fitted) -> None:
        world = small.recommender.world
        projects, order = projects_of(world), [project.id for project in world.history.projects]
        shown = 0
        for asker in (sme(n) for n in range(20)):
            for row, ecosystem in enumerate(world.catalogue):
                both = projects[asker] & projects.get(ecosystem.participant_id, set())
                latest = sorted(both, key=order.index, reverse=True)[:MAX_PROJECTS]
                found = evidence(small, asker, row, EvidenceKind.TOGETHER)
                assert [piece.source for piece in found] == latest
                assert all(piece.theirs and not piece.ours and piece.similarity is None for piece in found)
                shown += len(found)
        assert shown > 20

    @pytest.mark.parametrize(
        ("language", "named"),
        [
            ("en", "a project begun {}"),
            ("fi", "{} alkanut hanke"),
            ("sv", "ett projekt som började {}"),
            ("", "a project begun {}"),
        ],
    )
    def test_a_project_without_a_text_is_named_by_its_day(self, small: Fitted, language: str, named: str) -> None:
        world = small.recommender.world
        bare = tuple(replace(project, title="", objective="", call_title="") for project in world.history.projects)
        silent = replace(world, history=replace(world.history, projects=bare))
        days = {project.id: project.started for project in bare}
        explainer = Explainer(silent, small.encoder, Query("q", sme(3), language=language))
        found = [p for row in range(len(world.catalogue)) for p in explainer.of(row) if p.kind is EvidenceKind.TOGETHER]
        assert found
        assert [piece.theirs for piece in found] == [named.format(days[ProjectId(piece.source)]) for piece in found]

    def test_shared_partners_are_those_with_the_fewest_partners(self, small: Fitted) -> None:
        world = small.recommender.world
        partners = partners_of(world)
        shown = 0
        for asker in (sme(n) for n in range(20)):
            for row, ecosystem in enumerate(world.catalogue):
                both = partners[asker] & partners.get(ecosystem.participant_id, set()) - {ecosystem.flagship_id}
                closest = sorted(both, key=lambda owner: (len(partners[owner]), owner))[:MAX_PARTNERS]
                found = evidence(small, asker, row, EvidenceKind.PARTNER)
                assert [piece.source for piece in found] == closest
                assert [piece.theirs for piece in found] == [owner.title() for owner in closest]
                shown += len(found)
        assert shown > 100

    @pytest.mark.parametrize("asker", [sme(85), OrganisationId("nobody")])
    def test_who_is_in_no_project_has_worked_with_nobody(self, small: Fitted, asker: OrganisationId) -> None:
        rows = range(len(small.recommender.catalogue))
        assert not any(evidence(small, asker, row, EvidenceKind.TOGETHER) for row in rows)
        assert not any(evidence(small, asker, row, EvidenceKind.PARTNER) for row in rows)

    def test_who_leads_an_ecosystem_has_not_worked_with_it(self, small: Fitted) -> None:
        catalogue = small.recommender.catalogue
        leading = [(row, e.flagship_id) for row, e in enumerate(catalogue) if small.recommender.knows(e.flagship_id)]
        assert len(leading) >= FLAGSHIPS
        for row, asker in leading:
            assert Explainer(small.recommender.world, small.encoder, Query("q", asker)).of(row) == ()

    def test_the_flagship_is_no_shared_partner_of_its_own_ecosystem(self, small: Fitted) -> None:
        world, found = small.recommender.world, 0
        for row, ecosystem in enumerate(world.catalogue):
            shown = evidence(small, sme(3), row, EvidenceKind.PARTNER)
            if shown:
                owner = OrganisationId(shown[0].source)
                lead = replace(ecosystem, flagship_id=owner)
                others = [lead if e.id == lead.id else e for e in world.catalogue]
                changed = replace(world, catalogue=type(world.catalogue)(others))
                again = Explainer(changed, small.encoder, Query("q", sme(3))).of(row)
                assert owner not in {piece.source for piece in again}
                found += 1
        assert found

    def test_a_partner_that_is_an_ecosystem_bears_its_name(
        self, small: Fitted, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("recommender.explanation.evidence.MAX_PARTNERS", 99)
        world = small.recommender.world
        ecosystems = {e.participant_id: e for e in world.catalogue}
        few = {i: organisation for i, organisation in world.organisations.items() if i not in ecosystems}
        nameless = replace(world, organisations=few)
        query = Query("q", sme(3), language="fi")
        names = {
            OrganisationId(piece.source): piece.theirs
            for row in range(len(world.catalogue))
            for piece in Explainer(nameless, small.encoder, query).of(row)
            if piece.kind is EvidenceKind.PARTNER
        }
        led = names.keys() & ecosystems.keys()
        assert led
        assert all(names[owner] == ecosystems[owner].name("fi") for owner in led)

    def test_a_partner_of_whom_nothing_is_known_is_shown_by_its_id(self, small: Fitted) -> None:
        nobody = replace(small.recommender.world, organisations={})
        found = [
            piece
            for row in range(DESCRIBED)
            for piece in Explainer(nobody, small.encoder, Query("q", sme(3))).of(row)
            if piece.kind is EvidenceKind.PARTNER and piece.source.startswith("sme")
        ]
        assert found
        assert all(piece.theirs == piece.source for piece in found)

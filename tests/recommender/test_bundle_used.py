"""What a bundle leaves behind: projects in which no ecosystem stands."""

from dataclasses import replace
from pathlib import Path

from recommender.bundle import load, save
from recommender.entities import EvidenceKind
from tests.recommender.test_bundle import QUERIES, TRAINING
from tests.worlds import CONFIG, UNTIL, Fitted
from training.fitting.world import world_at


def test_projects_of_no_ecosystem_are_left_behind_and_change_nothing(small: Fitted, tmp_path: Path) -> None:
    facts = small.facts
    large = sorted(owner for owner in facts.statements if owner.startswith("large-"))
    few = replace(
        facts,
        statements={owner: told for owner, told in facts.statements.items() if owner not in large[3:]},
        described=facts.described[:2],
    )
    world = world_at(UNTIL, few, small.encoder, CONFIG)
    before = replace(small.recommender, world=world, reciprocal=None)
    draft = tmp_path / "draft"
    draft.mkdir()
    folder = draft.rename(tmp_path / save(before, draft, TRAINING))
    loaded = load(folder, folder)
    assert 0 < len(loaded.world.dense.told) < len(world.dense.told)
    rankings = before.recommend(QUERIES, k=12, explain=True)
    assert EvidenceKind.PROJECT in {e.kind for r in rankings for each in r.recommendations for e in each.evidence}
    assert loaded.recommend(QUERIES, k=12, explain=True) == rankings

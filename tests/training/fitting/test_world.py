"""A world keeps the texts of profiles, in the order of their owners, and none of sole traders."""

from dataclasses import replace
from datetime import date

import pytest

from recommender.entities import Organisation, Profile
from tests.worlds import CONFIG, SOLE_TRADER, UNTIL, Fitted, sme
from training.fitting.world import world_at


def test_texts_stand_beside_their_owners(small: Fitted) -> None:
    world = small.recommender.world
    said = {profile.organisation_id: profile.text for profile in small.facts.profiles}
    assert len(world.profile_texts) == len(world.profile_ids) == len(said)
    for owner, text in zip(world.profile_ids, world.profile_texts, strict=True):
        assert text == ("" if owner == sme(SOLE_TRADER) else said[owner])
        assert world.profile_text(owner) == text
    assert world.profile_text(sme(3)) == world.profile_text(None) == ""


def test_texts_offers_and_needs_are_lines(small: Fitted) -> None:
    profile = Profile(sme(70), ("We saw.", "Vi sågar."), ("planks",), ("logs", "a kiln"), known_on=date(2015, 1, 1))
    world = world_at(UNTIL, replace(small.facts, profiles=[profile]), small.encoder, CONFIG)
    assert world.profile_texts == ("We saw.\nVi sågar.\nplanks\nlogs\na kiln",)


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ([], True),
        ([None], True),
        ([False], True),
        ([True], False),
        ([True, None], False),
        ([None, True], False),
        ([True, False], True),
        ([False, True], False),
    ],
)
def test_the_last_source_that_tells_of_a_sole_trader_counts(
    small: Fitted, told: list[bool | None], *, kept: bool
) -> None:
    statements = [
        Organisation(sme(80), "Planks", sole_trader=said, known_on=date(2016 + place, 1, 1))
        for place, said in enumerate(told)
    ]
    later = Organisation(sme(80), "Planks", sole_trader=kept, known_on=UNTIL)
    facts = replace(small.facts, statements={**small.facts.statements, sme(80): (*statements, later)})
    world = world_at(UNTIL, facts, small.encoder, CONFIG)
    assert bool(world.profile_text(sme(80))) is kept
    assert world.profile_text(sme(81))

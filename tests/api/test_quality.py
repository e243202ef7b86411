"""What is said of a profile, by rules that everybody can follow."""

from dataclasses import replace

import pytest

from api.quality import POINTS, Part, State, findings, report
from api.quality_texts import SUGGESTIONS
from recommender.entities import SizeClass
from recommender.store.nouns import CompanyProfile

TEXT = (
    "We design and build hydraulic valve blocks and control software for harvester heads, rated at 350 bar, for makers "
    "of forest machines in the Nordic countries; our latest product measures wear from vibration and tells the driver "
    "when a seal has to be changed, which saves oil."
)
WHOLE = CompanyProfile(
    "A Oy", "FI", "FI1D7", SizeClass.SMALL, ("28.12",), text=TEXT, offers=("prototypes in two weeks",),
    needs=("a test site for sensors",), languages=("fi",),
)  # fmt: skip


def states(profile: CompanyProfile) -> dict[Part, State]:
    return {finding.part: finding.state for finding in findings(profile)}


def test_a_whole_profile_has_all_points_and_nothing_to_do() -> None:
    told = report(WHOLE, "en")
    assert told.score == 100 == sum(POINTS.values())
    assert not any(part.suggestion for part in told.parts)


def test_a_bare_name_has_none_and_something_to_do_for_each_part() -> None:
    for language in ("en", "fi", "sv"):
        told = report(CompanyProfile("A Oy"), language)
        assert told.score == 0
        assert [part.suggestion for part in told.parts] == [SUGGESTIONS[part][language] for part in Part]
        assert told.meaning


@pytest.mark.parametrize(
    ("part", "change", "state"),
    [
        (
            Part.TEXT,
            {"text": "We build hydraulic valves for harvesters and also sell spare parts for all of them."},
            "thin",
        ),
        (Part.TEXT, {"text": "We build valves."}, "missing"),
        (
            Part.CONCRETENESS,
            {"text": "We do good work for all our friends. " * 6, "offers": (), "needs": ()},
            "missing",
        ),
        (Part.OFFERS, {"offers": ()}, "missing"),
        (Part.OFFERS, {"offers": ("prototypes",)}, "thin"),
        (Part.NEEDS, {"needs": ("help",)}, "thin"),
        (Part.SECTORS, {"sectors": ()}, "missing"),
        (Part.SECTORS, {"sectors": ("qwertyuiop",)}, "thin"),
        (Part.REGION, {"region": ""}, "thin"),
        (Part.REGION, {"region": "", "country": ""}, "missing"),
        (Part.SIZE, {"size": SizeClass.UNKNOWN}, "missing"),
        (Part.SIZE, {"size": SizeClass.SME}, "thin"),
        (Part.LANGUAGES, {"languages": ()}, "missing"),
    ],
)
def test_each_part_is_looked_at_alone(part: Part, change: dict[str, object], state: str) -> None:
    changed = replace(WHOLE, **change)  # type: ignore[arg-type]
    assert states(changed)[part] == state
    share = {"thin": 0.5, "missing": 1.0}[state]
    assert report(changed, "en").score <= round(100 - share * POINTS[part])

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommender.encoding.plain import plain

ORDINARY = (
    "We make pumps, e.g. for mills. We make valves, e.g. for mills too! Pumps are what we know, and pumps we sell."
)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("", ""),
        (ORDINARY, ORDINARY),
        ("We  make\n\npumps.\tAnd we test them.", "We  make\n\npumps.\tAnd we test them."),
        ("pu\u200bmps\u00ad for \u202emills\ufe0f\U000e0041", "pumps for mills"),
        ("Sähköiset työkoneet", "Sähköiset työkoneet"),
        ("We make pumps. We test. " * 20, "We make pumps. We test."),
        ("We make pumps.\nWe MAKE  pumps.\nWe sell.", "We make pumps. We sell."),
        ("Pumps. " + "Water Cluster " * 200, "Pumps. Water Cluster"),
        ("Water Cluster. " * 200, "Water Cluster."),
        ("pump " * 1000 + "mill", "pump mill"),
        ("very very good", "very very good"),
    ],
)
def test_what_is_left(text: str, left: str) -> None:
    assert plain(text).strip() == left


def test_no_text_of_the_sample_is_changed(root: Path) -> None:
    with (root / "data" / "sample" / "profiles.csv").open(encoding="utf-8", newline="") as file:
        texts = [text for row in csv.DictReader(file) for name, text in row.items() if name.startswith("text")]
    assert sum(map(bool, texts)) >= 440
    assert [text for text in texts if plain(text) != text] == []


@given(st.text(st.sampled_from("ab .\n\u200b"), max_size=60))
def test_it_changes_nothing_twice_and_adds_no_word(text: str) -> None:
    once = plain(text)
    assert set(once.split()) <= set(text.replace("\u200b", "").split())
    assert len(once) <= len(text)

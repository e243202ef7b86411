import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from recommender.entities import Kind, SizeClass, SizeFact
from recommender.errors import InvalidRecordError, SourceError
from tests.training.sources.catalogue_entries import GOOD, changed, taken, without, written
from training.sources.catalogue import CatalogueSummary, schema, themes


def test_an_entry_becomes_an_ecosystem_and_its_flagship(tmp_path: Path) -> None:
    tables, summary = taken(written(tmp_path / "c.yaml", GOOD))
    (ecosystem,) = tables.ecosystem_list()
    assert (ecosystem.id, ecosystem.participant_id, ecosystem.flagship_id) == ("mill-water", "mill-water", "mill")
    assert ecosystem.name("sv") == "Brukens vatten"
    assert ecosystem.goals == {"en": ("Clean water", "Sensors"), "fi": ("Puhdas vesi", "Anturit")}
    assert (ecosystem.known_on, ecosystem.sdgs, ecosystem.verified) == (date(2026, 1, 31), (6, 9), True)
    (flagship,) = tables.organisation_list()
    assert (flagship.id, flagship.name, flagship.kind) == ("mill", "Mill, Ltd", Kind.COMPANY)
    assert flagship.sizes == (SizeFact(SizeClass.LARGE, date(2026, 1, 31)),)
    assert summary == CatalogueSummary(1, 1, 1, 1, left_out=0, closed=0, unverified=0)


@pytest.mark.parametrize("written_as", ["999977172", 999977172])
def test_a_flagship_may_bear_the_number_that_cordis_gives_it(tmp_path: Path, written_as: str | int) -> None:
    flagship = {"id": written_as, "name": "Mill, Ltd", "large": True}
    path = written(tmp_path / "c.yaml", changed(flagship=flagship))
    tables, _ = taken(path)
    assert [ecosystem.flagship_id for ecosystem in tables.ecosystem_list()] == ["999977172"]
    assert [organisation.id for organisation in tables.organisation_list()] == ["999977172"]


@pytest.mark.parametrize("wrong", ["0123", "1234567890123", "12-34", 0, True, None])
def test_what_is_no_number_of_cordis_nor_an_id_is_refused(tmp_path: Path, wrong: object) -> None:
    flagship = {"id": wrong, "name": "Mill, Ltd", "large": True}
    with pytest.raises(InvalidRecordError, match=r"field flagship\.id: .* the organisationID that CORDIS gives"):
        taken(written(tmp_path / "c.yaml", changed(flagship=flagship)))


def test_what_is_known_on_the_day_or_later_is_left_out(tmp_path: Path) -> None:
    early = changed(id="early", known_on="2026-01-30", flagship={"id": "f", "name": "F", "large": False})
    path = written(tmp_path / "c.yaml", GOOD, early)
    tables, summary = taken(path, until=date(2026, 1, 31))
    alone, _ = taken(written(tmp_path / "d.yaml", early))
    assert (summary.ecosystems, summary.left_out) == (1, 1)
    for table in ("ecosystems", "organisations", "sizes"):
        assert getattr(tables, table).equals(getattr(alone, table)), table


def test_closed_ecosystems_stay_out_and_are_counted(tmp_path: Path) -> None:
    _, summary = taken(written(tmp_path / "c.yaml", GOOD, changed(id="over", status="closed", verified=False)))
    assert (summary.entries, summary.ecosystems, summary.closed, summary.unverified) == (2, 1, 1, 0)


def test_a_flagship_is_known_from_the_first_day_an_entry_names_it(tmp_path: Path) -> None:
    tables, _ = taken(written(tmp_path / "c.yaml", GOOD, changed(id="older", known_on="2020-05-05")))
    assert [fact.known_on for fact in tables.organisation_list()[0].sizes] == [date(2020, 5, 5)]


def test_a_flagship_of_two_entries_lies_where_the_first_by_id_does_in_whatever_order_they_stand(tmp_path: Path) -> None:
    entries = [changed(id="a-in-norway", country="NO", region="NO081"), GOOD]
    for name, told in (("c.yaml", entries), ("d.yaml", entries[::-1])):
        tables, _ = taken(written(tmp_path / name, *told))
        assert [organisation.country for organisation in tables.organisation_list()] == ["NO"]


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        (without("id"), "the entry lacks id; add it"),
        (without("source"), "the entry lacks source"),
        (without("flagship", "large"), "field flagship lacks large"),
        (without("names", "fi"), "field names lacks fi"),
        (without("summaries", "en"), "field summaries lacks en"),
        (without("goals", "fi"), "field goals lacks fi"),
        (changed(themse=["water"]), "the entry has the unknown 'themse'; known are id, flagship"),
        (changed(names={"en": "A", "fi": "B", "de": "C"}), "field names has the unknown 'de'"),
        (changed(id="Mill Water"), 'field id: "Mill Water" cannot stand there; write an id of small letters'),
        (changed(id="123"), "write an id of small letters"),
        (changed(id=7), "field id: 7 cannot stand there"),
        (changed(scope="local"), 'field scope: "local" cannot stand there; write regional, national or international'),
        (changed(country="Finland"), "field country"),
        (changed(country=False), "field country: false cannot stand there"),
        (changed(region=""), "field region: empty, but the scope is regional"),
        (changed(region="SE11"), "field region: SE11 does not lie in FI"),
        (changed(region="FI9ZZ"), "field region: NUTS 2024 has no FI9ZZ"),
        (changed(region="FI1D2"), "field region: NUTS 2024 has no FI1D2"),
        (changed(summaries={"en": "", "fi": "T"}), "field summaries.en"),
        (changed(summaries={"en": "x" * 2001, "fi": "T"}), "field summaries.en"),
        (changed(summaries="both"), 'field summaries: "both" cannot stand there; write a summary for each language'),
        (changed(goals={"en": [], "fi": ["a"]}), "field goals.en: [] cannot stand there"),
        (changed(goals={"en": ["a", 2], "fi": ["a"]}), "field goals.en[2]: 2 cannot stand there"),
        (changed(goals={"en": "a", "fi": ["a"]}), "field goals.en"),
        (changed(themes=["watre"]), 'field themes[1]: "watre" cannot stand there; write one of the themes'),
        (changed(themes=["water", "water"]), "field themes"),
        (changed(sdgs=[0]), "field sdgs[1]: 0 cannot stand there; write the number"),
        (changed(sdgs=[6, 18]), "field sdgs[2]: 18"),
        (changed(sdgs=[True]), "field sdgs[1]: true"),
        (changed(sdgs=["six"]), 'field sdgs[1]: "six"'),
        (changed(sdgs=6), "field sdgs: 6 cannot stand there"),
        (changed(members=["A", "A"]), "field members"),
        (changed(source="http://example.org/"), "field source"),
        (changed(source="example.org"), "write the address of the page"),
        (changed(source="https://[bad.org/"), "field source: https://[bad.org/ is no address"),
        (changed(source="https://:80.x/"), "field source"),
        (changed(verified="maybe"), 'field verified: "maybe"'),
        (changed(known_on="31.1.2026"), "field known_on"),
        (changed(known_on="2026-02-30"), "field known_on: 2026-02-30 is not a day"),
        (changed(known_on="2026-11-25"), "field known_on: 2026-11-25 lies after 2026-11-24"),
        (changed(status="dormant"), "field status"),
        (changed(flagship="Mill"), "field flagship"),
        (changed(names={"en": "A\x7fB", "fi": "B"}), "field names.en: a control character"),
        (changed(note="x" * 2001), "field note"),
    ],
)
def test_an_invalid_entry_refuses_the_file_and_is_told_where_and_why(
    tmp_path: Path, entry: dict[str, Any], told: str
) -> None:
    path = written(tmp_path / "c.yaml", changed(id="fine"), entry)
    with pytest.raises(InvalidRecordError) as refusal:
        taken(path)
    message = str(refusal.value)
    assert told in message
    assert f"{path}, line " in message
    assert f"entry {entry.get('id', 'without id')}" in message
    assert len(message) < 700


def test_the_line_is_that_on_which_the_entry_begins(tmp_path: Path) -> None:
    path = written(tmp_path / "c.yaml", GOOD, changed(id="second", scope="far"))
    line = next(n for n, text in enumerate(path.read_text("utf-8").splitlines(), start=1) if "id: second" in text)
    with pytest.raises(InvalidRecordError, match=f"line {line}, entry second, field scope"):
        taken(path)


def test_ids_are_given_once_over_all_files(tmp_path: Path) -> None:
    written(tmp_path / "a.yaml", GOOD)
    written(tmp_path / "b.yaml", GOOD)
    with pytest.raises(
        InvalidRecordError, match=r"b\.yaml, line 1, entry mill-water, field id: .* line 1 of .*a\.yaml"
    ):
        taken(tmp_path)


def test_a_flagship_is_described_in_one_way(tmp_path: Path) -> None:
    other = changed(id="other", flagship={"id": "mill", "name": "Mill", "large": True})
    with pytest.raises(InvalidRecordError, match="entry other, field flagship: name or size differs from line 1"):
        taken(written(tmp_path / "c.yaml", GOOD, other))


def test_the_published_schema_is_valid_and_accepts_what_we_accept() -> None:
    Draft202012Validator.check_schema(schema())
    assert Draft202012Validator(schema()).is_valid([GOOD])
    assert list(themes()) == sorted(set(themes()))
    leaves = json.dumps(schema()["$defs"])
    assert leaves.count('"description"') > 20


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=20)
VALUES = st.recursive(st.none() | st.booleans() | st.integers() | WORDS, lambda inner: st.lists(inner, max_size=3))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(field=st.sampled_from(sorted(GOOD)), value=VALUES)
def test_whatever_stands_in_a_field_is_taken_or_named(tmp_path: Path, field: str, value: object) -> None:
    path = written(tmp_path / "c.yaml", changed(**{field: value}))
    try:
        tables, _ = taken(path)
    except SourceError as refusal:
        assert str(path) in str(refusal)  # noqa: PT017  either outcome is right
    else:
        assert len(tables.ecosystem_list()) <= 1

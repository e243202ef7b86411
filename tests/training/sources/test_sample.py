import csv
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
import typer

from recommender.entities import Ecosystem, EcosystemId, OrganisationId, Scope
from recommender.errors import FileMissingError
from recommender.taxonomy.regions import region_of
from recommender.taxonomy.sectors import recognise
from training.sources import catalogue, partnerships, profiles, sample, sample_text, sample_world

DATA = Path(__file__).parents[3] / "data"
TODAY = date(2026, 11, 1)

CATALOGUE = DATA / "catalogue"


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / "sample" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def smes() -> list[dict[str, str]]:
    return rows("profiles.csv")


@pytest.fixture(scope="module")
def past() -> list[dict[str, str]]:
    return rows("partnerships.csv")


def test_the_committed_files_are_what_the_generator_writes() -> None:
    made = sample.generate(sample.read_catalogue(CATALOGUE), seed=7)
    for name, content in made.items():
        assert (DATA / "sample" / name).read_bytes() == content.encode(), (
            f"{name} differs from what the generator makes of the catalogue; run `python -m training.sources.sample`"
        )
        assert len(content.encode()) < 2_000_000


def test_every_company_says_that_it_is_fictional(smes: list[dict[str, str]]) -> None:
    assert len(smes) >= 420
    assert {row["fictional"] for row in smes} == {"true"}
    assert all(re.search(r" (Esimerkki Oy|Exempel Ab|Sample Oy)$", row["name"]) for row in smes)
    assert all(row["website"] == "" or row["website"].endswith(".example") for row in smes)
    assert len({row["name"] for row in smes}) == len({row["id"] for row in smes}) == len(smes)


def test_languages_have_their_shares_and_each_company_one_text(smes: list[dict[str, str]]) -> None:
    texts = [[lang for lang in ("fi", "sv", "en") if row[f"text_{lang}"]] for row in smes]
    assert all(len(spoken) == 1 for spoken in texts)
    shares = {language: count / len(smes) for language, count in Counter(lang for (lang,) in texts).items()}
    assert shares == pytest.approx({"fi": 0.55, "sv": 0.15, "en": 0.30}, abs=0.02)


def test_texts_are_two_to_four_sentences_and_no_clones(smes: list[dict[str, str]]) -> None:
    texts = [row["text_fi"] + row["text_sv"] + row["text_en"] for row in smes]
    assert len(set(texts)) == len(texts)
    assert {text.count(". ") + 1 for text in texts} <= {2, 3, 4}
    assert not any("{" in text or ".." in text or "  " in text for text in texts)


def test_most_live_in_north_savo_and_every_municipality_and_sector_is_known(smes: list[dict[str, str]]) -> None:
    regions = Counter(region_of(row["municipality"]) for row in smes)
    assert None not in regions
    assert regions["FI1DB"] > len(smes) / 2
    assert all(recognise(row["sector"]) for row in smes)
    assert len({row["sector"] for row in smes}) >= 20


def test_partnerships_are_many_varied_and_within_the_years(
    smes: list[dict[str, str]], past: list[dict[str, str]]
) -> None:
    assert len({(row["sme_id"], row["ecosystem_id"]) for row in past}) >= 900
    assert {row["sme_id"] for row in past} <= {row["id"] for row in smes}
    assert {row["ecosystem_id"] for row in past} <= {e.id for e in sample.read_catalogue(CATALOGUE)}
    years = Counter(int(row["since"][:4]) for row in past)
    assert sorted(years) == list(range(2016, 2027))
    assert max(row["since"] for row in past) < "2026-11"
    assert not {"title", "description"} & set(past[0]), "the generator's words stand in the profiles alone"
    assert len(smes) - len({row["sme_id"] for row in past}) > 20, "some companies stay newcomers"


def test_most_profiles_were_known_before_the_first_partnership(
    smes: list[dict[str, str]], past: list[dict[str, str]]
) -> None:
    first: dict[str, str] = {}
    for row in past:
        first[row["sme_id"]] = min(row["since"], first.get(row["sme_id"], "9"))
    updated = {row["id"]: row["updated"] for row in smes}
    assert all("2015-01-01" <= day < "2026-11" for day in updated.values())
    assert sum(updated[sme] < since for sme, since in first.items()) > 0.9 * len(first)


def test_the_sources_take_in_every_row() -> None:
    _, told = profiles.read([DATA / "sample" / "profiles.csv"], until=None, known_on=TODAY)
    _, joined = partnerships.read([DATA / "sample" / "partnerships.csv"], until=None, known_on=TODAY)
    assert (told.profiles, told.quarantined, told.ignored_columns) == (told.rows, 0, ())
    assert (joined.partnerships, joined.quarantined, joined.ignored_columns) == (joined.rows, 0, ())
    assert {code.value for code in told.counts()} <= {"size-missing"}


def ecosystem(id_: str, *themes: str, scope: Scope = Scope.NATIONAL, region: str = "") -> Ecosystem:
    return Ecosystem(
        EcosystemId(id_), OrganisationId("f"), "F", {"en": id_}, OrganisationId(id_), scope=scope, region=region,
        themes=themes,
    )  # fmt: skip


def test_equal_seeds_give_equal_files_and_others_do_not() -> None:
    water = ecosystem("e-water", "water", scope=Scope.REGIONAL, region="FI1DB")
    ecosystems = [water, ecosystem("e-forest", "forest-machines"), ecosystem("e-odd")]
    assert sample.generate(ecosystems, 1) == sample.generate(list(reversed(ecosystems)), 1)
    assert sample.generate(ecosystems, 1) != sample.generate(ecosystems, 2)


def test_fit_leads_people_to_ecosystems_but_not_alone() -> None:
    made = sample.generate([ecosystem("e-water", "water"), ecosystem("e-forest", "forest-machines")], 5)
    pairs = list(csv.DictReader(made["partnerships.csv"].splitlines()))
    sector = {row["id"]: row["sector"] for row in csv.DictReader(made["profiles.csv"].splitlines())}
    at_home = [sector[row["sme_id"]] for row in pairs if row["ecosystem_id"] == "e-water"]
    assert Counter(at_home).most_common(1)[0][0] in {"36.00", "26.51"}
    assert len(set(at_home)) > 2


def test_the_command_writes_both_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sample.main(seed=3, ecosystems=CATALOGUE, output=tmp_path / "out")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["partnerships.csv", "profiles.csv"]
    assert "440 rows" in capsys.readouterr().out


def test_a_catalogue_that_is_not_there_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(FileMissingError):
        sample.read_catalogue(tmp_path)
    with pytest.raises(typer.Exit) as end:
        sample.main(ecosystems=tmp_path, output=tmp_path / "out")
    assert end.value.exit_code == 2
    assert str(tmp_path) in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_the_table_of_affinity_knows_every_theme_and_field() -> None:
    wanted = sample_world.wanted_by_theme()
    assert sorted(wanted) == sorted(catalogue.themes())
    assert {field for fields in wanted.values() for field in fields} == set(sample_text.fields())
    assert all(0 < weight <= 1 for fields in wanted.values() for weight in fields.values())


def test_every_field_of_business_is_wanted_by_some_theme_and_worded_in_each_language() -> None:
    for field, words in sample_text.fields().items():
        assert sample_world.related(field)
        for language in sample_text.LANGUAGES:
            assert len(words["names"][language]) == 2
            assert len(words[language]["does"]) >= 2
            assert len(words[language]["offers"]) >= 2
            assert words[language]["needs"]
            assert words[language]["detail"]

import csv
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from recommender.entities import SizeClass, SizeFact
from recommender.errors import ColumnsMissingError, FileMissingError
from recommender.tables import Tables
from training.sources import profiles
from training.sources.profile_report import FindingCode
from training.sources.profiles import ProfilesSummary

TODAY = date(2026, 6, 1)
GOOD = {
    "id": "s1",
    "name": "Kuvitelma Esimerkki Oy",
    "text_fi": "Valmistamme metsäkoneiden hydrauliikkaa ja puomien osia Savossa.",
    "municipality": "Kuopio",
    "sector": "28",
    "size": "12",
    "website": "https://kuvitelma.example",
    "updated": "2020-01-31",
}


def file_of(folder: Path, *rows: dict[str, str], name: str = "p.csv") -> Path:
    path = folder / name
    columns = list(dict.fromkeys(column for row in rows for column in row))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(rows)
    return path


def read(folder: Path, *rows: dict[str, str], until: date | None = None) -> tuple[Tables, ProfilesSummary]:
    return profiles.read([file_of(folder, *rows)], until=until, known_on=TODAY)


def codes(summary: ProfilesSummary) -> list[FindingCode]:
    return [finding.code for report in summary.reports for finding in report.findings]


def test_a_row_becomes_an_organisation_and_a_profile(tmp_path: Path) -> None:
    more = {
        "text_en": "We build parts.",
        "offers": "hitsaus; koneistus",
        "needs": "pilotti|rahoitus",
        "languages": "sv",
    }
    flags = {"sole_trader": "ei", "fictional": "kyllä"}
    tables, summary = read(tmp_path, GOOD | more | flags)
    (organisation,), (profile,) = tables.organisation_list(), tables.profile_list()
    assert (organisation.id, organisation.country, organisation.region) == ("s1", "FI", "FI1DB")
    assert organisation.sizes == (SizeFact(SizeClass.SMALL, date(2020, 1, 31)),)
    assert (organisation.sectors, organisation.website) == (("28",), "https://kuvitelma.example")
    assert (organisation.sole_trader, organisation.fictional) == (False, True)
    assert profile.texts == (GOOD["text_fi"], "We build parts.")
    assert (profile.offers, profile.needs) == (("hitsaus", "koneistus"), ("pilotti", "rahoitus"))
    assert (profile.languages, profile.known_on) == (("fi", "en", "sv"), date(2020, 1, 31))
    assert (summary.rows, summary.profiles, summary.left_out, summary.quarantined) == (1, 1, 0, 0)
    assert summary.counts() == {}
    assert tables.organisations["known_on"].tolist() == ["2020-01-31"]


@pytest.mark.parametrize(
    "heading",
    [
        ["Nimi", "Kuvaus suomeksi", "Kunta", "Toimiala", "Henkilöstömäärä", "Kotisivut", "Päivitetty"],
        ["Namn", "text_fi", "Kommun", "Bransch", "Anställda", "Hemsida", "Uppdaterad"],
        ["company name", "DESCRIPTION-FI", "City", "NACE", "Headcount", "URL", "known on"],
    ],
)
def test_headings_may_be_english_finnish_or_swedish(tmp_path: Path, heading: list[str]) -> None:
    cells = [value for column, value in GOOD.items() if column != "id"]
    tables, summary = read(tmp_path, dict(zip(heading, cells, strict=True)))
    assert summary.ignored_columns == ()
    assert tables.organisation_list()[0].region == "FI1DB"
    assert tables.profile_list()[0].texts == (GOOD["text_fi"],)
    assert tables.profile_list()[0].known_on == date(2020, 1, 31)


def test_a_workbook_reads_like_a_text_file(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(list(GOOD))
    book.worksheets[0].append([*list(GOOD.values())[:5], 12, GOOD["website"], date(2020, 1, 31)])
    book.save(tmp_path / "p.xlsx")
    from_book, _ = profiles.read([tmp_path / "p.xlsx"], until=None, known_on=TODAY)
    from_text, _ = read(tmp_path, GOOD)
    assert from_book.organisation_list() == from_text.organisation_list()
    assert from_book.profile_list() == from_text.profile_list()


def test_without_an_id_name_and_municipality_make_a_stable_one(tmp_path: Path) -> None:
    nameless = {column: value for column, value in GOOD.items() if column != "id"}
    ids = [
        read(tmp_path, nameless | {"name": name, "municipality": place})[0].organisations["id"][0]
        for name, place in [
            ("Åbo Päiväuni Ab", "Kuopio"),
            (" åbo  päiväuni AB", "KUOPIO"),
            ("Åbo Päiväuni Ab", "Turku"),
        ]
    ]
    assert ids[0] == ids[1] != ids[2]
    assert ids[0].startswith("abo-paivauni-ab-")
    assert read(tmp_path, nameless | {"name": "名"})[0].organisations["id"][0].isalnum()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"text_fi": ""}, FindingCode.NO_TEXT),
        ({"text_fi": "Konepaja."}, FindingCode.TEXT_SHORT),
        ({"municipality": ""}, FindingCode.NO_PLACE),
        ({"municipality": "Atlantis"}, FindingCode.MUNICIPALITY_UNKNOWN),
        ({"country": "Atlantis"}, FindingCode.COUNTRY_UNKNOWN),
        ({"sector": ""}, FindingCode.SECTOR_MISSING),
        ({"sector": "blorb"}, FindingCode.SECTOR_UNKNOWN),
        ({"size": ""}, FindingCode.SIZE_MISSING),
        ({"size": "tiny"}, FindingCode.SIZE_UNKNOWN),
        ({"size": "-3"}, FindingCode.SIZE_UNKNOWN),
        ({"size": "10-900"}, FindingCode.SIZE_UNKNOWN),
        ({"size": "250"}, FindingCode.SIZE_LARGE),
        ({"website": "javascript:alert(1)"}, FindingCode.WEBSITE_ODD),
        ({"website": "none"}, FindingCode.WEBSITE_ODD),
        ({"fictional": "maybe"}, FindingCode.FLAG_UNKNOWN),
        ({"name": "Tmi Satu Esimerkki"}, FindingCode.SOLE_TRADER),
        ({"name": "Satu Esimerkki", "size": "1"}, FindingCode.SOLE_TRADER),
    ],
)
def test_each_oddity_is_reported_and_the_profile_kept(
    tmp_path: Path, change: dict[str, str], code: FindingCode
) -> None:
    tables, summary = read(tmp_path, GOOD | change)
    assert codes(summary) == [code]
    assert summary.counts() == {code: 1}
    assert len(tables.profiles) == 1
    assert summary.reports[0].line == 2
    assert summary.reports[0].findings[0].message


def test_odd_values_do_not_enter_the_tables(tmp_path: Path) -> None:
    odd = {"website": "javascript:alert(1)", "size": "tiny", "municipality": "Atlantis", "sector": "blorb"}
    (organisation,) = read(tmp_path, GOOD | odd)[0].organisation_list()
    assert (organisation.website, organisation.sizes, organisation.region, organisation.country) == ("", (), "", "")
    assert organisation.sectors == ("blorb",)


def test_a_foreign_town_is_no_finnish_municipality(tmp_path: Path) -> None:
    tables, summary = read(tmp_path, GOOD | {"country": "Sverige", "municipality": "Kuopio"})
    assert tables.organisation_list()[0].country == "SE"
    assert tables.organisation_list()[0].region == ""
    assert codes(summary) == []


def test_what_looks_like_a_sole_trader_counts_as_one_until_somebody_says_no(tmp_path: Path) -> None:
    name = {"name": "Tmi Satu Esimerkki"}
    assert read(tmp_path, GOOD | name)[0].organisation_list()[0].sole_trader is True
    assert read(tmp_path, GOOD | name | {"sole_trader": "no"})[0].organisation_list()[0].sole_trader is False
    assert read(tmp_path, GOOD)[0].organisation_list()[0].sole_trader is None


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"name": ""}, "name is empty"),
        ({"name": " "}, "name is empty"),
        ({"name": "x" * 301}, "name has 301 characters"),
        ({"id": "x" * 201}, "id has 201 characters"),
        ({"id": "a\x07b"}, "control character"),
        ({"updated": "2020-02-30"}, "is not a day"),
        ({"updated": "31.13.2020"}, "is not a day"),
        ({"updated": "yesterday"}, "is not a day"),
        ({"updated": "0001-01-01"}, "is not a day"),
        ({"updated": "2026-06-02"}, "lies after 2026-06-01"),
        ({"updated": "9999-12-31"}, "lies after"),
    ],
)
def test_bad_rows_are_quarantined_with_reason_and_line(tmp_path: Path, change: dict[str, str], reason: str) -> None:
    tables, summary = read(tmp_path, GOOD | {"id": "other"}, GOOD | change)
    (quarantined,) = tables.quarantine.to_dict("records")
    assert reason in quarantined["reason"]
    assert (quarantined["source"], quarantined["file"], quarantined["line"]) == ("profiles", "p.csv", "3")
    assert GOOD["text_fi"] in quarantined["record"]
    assert (summary.profiles, summary.quarantined) == (1, 1)


def test_of_two_rows_with_one_id_and_day_the_second_is_quarantined(tmp_path: Path) -> None:
    tables, summary = read(tmp_path, GOOD, GOOD | {"name": "Other"})
    assert tables.organisations["name"].tolist() == [GOOD["name"]]
    assert summary.quarantined == 1
    assert "line 2 of p.csv already, as of the same day" in tables.quarantine["reason"][0]


def test_what_a_company_said_on_several_days_stands_from_each_day_on(tmp_path: Path) -> None:
    later = GOOD | {"text_fi": "Valmistamme akkuja trukkeihin ja veneisiin.", "size": "60", "updated": "2023-05-01"}
    alone, _ = read(tmp_path, GOOD)
    for rows in ([later, GOOD], [GOOD, later]):
        tables, summary = read(tmp_path, *rows)
        assert (summary.profiles, summary.quarantined, codes(summary)) == (2, 0, [])
        assert [profile.texts for profile in tables.profile_list()] == [(GOOD["text_fi"],), (later["text_fi"],)]
        assert [len(organisation.sizes) for organisation in tables.organisation_list()] == [2, 2]
        cut = tables.before(date(2023, 5, 1))
        assert cut.profile_list() == alone.profile_list()
        assert cut.organisation_list() == alone.organisation_list()


def test_two_companies_of_one_name_are_reported(tmp_path: Path) -> None:
    _, summary = read(tmp_path, GOOD, GOOD | {"id": "s2", "name": GOOD["name"].upper()})
    assert codes(summary) == [FindingCode.NAME_TWICE] * 2


def test_what_was_known_on_the_day_or_later_changes_nothing(tmp_path: Path) -> None:
    day = date(2021, 1, 1)
    alone, _ = read(tmp_path, GOOD, until=day)
    later = GOOD | {"name": "Planted", "updated": "2021-01-01"}
    both, summary = read(tmp_path, later, GOOD, later | {"id": "s3", "updated": ""}, until=day)
    assert (summary.profiles, summary.left_out, summary.quarantined) == (1, 2, 0)
    assert both.organisations.equals(alone.organisations)
    assert both.profiles.equals(alone.profiles)
    assert both.sizes.equals(alone.sizes)


def test_missing_columns_and_files_are_refused(tmp_path: Path) -> None:
    for rows in ({"id": "1", "text": "x"}, {"name": "x", "municipality": "Kuopio"}, {"foo": "1"}):
        with pytest.raises(ColumnsMissingError, match="lacks the column"):
            read(tmp_path, rows)
    with pytest.raises(FileMissingError):
        profiles.read([tmp_path / "none.csv"], until=None, known_on=TODAY)


def test_fields_without_a_column_are_reported(tmp_path: Path) -> None:
    path = tmp_path / "p.csv"
    path.write_text("name,text,country,sector,size\nA Oy,We weld large frames for wind power and for ships,FI,25,5,x\n")
    _, summary = profiles.read([path], until=None, known_on=TODAY)
    assert codes(summary) == [FindingCode.SURPLUS_FIELDS]


def test_unread_columns_are_named_and_no_rows_are_no_error(tmp_path: Path) -> None:
    path = tmp_path / "p.csv"
    path.write_text("name,text,colour\n")
    tables, summary = profiles.read([path], until=None, known_on=TODAY)
    assert (summary.rows, summary.ignored_columns) == (0, ("colour",))
    assert len(tables.organisations) == 0

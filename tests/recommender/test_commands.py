"""Asking on the command line: three languages, filters, files of queries, and questions that cannot be asked."""

import csv
import json
from pathlib import Path

import pytest

from recommender.entities import Filters, Query, Ranking
from recommender.explanation.reasons import LABELS, ODDS
from recommender.pipeline import Recommender
from recommender.queries import RUN_COLUMNS
from recommender.ranking.base import Best
from tests.tiny import run

WORDS = {"en": ("led by", "odds"), "fi": ("vetäjä", "todennäköisyys"), "sv": ("leds av", "sannolikhet")}


@pytest.mark.parametrize("language", WORDS)
def test_an_answer_is_printed_in_the_language_asked(language: str, trained: Path) -> None:
    result = run("recommend", "--workspace", trained, "--text", "We build a pump.", "--lang", language, "--k", "3")
    assert result.exit_code == 0, result.output
    led, odds = WORDS[language]
    assert result.stdout.startswith("  1. ")
    assert result.stdout.count(f"     {led} ") == 3
    assert result.stdout.count(f"· {odds} ") == 3
    assert any(label[language] in result.stdout for label in LABELS.values())
    assert " ".join(ODDS[language].split()) in " ".join(result.stdout.split())
    assert result.stdout.splitlines()[-1].startswith("model 2023-12-23-")
    assert result.stderr == ""


def answer(trained: Path, *arguments: str) -> list[dict[str, object]]:
    result = run("recommend", "--workspace", trained, "--json", *arguments)
    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout)
    assert told["query_id"] == "query"
    return list(told["recommendations"])


def test_as_json_the_ranking_has_scores_odds_reasons_and_evidence(trained: Path) -> None:
    best, *others = answer(trained, "--text", "We build a pump for mills.", "--k", "4")
    assert len(others) == 3
    assert best["rank"] == 1
    assert best["reasons"]
    assert {"ecosystem_id", "flagship_id", "score", "odds", "evidence"} <= set(best)


def test_an_sme_is_shown_what_it_has_not_worked_with_unless_it_asks(trained: Path) -> None:
    new = {item["ecosystem_id"] for item in answer(trained, "--sme", "s1")}
    every = {item["ecosystem_id"] for item in answer(trained, "--sme", " s1 ", "--include-known")}
    assert new < every
    assert "water-circle" not in new


def test_from_both_sides_a_ranking_tells_of_room(trained: Path) -> None:
    text = ("--text", "We build a pump for mills.", "--k", "99")
    one, two = answer(trained, *text), answer(trained, *text, "--two-sided")
    assert {item["ecosystem_id"]: item["odds"] for item in one} == {item["ecosystem_id"]: item["odds"] for item in two}
    assert ["room" in json.dumps(item["reasons"]) for item in (one[0], two[0])] == [False, True]


def test_a_file_of_queries_may_be_answered_from_both_sides(
    trained: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sides: list[bool] = []

    def best(_: Recommender, __: list[Query], *, two_sided: bool, **_more: object) -> list[Best]:
        sides.append(two_sided)
        return []

    monkeypatch.setattr(Recommender, "best", best)
    asked = tmp_path / "queries.csv"
    asked.write_text("query_id,sme_id,country,text\na,,,pumps\n", "utf-8")
    told = ("--queries", asked, "--output", tmp_path / "run.csv")
    assert run("recommend", "--workspace", trained, *told, "--two-sided").exit_code == 0
    assert run("recommend", "--workspace", trained, *told).exit_code == 0
    assert sides == [True, False]


def test_filters_hold(trained: Path) -> None:
    text = ("--text", "pumps", "--country", "fi")
    described = {"pump-circle", "wood-circle", "battery-circle"}
    assert {item["ecosystem_id"] for item in answer(trained, *text, "--scope", "regional")} == described
    assert {item["ecosystem_id"] for item in answer(trained, *text, "--theme", "water")} == described
    assert {item["ecosystem_id"] for item in answer(trained, *text, "--theme", " Water ")} == described
    assert {item["ecosystem_id"] for item in answer(trained, *text, "--region", "fi1", "--sdg", "6")} == described
    assert answer(trained, *text, "--sdg", "1") == answer(trained, *text, "--region", "GR3") == []
    finnish = answer(trained, *text, "--in-country", "se", "--in-country", "fi", "--k", "99")
    assert described < {item["ecosystem_id"] for item in finnish}
    nothing = run("recommend", "--workspace", trained, *text, "--in-country", "GR")
    assert nothing.stdout.startswith("No ecosystem qualifies. Loosen the filters.")
    assert ODDS["en"][:5] not in nothing.stdout


def test_an_answer_without_ecosystems_speaks_of_no_filters_that_were_not_set(
    trained: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Recommender, "recommend", lambda *_, **__: [Ranking("query", ())])
    result = run("recommend", "--workspace", trained, "--sme", "s1")
    assert result.stdout.startswith("No ecosystem is left that you do not work with already.")
    assert "filters" not in result.stdout


@pytest.mark.parametrize(
    ("theme", "advice"), [("watre", "did you mean water?"), ("x", "there are mining, water."), ("", "there are")]
)
def test_a_theme_that_no_ecosystem_has_is_refused(theme: str, advice: str, trained: Path, tmp_path: Path) -> None:
    asked = tmp_path / "queries.csv"
    asked.write_text("query_id,sme_id,country,text\na,,,pumps\n", "utf-8")
    for one in (["--text", "pumps"], ["--queries", str(asked), "--output", str(tmp_path / "run.csv")]):
        result = run("recommend", "--workspace", trained, *one, "--theme", "water", "--theme", theme)
        assert (result.exit_code, result.stdout) == (2, "")
        assert f"No ecosystem has the theme {theme!r}; {advice}" in result.stderr
    assert not (tmp_path / "run.csv").exists()


@pytest.mark.parametrize(
    ("arguments", "note"),
    [
        (["--sme", "nobody"], "nothing is known of nobody; the ranking is by demand alone"),
        (["--sme", "nobody", "--country", "gb"], "nothing is known of nobody; the ranking is by demand alone"),
        (
            ["--sme", "nobody", "--text", "pumps"],
            "nothing is known of nobody; the ranking is by what --text says alone",
        ),
        (["--sme", "s1"], None),
        (["--text", "pumps"], None),
    ],
)
def test_an_sme_of_which_nothing_is_known_gets_an_answer_and_is_told(
    arguments: list[str], note: str | None, trained: Path
) -> None:
    result = run("recommend", "--workspace", trained, "--json", "--k", "2", *arguments)
    assert result.exit_code == 0
    told = json.loads(result.stdout)
    assert [item["rank"] for item in told["recommendations"]] == [1, 2]
    assert told["notes"] == ([note] if note else [])
    assert result.stderr == (f"note: {note}\n" if note else "")


def test_countries_and_regions_may_be_written_otherwise(trained: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, Filters]] = []

    def recommend(_: Recommender, queries: list[Query], *, among: Filters, **_more: object) -> list[Ranking]:
        asked.append((queries[0].country, among))
        return [Ranking("query", ())]

    monkeypatch.setattr(Recommender, "recommend", recommend)
    answer(trained, "--text", "pumps", "--country", " gr ", "--in-country", "gb", "--region", "fi1d", "--sdg", "6")
    filters = Filters(countries=frozenset({"UK"}), regions=frozenset({"FI1D"}), sdgs=frozenset({6}))
    assert asked == [("EL", filters)]


def test_a_file_of_queries_is_answered_with_a_file(trained: Path, tmp_path: Path) -> None:
    asked, told = tmp_path / "queries.csv", tmp_path / "deep" / "run.csv"
    asked.write_text("query_id,sme_id,country,text\nb,,FI,We build a pump.\na,s1,,\nc,,,\n", "utf-8")
    result = run("recommend", "--workspace", trained, "--queries", asked, "--output", told, "--k", "2")
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith(f"3 queries, 6 rows written to {told} (model 2023-12-23-")
    with told.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert tuple(rows[0]) == RUN_COLUMNS
    assert [(row["query_id"], row["rank"]) for row in rows] == [(q, r) for q in "bac" for r in "12"]
    assert all(0 < float(row["odds"]) < 1 for row in rows)
    first = told.read_bytes()
    run("recommend", "--workspace", trained, "--queries", asked, "--output", told, "--k", "2")
    assert told.read_bytes() == first


def test_what_is_odd_in_a_file_of_queries_is_told(trained: Path, tmp_path: Path) -> None:
    asked, told = tmp_path / "queries.csv", tmp_path / "run.csv"
    asked.write_text("query_id,sme_id,country,text\na,,Suomi,pumps\nb,no,ZZ,\nc,s1,,\nd,,GB,\n", "utf-8")
    result = run("recommend", "--workspace", trained, "--queries", asked, "--output", told, "--k", "2", "--json")
    assert result.exit_code == 0, result.output
    summary = json.loads(result.stdout)
    assert {key: summary[key] for key in ("queries", "rows", "output")} == {
        "queries": 4, "rows": 8, "output": str(told)
    }  # fmt: skip
    assert summary["model"].startswith("2023-12-23-")
    assert summary["notes"] == [
        "2 countries are not known and count as none; the first, line 2: 'Suomi' is not a country code; write FI.",
        "nothing is known of 2 SMEs that ask without a text; their rankings are by demand alone (the first: query b)",
    ]
    assert [f"note: {note}" for note in summary["notes"]] == result.stderr.splitlines()


@pytest.mark.parametrize(
    ("beside", "named"),
    [
        (["--text", "pumps"], "--text cannot"),
        (["--sme", "s1", "--country", "FI"], "--sme, --country cannot"),
        (["--lang", "en"], "--lang cannot"),
    ],
)
def test_what_speaks_of_one_sme_is_refused_beside_a_file(
    beside: list[str], named: str, trained: Path, tmp_path: Path
) -> None:
    asked, told = tmp_path / "queries.csv", tmp_path / "run.csv"
    asked.write_text("query_id,sme_id,country,text\na,,,pumps\n", "utf-8")
    result = run("recommend", "--workspace", trained, "--queries", asked, "--output", told, *beside)
    assert (result.exit_code, result.stdout, told.exists()) == (2, "", False)
    assert named in result.stderr
    assert "Leave them out, or ask for one SME without --queries" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "Say what the SME does with --text"),
        (["--text", "  "], "Say what the SME does with --text"),
        (["--queries", "q.csv"], "--queries and --output go together"),
        (["--output", "o.csv"], "--queries and --output go together"),
        (["--text", "a", "--k", "0"], "Invalid value for '--k'"),
        (["--text", "a", "--k", "many"], "Invalid value for '--k'"),
        (["--text", "a", "--scope", "galactic"], "Invalid value for '--scope'"),
        (["--text", "a", "--lang", "de"], "'de' is not one of 'en', 'fi', 'sv'"),
        (["--text", "a", "--country", "Finland"], "'Finland' is not a country code; write FI."),
        (["--text", "a", "--in-country", "ZZ"], "'ZZ' is not a country code; write two letters"),
        (["--text", "a", "--region", "Savo"], "'Savo' is not a NUTS code; write a country and up to three"),
        (["--text", "a", "--sdg", "18"], "Invalid value for '--sdg'"),
        (["--text", "a", "--sdg", "0"], "Invalid value for '--sdg'"),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused(arguments: list[str], told: str, trained: Path) -> None:
    result = run("recommend", "--workspace", trained, *arguments)
    assert result.exit_code == 2
    assert told in result.stderr
    assert result.stdout == ""


def test_an_answer_that_cannot_be_written_is_refused(trained: Path, tmp_path: Path) -> None:
    asked = tmp_path / "queries.csv"
    asked.write_text("query_id,sme_id,country,text\na,,,pumps\n", "utf-8")
    result = run("recommend", "--workspace", trained, "--queries", asked, "--output", asked / "run.csv")
    assert result.exit_code == 2
    assert "cannot be written" in result.stderr

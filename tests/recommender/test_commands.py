"""Asking on the command line: three languages, filters, files of queries, and questions that cannot be asked."""

import csv
import json
from pathlib import Path

import pytest

from recommender.explanation.reasons import LABELS
from recommender.queries import RUN_COLUMNS
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
    assert result.stdout.splitlines()[-1].startswith("model 2023-12-23-")


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


def test_filters_hold(trained: Path) -> None:
    text = ("--text", "pumps", "--country", "fi")
    described = {"pump-circle", "wood-circle", "battery-circle"}
    assert {item["ecosystem_id"] for item in answer(trained, *text, "--scope", "regional")} == described
    assert {item["ecosystem_id"] for item in answer(trained, *text, "--theme", "water")} == described
    assert answer(trained, *text, "--theme", "nothing") == []
    nothing = run("recommend", "--workspace", trained, *text, "--theme", "nothing")
    assert nothing.stdout.startswith("No ecosystem qualifies.")


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

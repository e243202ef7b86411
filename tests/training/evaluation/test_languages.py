"""The gap between languages."""

from dataclasses import replace
from pathlib import Path

import pytest

from recommender.pipeline import Recommender
from tests.training.evaluation.settings import product, setting
from tests.worlds import Fitted
from training.evaluation import languages
from training.evaluation.findings import Findings
from training.evaluation.languages import agreement, ideas
from training.evaluation.report import page
from training.evaluation.summary import pooled_lines


@pytest.fixture(scope="module")
def asked(small: Fitted) -> Recommender:
    return product(small, setting(small))


def write(path: Path, **texts: str) -> Path:
    path.write_text("[[ideas]]\n" + "".join(f'{language} = "{text}"\n' for language, text in texts.items()))
    return path


def test_every_idea_is_told_in_every_language_and_none_twice() -> None:
    told = ideas()
    assert set(told) == {"en", "fi", "sv"}
    texts = [text for one in told.values() for text in one]
    assert len(set(texts)) == len(texts) == 3 * len(told["en"])
    assert all(40 < len(text) < 400 for text in texts)


def test_the_same_text_is_answered_alike(asked: Recommender, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = "hydrogen battery"
    monkeypatch.setattr(languages, "PARALLEL", write(tmp_path / "p.toml", en=said, fi=said, sv="ore drill"))
    found = agreement(asked)
    assert found["fi"] == 1
    assert found["sv"] < 1


def test_less_than_ten_ecosystems_can_agree_wholly(
    small: Fitted, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(languages, "SHOWN", 3)
    monkeypatch.setattr(languages, "PARALLEL", write(tmp_path / "p.toml", en="ore drill", fi="ore drill"))
    assert agreement(replace(small.recommender)) == {"fi": 1}


def test_report_and_summary_tell_it(findings: Findings) -> None:
    assert "it shows 62 %\nfor the same in Finnish, and 50 %\nfor the same in Swedish." in page(findings)
    assert "2023-01-01 to 2024-01-01, in Swedish: 0.50 of the first ten as in English" in pooled_lines(findings)

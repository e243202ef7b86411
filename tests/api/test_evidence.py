"""Whether the company's sentence is from its text or from its profile is told to programs and to people."""

import pytest
from fastapi.testclient import TestClient

from api.schemas.base import Language
from api.web.texts import TEXTS
from recommender.entities import Ecosystem, Evidence, Query
from tests.api import fakes
from tests.api.fakes import KNOWN_SME, PROFILE

TEXT = "We build electric harvesters for the forest. Partners wanted."


def test_a_sentence_of_the_text_sent(advisor: TestClient) -> None:
    answer = advisor.post("/v1/recommendations", json={"sme_id": KNOWN_SME, "text": TEXT}).json()
    for item in answer["items"]:
        goal, partner = item["evidence"]
        assert (goal["from_profile"], partner["from_profile"]) == (False, False)
        assert goal["ours"] == "We build electric harvesters for the forest."


def test_a_sentence_of_the_profile(advisor: TestClient) -> None:
    answer = advisor.post("/v1/recommendations", json={"sme_id": KNOWN_SME}).json()
    for item in answer["items"]:
        goal, partner = item["evidence"]
        assert (goal["from_profile"], partner["from_profile"]) == (True, False)
        assert goal["ours"] == PROFILE


@pytest.mark.parametrize("language", ["en", "fi", "sv"])
def test_the_page_tells_who_speaks(client: TestClient, monkeypatch: pytest.MonkeyPatch, language: Language) -> None:
    by_text, by_profile = (f"<dt>{TEXTS[language][key]}</dt>" for key in ("ours", "ours_profile"))
    page = client.post("/", params={"lang": language}, data={"text": TEXT}).text
    assert by_text in page
    assert by_profile not in page
    told = fakes.evidence

    def by_its_profile(_: Query, ecosystem: Ecosystem) -> tuple[Evidence, ...]:
        return told(Query("1", KNOWN_SME), ecosystem)

    monkeypatch.setattr(fakes, "evidence", by_its_profile)
    page = client.post("/", params={"lang": language}, data={"text": TEXT}).text
    assert by_profile in page
    assert "We saw spruce &amp; pine." in page
    assert by_text not in page

import re
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

from api.labels import EVERY, FEWER, NOTHING
from api.web.rendering import STATIC, is_address, spoken
from api.web.texts import EXAMPLES, TEXTS
from recommender.catalogue import Catalogue
from recommender.entities import Origin
from recommender.explanation.reasons import ODDS
from tests.api.fakes import FakeServing

TEXT = "We build electric harvesters for the forest. Partners wanted."


@pytest.mark.parametrize("language", ["en", "fi", "sv"])
def test_the_empty_page_speaks_each_language_and_offers_examples(client: TestClient, language: str) -> None:
    response = client.get("/", params={"lang": language})
    assert response.status_code == 200
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert f'<html lang="{language}">' in response.text
    assert TEXTS[spoken(language)]["title"] in response.text
    for example in EXAMPLES.values():
        assert example in response.text


@pytest.mark.parametrize("language", ["de", "", "<b>", "en\x00"])
def test_an_unknown_language_is_english(client: TestClient, language: str) -> None:
    assert '<html lang="en">' in client.get("/", params={"lang": language}).text


def test_every_text_is_in_every_language() -> None:
    assert set(TEXTS["en"]) == set(TEXTS["fi"]) == set(TEXTS["sv"])
    for key in TEXTS["en"]:
        fields = {tuple(re.findall(r"{\w+}", texts[key])) for texts in TEXTS.values()}
        assert len(fields) == 1, key


def test_a_text_is_answered_with_cards(client: TestClient) -> None:
    page = client.post("/", data={"text": TEXT, "country": "FI", "scopes": ["national", "regional"]}).text
    assert page.count('<li class="card">') == 3
    assert "Low-emission forest machines" in page
    assert "Harvester Oyj" in page
    assert "about 4 in 10" in page
    assert "What you write fits its goals and past projects" in page
    assert "University of Somewhere" in page
    assert 'href="https://forest.example/"' in page
    assert page.count("Not verified") == 2
    assert TEXT in page
    assert '<option value="FI" selected>Finland</option>' in page
    assert page.count(" checked>") == 2
    assert "bundle-0001" in page


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("en", ["Forestry", "Electrification", "Water"]),
        ("fi", ["Metsätalous", "Sähköistäminen", "Vesi"]),
        ("sv", ["Skogsbruk", "Elektrifiering", "Vatten"]),
    ],
)
def test_themes_are_named_in_the_language_of_the_page(language: str, names: list[str], client: TestClient) -> None:
    page = client.post(f"/?lang={language}", data={"text": TEXT}).text
    assert [name for name in names if f"<li>{name}</li>" not in page] == []
    assert "<li>electrification</li>" not in page


def test_what_past_projects_show_is_not_called_unverified(client: TestClient, fake: FakeServing) -> None:
    shown = [replace(e, origin=Origin.PROJECTS, verified=False) for e in fake.catalogue]
    fake.catalogue = Catalogue(shown)
    page = client.post("/", data={"text": TEXT}).text
    assert page.count('<li class="card">') == len(shown)
    assert "Not verified" not in page


def test_what_comes_from_outside_is_escaped(client: TestClient) -> None:
    page = client.post("/", data={"text": "</textarea><script>alert(2)</script>"}).text
    assert "<script>alert" not in page
    assert "<img" not in page
    assert "<b>Bold" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; friends" in page
    assert 'href="javascript:' not in page


def test_an_example_is_answered_whatever_the_text_was(client: TestClient, fake: FakeServing) -> None:
    page = client.post("/?lang=sv", data={"text": "", "example": "fi"}).text
    assert EXAMPLES["fi"] in page
    assert fake.asked[-1].text == EXAMPLES["fi"]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"country": ""}, "text_missing"),
        ({"text": ""}, "text_missing"),
        ({"text": " \r\n\x00 "}, "text_missing"),
        ({"text": TEXT, "country": "Finland"}, "country_bad"),
        ({"text": TEXT, "country": "<script>"}, "country_bad"),
        ({"text": TEXT, "scopes": "galactic"}, "filters_bad"),
    ],
)
@pytest.mark.parametrize("language", ["en", "fi", "sv"])
def test_a_wrong_form_is_explained_beside_the_field_and_kept(
    client: TestClient, fields: dict[str, str], message: str, language: str
) -> None:
    response = client.post(f"/?lang={language}", data=fields)
    assert response.status_code == 422
    assert TEXTS[spoken(language)][message] in response.text
    assert fields.get("text", "").strip("\r\n\x00 ") in response.text
    assert "<title>" + TEXTS[spoken(language)]["error"] in response.text


def test_a_text_too_long_is_kept_and_its_length_said(client: TestClient) -> None:
    response = client.post("/", data={"text": "å" * 20_001})
    assert response.status_code == 422
    assert "20,001" in response.text
    assert "å" * 20_001 in response.text


def test_stray_control_characters_do_no_harm(client: TestClient, fake: FakeServing) -> None:
    assert client.post("/", data={"text": "Pumps\x00 and\x0c valves\r\nfor mills"}).status_code == 200
    assert fake.asked[-1].text == "Pumps  and  valves\nfor mills"


@pytest.mark.parametrize("language", ["en", "fi", "sv"])
def test_what_the_odds_say_stands_below_them(client: TestClient, language: str) -> None:
    page = client.post(f"/?lang={language}", data={"text": TEXT}).text
    assert f"{ODDS[language]} {TEXTS[spoken(language)]['about_odds']}" in page


def test_when_nothing_fits_the_page_says_so(client: TestClient, fake: FakeServing) -> None:
    fake.catalogue = Catalogue(())
    narrow = client.post("/", data={"text": TEXT, "scopes": ["regional"]}).text
    assert NOTHING["en"] in narrow
    assert FEWER["en"] not in narrow
    assert ODDS["en"] not in narrow
    empty = client.post("/", data={"text": TEXT}).text
    assert EVERY["en"] in empty
    assert NOTHING["en"] not in empty


def test_the_page_loads_nothing_from_elsewhere(client: TestClient) -> None:
    page = client.get("/").text
    loaded = re.findall(r'(?:src|<link[^>]* href)="([^"]+)"', page)
    assert len(loaded) == 3
    for path in loaded:
        assert client.get(path).status_code == 200
    assert "style=" not in page
    assert "http" not in (STATIC / "page.js").read_text("utf-8")


def test_only_web_addresses_become_links() -> None:
    assert is_address("https://a.example")
    assert not is_address("javascript:alert(1)")
    assert not is_address("")


def colours(css: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", css))


def luminance(colour: str) -> float:
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast_is_enough_to_read(scheme: str) -> None:
    """WCAG 2.2, success criteria 1.4.3 (4.5 for text) and 1.4.11 (3 for edges of fields and drawings)."""
    light, dark = (STATIC / "page.css").read_text("utf-8").split("@media (prefers-color-scheme: dark)")
    palette = colours(light) | (colours(dark) if scheme == "dark" else {})
    text = [("ink", "paper"), ("ink", "card"), ("ink", "tint"), ("soft", "paper"), ("soft", "card"), ("brand", "paper"),
            ("brand", "card"), ("brand", "tint"), ("brand-ink", "brand"), ("warn", "warn-paper"), ("error", "card"),
            ("against", "card")]  # fmt: skip
    edges = [("field-line", "card"), ("for", "track"), ("against", "track")]
    for pairs, least in ((text, 4.5), (edges, 3)):
        for front, back in pairs:
            low, high = sorted((luminance(palette[front]), luminance(palette[back])))
            assert (high + 0.05) / (low + 0.05) >= least, (front, back)

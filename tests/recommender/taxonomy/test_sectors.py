import pytest

from recommender.taxonomy.sectors import recognise, section_of, sectors


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("28", ["28"]),
        ("28.3", ["28"]),
        ("28.30", ["28"]),
        ("2830", ["28"]),
        ("28300", ["28"]),
        ("C28", ["28"]),
        ("c 28.30", ["28"]),
        ("NACE 62", ["62"]),
        ("C", ["C"]),
        ("Manufacturing", ["C"]),
        ("konepaja", ["25"]),
        ("Metsäkoneiden huolto", ["28", "33"]),
        ("mejeri", ["10"]),
        ("water technology", ["36"]),
        ("A28", []),
        ("00", []),
        ("04", []),
        ("999999", []),
        ("C.1", []),
        ("blorb", []),
        ("", []),
        ("  ", []),
    ],
)
def test_a_code_or_a_word_gives_the_division(text: str, codes: list[str]) -> None:
    assert [sector.code for sector in recognise(text)] == codes


def test_every_division_has_one_section_and_recognises_its_own_code_and_name() -> None:
    divisions = [sector for sector in sectors() if sector.code.isdigit()]
    assert len(divisions) == 88
    assert len(sectors()) == 88 + 21
    for sector in divisions:
        assert section_of(sector.code) is not None
        assert recognise(sector.code) == (sector,)
        assert sector in recognise(sector.name)


@pytest.mark.parametrize(("code", "section"), [("28", "C"), ("62", "J"), ("00", None), ("C", None)])
def test_the_section_of_a_division(code: str, section: str | None) -> None:
    assert section_of(code) == section

import pytest

from recommender.taxonomy.regions import country_of, region_name, region_of, regions


@pytest.mark.parametrize(
    ("municipality", "code"),
    [
        ("Kuopio", "FI1DB"),
        ("KUOPIO", "FI1DB"),
        ("  iisalmi ", "FI1DB"),
        ("Idensalmi", "FI1DB"),
        ("Joroinen", "FI1DB"),
        ("Heinävesi", "FI1DC"),
        ("Kuhmoinen", "FI19B"),
        ("Iitti", "FI1C6"),
        ("Isokyrö", "FI199"),
        ("Åbo", "FI1C1"),
        ("helsingfors", "FI1B1"),
        ("S:t  Michel", "FI1DA"),
        ("Maarianhamina", "FI200"),
        ("Mariehamn", "FI200"),
        ("Vaasa", "FI19A"),
        ("Kokkola", "FI1D5"),
        ("Atlantis", None),
        ("", None),
    ],
)
def test_a_municipality_is_found_in_finnish_or_swedish(municipality: str, code: str | None) -> None:
    assert region_of(municipality) == code


def test_there_are_nineteen_regions_and_no_municipality_lies_in_two() -> None:
    names = [name.casefold() for region in regions() for name in region.municipalities]
    assert len(regions()) == 19
    assert len(names) == len(set(names)) == 310
    assert all(len(region.code) == 5 and region.code.startswith("FI") for region in regions())
    assert all(region_of(name) == region.code for region in regions() for name in region.municipalities)


def test_regions_have_names_in_three_languages() -> None:
    assert [region_name("FI1DB", language) for language in ("fi", "sv", "en")] == [
        "Pohjois-Savo",
        "Norra Savolax",
        "North Savo",
    ]
    assert region_name("FI1DB", "de") == "North Savo"
    assert region_name("SE110") == "SE110"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("FI", "FI"),
        ("fi", "FI"),
        ("Suomi", "FI"),
        ("finland", "FI"),
        ("GR", "EL"),
        ("EL", "EL"),
        ("GB", "UK"),
        ("UK", "UK"),
        ("Storbritannien", "UK"),
        ("Ruotsi", "SE"),
        ("XX", None),
        ("", None),
    ],
)
def test_countries_are_written_as_the_eu_writes_them(text: str, code: str | None) -> None:
    assert country_of(text) == code

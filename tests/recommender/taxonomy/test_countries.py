import pytest

from recommender.errors import QueryError
from recommender.taxonomy.countries import CODES, NUTS_COUNTRIES, country_code, region_code


@pytest.mark.parametrize(
    ("text", "code"),
    [("FI", "FI"), (" fi ", "FI"), ("gr", "EL"), ("EL", "EL"), ("GB", "UK"), ("uk", "UK"), ("BR", "BR"), ("xk", "XK")],
)
def test_a_code_is_written_as_cordis_writes_it(text: str, code: str) -> None:
    assert country_code(text) == code


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("Finland", "'Finland' is not a country code; write FI."),
        ("ruotsi", "write SE"),
        ("Storbritannien", "write UK"),
        ("ZZ", "'ZZ' is not a country code; write two letters, such as FI"),
        ("F", "write two letters"),
        ("", "'' is not a country code"),
        ("x" * 1000, f"'{'x' * 40}' is not a country code"),
    ],
)
def test_what_is_no_code_is_refused_with_advice(text: str, advice: str) -> None:
    with pytest.raises(QueryError) as caught:
        country_code(text)
    assert advice in str(caught.value)


def test_a_country_has_one_code() -> None:
    assert all(country_code(code) == code for code in CODES)
    assert {"GR", "GB"}.isdisjoint(CODES)
    assert len(CODES) == 250
    assert NUTS_COUNTRIES < CODES


@pytest.mark.parametrize(("text", "code"), [("FI", "FI"), (" fi1d ", "FI1D"), ("FI1D2", "FI1D2"), ("GR30", "EL30")])
def test_a_region_is_written_as_nuts_writes_it(text: str, code: str) -> None:
    assert region_code(text) == code


@pytest.mark.parametrize("text", ["", "F", "ZZ1", "FI1D22", "FI-1", "FI1ä", "Finland", "Savo", "FI 1", "BR1", "FI1\n1"])
def test_what_is_no_region_is_refused(text: str) -> None:
    with pytest.raises(QueryError, match="is not a NUTS code; write a country and up to three"):
        region_code(text)

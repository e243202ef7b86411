"""Countries that a company can choose, by the code that CORDIS writes."""

from api.schemas.base import Language

NAMES: dict[str, tuple[str, str, str]] = {
    "AL": ("Albania", "Albania", "Albanien"),
    "AT": ("Austria", "Itävalta", "Österrike"),
    "BA": ("Bosnia and Herzegovina", "Bosnia ja Hertsegovina", "Bosnien och Hercegovina"),
    "BE": ("Belgium", "Belgia", "Belgien"),
    "BG": ("Bulgaria", "Bulgaria", "Bulgarien"),
    "CA": ("Canada", "Kanada", "Kanada"),
    "CH": ("Switzerland", "Sveitsi", "Schweiz"),
    "CY": ("Cyprus", "Kypros", "Cypern"),
    "CZ": ("Czechia", "Tšekki", "Tjeckien"),
    "DE": ("Germany", "Saksa", "Tyskland"),
    "DK": ("Denmark", "Tanska", "Danmark"),
    "EE": ("Estonia", "Viro", "Estland"),
    "EL": ("Greece", "Kreikka", "Grekland"),
    "ES": ("Spain", "Espanja", "Spanien"),
    "FI": ("Finland", "Suomi", "Finland"),
    "FR": ("France", "Ranska", "Frankrike"),
    "HR": ("Croatia", "Kroatia", "Kroatien"),
    "HU": ("Hungary", "Unkari", "Ungern"),
    "IE": ("Ireland", "Irlanti", "Irland"),
    "IL": ("Israel", "Israel", "Israel"),
    "IS": ("Iceland", "Islanti", "Island"),
    "IT": ("Italy", "Italia", "Italien"),
    "LT": ("Lithuania", "Liettua", "Litauen"),
    "LU": ("Luxembourg", "Luxemburg", "Luxemburg"),
    "LV": ("Latvia", "Latvia", "Lettland"),
    "ME": ("Montenegro", "Montenegro", "Montenegro"),
    "MK": ("North Macedonia", "Pohjois-Makedonia", "Nordmakedonien"),
    "MT": ("Malta", "Malta", "Malta"),
    "NL": ("Netherlands", "Alankomaat", "Nederländerna"),
    "NO": ("Norway", "Norja", "Norge"),
    "PL": ("Poland", "Puola", "Polen"),
    "PT": ("Portugal", "Portugali", "Portugal"),
    "RO": ("Romania", "Romania", "Rumänien"),
    "RS": ("Serbia", "Serbia", "Serbien"),
    "SE": ("Sweden", "Ruotsi", "Sverige"),
    "SI": ("Slovenia", "Slovenia", "Slovenien"),
    "SK": ("Slovakia", "Slovakia", "Slovakien"),
    "TR": ("Türkiye", "Turkki", "Turkiet"),
    "UA": ("Ukraine", "Ukraina", "Ukraina"),
    "UK": ("United Kingdom", "Yhdistynyt kuningaskunta", "Storbritannien"),
    "US": ("United States", "Yhdysvallat", "USA"),
}
"""Names in English, Finnish and Swedish."""

PLACE: dict[Language, int] = {"en": 0, "fi": 1, "sv": 2}
LAST = {"å": "z1", "ä": "z2", "ö": "z3", "š": "s", "ü": "u"}
"""Where letters stand in the Finnish and Swedish alphabets."""


def country_name(code: str, language: Language) -> str:
    """Name of a country, else its code."""
    names = NAMES.get(code)
    return names[PLACE[language]] if names else code


def choices(language: Language) -> list[tuple[str, str]]:
    """Codes and names: Finland first, then by name."""
    named = [(code, country_name(code, language)) for code in NAMES]
    return sorted(named, key=lambda choice: (choice[0] != "FI", _alphabetical(choice[1])))


def _alphabetical(name: str) -> str:
    return "".join(LAST.get(letter, letter) for letter in name.lower())

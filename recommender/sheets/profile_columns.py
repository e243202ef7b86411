"""Columns of a file of SME profiles, and the headings in English, Finnish and Swedish that name them."""

LANGUAGES = ("fi", "sv", "en")
TEXT_COLUMNS = ("text", *(f"text_{language}" for language in LANGUAGES))

_HEADINGS: dict[str, tuple[str, ...]] = {
    "id": ("sme_id", "organisation_id", "tunniste", "tunnus", "y_tunnus", "business_id", "fo_nummer"),
    "name": ("company", "company_name", "nimi", "yritys", "yrityksen_nimi", "namn", "företag", "företagets_namn"),
    "text": ("description", "kuvaus", "teksti", "beskrivning"),
    "text_fi": ("description_fi", "kuvaus_fi", "kuvaus_suomeksi", "teksti_fi", "beskrivning_fi"),
    "text_sv": ("description_sv", "kuvaus_sv", "kuvaus_ruotsiksi", "beskrivning_sv", "beskrivning_på_svenska"),
    "text_en": ("description_en", "kuvaus_en", "kuvaus_englanniksi", "beskrivning_en", "beskrivning_på_engelska"),
    "municipality": ("city", "town", "kunta", "kotikunta", "paikkakunta", "kommun", "ort", "hemkommun"),
    "country": ("maa", "land"),
    "sector": ("sectors", "nace", "industry", "toimiala", "tol", "bransch", "näringsgren"),
    "size": ("size_class", "employees", "headcount", "koko", "kokoluokka", "henkilöstö", "henkilöstömäärä",
             "storlek", "anställda", "antal_anställda"),
    "website": ("web", "url", "homepage", "kotisivu", "kotisivut", "verkkosivu", "webbplats", "hemsida"),
    "offers": ("offer", "tarjoaa", "tarjoamme", "tarjonta", "erbjuder", "utbud"),
    "needs": ("need", "tarvitsee", "tarpeet", "haemme", "etsii", "behov", "söker"),
    "languages": ("language", "kieli", "kielet", "språk"),
    "sole_trader": ("toiminimi", "elinkeinonharjoittaja", "enskild_firma", "enskild_näringsidkare"),
    "updated": ("known_on", "date", "päivitetty", "päiväys", "uppdaterad", "datum"),
    "fictional": ("kuvitteellinen", "keksitty", "fiktiv"),
}  # fmt: skip

COLUMNS = tuple(dict.fromkeys((*_HEADINGS, *TEXT_COLUMNS)))
"""Canonical names of all columns that are read."""

SYNONYMS = {heading: column for column, headings in _HEADINGS.items() for heading in headings}
"""Other headings, lower case with ``_`` for space, and the column that each means."""

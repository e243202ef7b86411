"""The language of a text, by the language models of lingua; only the languages of users and of their neighbours."""

from functools import cache

from lingua import Language, LanguageDetector, LanguageDetectorBuilder

_KNOWN = (
    Language.BOKMAL,
    Language.DANISH,
    Language.DUTCH,
    Language.ENGLISH,
    Language.ESTONIAN,
    Language.FINNISH,
    Language.FRENCH,
    Language.GERMAN,
    Language.ITALIAN,
    Language.POLISH,
    Language.PORTUGUESE,
    Language.SPANISH,
    Language.SWEDISH,
)
_CLEARLY = 0.1
"""How far the likeliest language must lie before the next; the title of a call often lies between two."""


def language_of(text: str) -> str:
    """Two-letter code (ISO 639-1) of the language of `text`, ``""`` where it cannot be told."""
    found = _detector().detect_language_of(text)
    return "" if found is None else found.iso_code_639_1.name.lower()


@cache
def _detector() -> LanguageDetector:
    """Build the detector once; its small models (35 MB) tell a sentence's language as well as the large ones."""
    builder = LanguageDetectorBuilder.from_languages(*_KNOWN).with_low_accuracy_mode()
    return builder.with_minimum_relative_distance(_CLEARLY).build()

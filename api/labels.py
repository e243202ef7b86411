"""Sentences and labels of an answer, in its language."""

from api.schemas.base import Language
from recommender.explanation.reasons import LABELS

NEWCOMER: dict[Language, str] = {
    "en": "Newcomer: no past projects of the company are known; the ranking rests on its text and country.",
    "fi": "Uusi tuttavuus: yrityksen aiempia hankkeita ei tunneta, joten järjestys perustuu tekstiin ja maahan.",
    "sv": "Ny bekantskap: inga tidigare projekt är kända, så ordningen bygger på företagets text och land.",
}
FEWER: dict[Language, str] = {
    "en": "Fewer ecosystems than asked for meet the filters.",
    "fi": "Rajaukset täyttäviä ekosysteemejä on vähemmän kuin pyydettiin.",
    "sv": "Färre ekosystem än efterfrågat uppfyller villkoren.",
}


def reason_label(name: str, language: Language) -> str:
    """Label of a reason, else its name as words."""
    return LABELS.get(name, {}).get(language) or name.replace("_", " ").capitalize()

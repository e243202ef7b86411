"""Sentences and labels of an answer, in its language."""

from api.schemas.base import Language
from recommender.explanation.reasons import LABELS

NEWCOMER: dict[Language, str] = {
    "en": "Newcomer: no past projects of the company are known; the ranking rests on its text and country.",
    "fi": "Uusi tuttavuus: yrityksen aiempia hankkeita ei tunneta, joten järjestys perustuu tekstiin ja maahan.",
    "sv": "Ny bekantskap: inga tidigare projekt är kända, så ordningen bygger på företagets text och land.",
}
DEMAND: dict[Language, str] = {
    "en": "Nothing is known of the company but its country; the ranking is by demand alone.",
    "fi": "Yrityksestä tunnetaan vain maa, joten järjestys perustuu pelkästään kysyntään.",
    "sv": "Inget är känt om företaget utom landet, så ordningen bygger enbart på efterfrågan.",
}
ROUGH: dict[Language, str] = {
    "en": "The odds are rough: too little past cooperation is known here to calibrate them on.",
    "fi": "Todennäköisyydet ovat karkeita: aiempaa yhteistyötä tunnetaan liian vähän niiden kalibroimiseksi.",
    "sv": "Sannolikheterna är grova: för lite tidigare samarbete är känt för att kalibrera dem.",
}
NOTHING: dict[Language, str] = {
    "en": "No ecosystem meets these limits. Widen them and ask again.",
    "fi": "Mikään ekosysteemi ei täytä rajauksia. Väljennä niitä ja kysy uudelleen.",
    "sv": "Inget ekosystem uppfyller villkoren. Vidga dem och fråga igen.",
}
FEWER: dict[Language, str] = {
    "en": "Fewer ecosystems than asked for meet the filters.",
    "fi": "Rajaukset täyttäviä ekosysteemejä on vähemmän kuin pyydettiin.",
    "sv": "Färre ekosystem än efterfrågat uppfyller villkoren.",
}
EVERY: dict[Language, str] = {
    "en": "There are fewer ecosystems than asked for; those here are all.",
    "fi": "Ekosysteemejä on vähemmän kuin pyydettiin; tässä ovat kaikki.",
    "sv": "Det finns färre ekosystem än efterfrågat; de här är alla.",
}
EVERY_NEW: dict[Language, str] = {
    "en": "There are no more ecosystems than these and those that the company already works with.",
    "fi": "Ekosysteemejä ei ole enempää kuin nämä ja ne, joiden kanssa yritys jo työskentelee.",
    "sv": "Det finns inga fler ekosystem än dessa och dem som företaget redan arbetar med.",
}


def reason_label(name: str, language: Language) -> str:
    """Label of a reason, else its name as words."""
    return LABELS.get(name, {}).get(language) or name.replace("_", " ").capitalize()

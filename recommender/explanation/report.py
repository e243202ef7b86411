"""A ranking as lines of text for a terminal."""

from collections.abc import Iterator

from recommender.catalogue import Catalogue
from recommender.entities import Evidence, EvidenceKind, Ranking, Recommendation
from recommender.explanation.reasons import LABELS

MAX_REASONS = 3

_WORDS: dict[str, dict[str, str]] = {
    "en": {
        "filtered": "No ecosystem qualifies. Loosen the filters.",
        "none": "No ecosystem is left that you do not work with already. Ask for known ones too (--include-known).",
        "led": "led by", "odds": "odds", "because": "because", "against": "weaker than others",
        "goal": "its goal", "project": "its past project", "partner": "shared partner", "together": "together in",
        "ours": "you write", "profile": "your profile says", "unverified": "not verified",
    },
    "fi": {
        "filtered": "Yksikään ekosysteemi ei täytä ehtoja. Väljennä rajauksia.",
        "none": "Ei ole ekosysteemiä, jonka kanssa ette jo työskentele. Pyydä tututkin mukaan (--include-known).",
        "led": "vetäjä", "odds": "todennäköisyys", "because": "koska", "against": "muita heikompaa",
        "goal": "sen tavoite", "project": "sen aiempi hanke", "partner": "yhteinen kumppani", "together": "yhdessä",
        "ours": "kirjoitat", "profile": "profiilisi kertoo", "unverified": "vahvistamatta",
    },
    "sv": {
        "filtered": "Inget ekosystem uppfyller villkoren. Lätta på filtren.",
        "none": "Det finns inget ekosystem som ni inte redan arbetar med. Ta med även kända (--include-known).",
        "led": "leds av", "odds": "sannolikhet", "because": "eftersom", "against": "svagare än andra",
        "goal": "dess mål", "project": "dess tidigare projekt", "partner": "gemensam partner",
        "together": "tillsammans i", "ours": "ni skriver", "profile": "er profil säger", "unverified": "ej bekräftat",
    },
}  # fmt: skip


def lines(catalogue: Catalogue, ranking: Ranking, language: str, *, filtered: bool = False) -> Iterator[str]:
    """Give the ranking as text: a headline an ecosystem, its weightiest reasons, its evidence.

    Parameters
    ----------
    filtered : whether filters were set, which is then why a ranking may be empty
    """
    words = _WORDS.get(language, _WORDS["en"])
    if not ranking.recommendations:
        yield words["filtered" if filtered else "none"]
    for recommendation in ranking.recommendations:
        ecosystem = catalogue[catalogue.row(recommendation.ecosystem_id)]
        doubt = f" ({words['unverified']})" if ecosystem.doubtful else ""
        yield f"{recommendation.rank:>3}. {ecosystem.name(language)}{doubt}"
        yield f"     {words['led']} {ecosystem.flagship_name} · {words['odds']} {recommendation.odds:.1%}"
        yield from _reasons(recommendation, language, words)
        for evidence in recommendation.evidence:
            yield f"     {_shown(evidence, words)}"
        yield ""


def _reasons(recommendation: Recommendation, language: str, words: dict[str, str]) -> Iterator[str]:
    told = [reason for reason in recommendation.reasons if round(abs(reason.value), 2) > 0]  # as it is printed
    named = [reason for reason in told if reason.name != "base"]
    for word, chosen in (
        ("because", [reason for reason in named if reason.value > 0][:MAX_REASONS]),
        ("against", [reason for reason in named if reason.value < 0][:1]),
    ):
        for reason in chosen:
            label = LABELS[reason.name]
            yield f"     {words[word]}: {label.get(language, label['en'])} ({reason.value:+.2f})"


def _shown(evidence: Evidence, words: dict[str, str]) -> str:
    text = f"{words[evidence.kind.value]}: {evidence.theirs}"
    if evidence.kind in {EvidenceKind.GOAL, EvidenceKind.PROJECT}:
        speaker = words["profile" if evidence.from_profile else "ours"]
        return f'{text} — {speaker}: "{evidence.ours}"'
    return text

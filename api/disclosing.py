"""What decides the order of a ranking, computed from the model that serves."""

from collections.abc import Mapping
from threading import Lock

from api.deps import Serving
from api.labels import reason_label
from api.schemas.base import Language
from api.schemas.disclosure import Disclosure, Parameter
from api.web.texts import EXAMPLES
from recommender.entities import Query
from recommender.explanation.reasons import ODDS

STATEMENTS: dict[Language, tuple[str, ...]] = {
    "en": (
        "Nobody can pay for a place in a ranking.",
        (
            "Ecosystems that a company already works with are left out unless it asks for them; so are those that it, "
            "or its advisor, has declined or put off."
        ),
        "Ask for a two-sided ranking, and the number of others who ask an ecosystem counts, too.",
        (
            "Odds come from past cooperation in EU projects or in the records that were ingested; a common project is "
            "not always a good one."
        ),
        "Names of persons are no part of what is compared.",
    ),
    "fi": (
        "Sijoitusta ei voi ostaa.",
        (
            "Ekosysteemit, joiden kanssa yritys jo työskentelee, jätetään pois, ellei niitä pyydetä; samoin ne, jotka "
            "yritys tai sen neuvoja on hylännyt tai siirtänyt myöhemmäksi."
        ),
        "Kahdenvälisessä järjestyksessä vaikuttaa myös se, montako muuta samaan ekosysteemiin pyrkii.",
        (
            "Todennäköisyydet perustuvat aiempaan yhteistyöhön EU-hankkeissa tai tuoduissa aineistoissa; yhteinen "
            "hanke ei aina ole hyvä hanke."
        ),
        "Henkilöiden nimiä ei vertailla.",
    ),
    "sv": (
        "Ingen kan betala för en plats i ordningen.",
        (
            "Ekosystem som företaget redan arbetar med utelämnas om de inte efterfrågas; likaså de som företaget eller "
            "dess rådgivare har avböjt eller skjutit upp."
        ),
        "I en tvåsidig ordning räknas också hur många andra som söker sig till ett ekosystem.",
        (
            "Sannolikheterna bygger på tidigare samarbete i EU-projekt eller i inläst material; ett gemensamt projekt "
            "är inte alltid ett bra projekt."
        ),
        "Namn på personer jämförs inte.",
    ),
}
MOST_KNOWN = 50
"""Companies with a past whose rankings are looked at."""


Shares = Mapping[str, float]


class Discloser:
    """Computes once per model how much each parameter weighs."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._computed: tuple[str, Shares, Shares | None] | None = None

    def disclosure(self, serving: Serving, language: Language) -> Disclosure:
        """Tell the main parameters of the ranking and their importance."""
        newcomer, known = self._shares(serving)
        parameters = [
            Parameter(
                name=name,
                label=reason_label(name, language),
                newcomer=newcomer[name],
                known=None if known is None else known[name],
            )
            for name in sorted(newcomer, key=lambda name: (-newcomer[name], name))
        ]
        return Disclosure(
            model=serving.version,
            parameters=parameters,
            odds=ODDS[language],
            odds_are_rough=serving.odds_are_rough,
            statements=list(STATEMENTS[language]),
        )

    def _shares(self, serving: Serving) -> tuple[Shares, Shares | None]:
        with self._lock:
            if self._computed is None or self._computed[0] != serving.version:
                newcomers = [Query(language, None, "FI", EXAMPLES[language], language) for language in EXAMPLES]
                known = [Query(sme, sme) for sme in serving.some_known(MOST_KNOWN)]
                shares = serving.shares(known) if known else None
                self._computed = (serving.version, serving.shares(newcomers), shares)
            return self._computed[1:]

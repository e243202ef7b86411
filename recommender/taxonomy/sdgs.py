"""The 17 Sustainable Development Goals of the United Nations (2030 Agenda, resolution A/RES/70/1), by number."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sdg:
    """A goal: its number (1–17) and its short title by language (``en``, ``fi``, ``sv``)."""

    number: int
    names: dict[str, str]


_TITLES = (
    ("No poverty", "Ei köyhyyttä", "Ingen fattigdom"),
    ("Zero hunger", "Ei nälkää", "Ingen hunger"),
    ("Good health and well-being", "Terveyttä ja hyvinvointia", "God hälsa och välbefinnande"),
    ("Quality education", "Hyvä koulutus", "God utbildning för alla"),
    ("Gender equality", "Sukupuolten tasa-arvo", "Jämställdhet"),
    ("Clean water and sanitation", "Puhdas vesi ja sanitaatio", "Rent vatten och sanitet för alla"),
    ("Affordable and clean energy", "Edullista ja puhdasta energiaa", "Hållbar energi för alla"),
    (
        "Decent work and economic growth",
        "Ihmisarvoista työtä ja talouskasvua",
        "Anständiga arbetsvillkor och ekonomisk tillväxt",
    ),
    (
        "Industry, innovation and infrastructure",
        "Kestävää teollisuutta, innovaatioita ja infrastruktuureja",
        "Hållbar industri, innovationer och infrastruktur",
    ),
    ("Reduced inequalities", "Eriarvoisuuden vähentäminen", "Minskad ojämlikhet"),
    ("Sustainable cities and communities", "Kestävät kaupungit ja yhteisöt", "Hållbara städer och samhällen"),
    ("Responsible consumption and production", "Vastuullista kuluttamista", "Hållbar konsumtion och produktion"),
    ("Climate action", "Ilmastotekoja", "Bekämpa klimatförändringarna"),
    ("Life below water", "Vedenalainen elämä", "Hav och marina resurser"),
    ("Life on land", "Maanpäällinen elämä", "Ekosystem och biologisk mångfald"),
    (
        "Peace, justice and strong institutions",
        "Rauha, oikeudenmukaisuus ja hyvä hallinto",
        "Fredliga och inkluderande samhällen",
    ),
    ("Partnerships for the goals", "Yhteistyö ja kumppanuus", "Genomförande och globalt partnerskap"),
)

SDGS = tuple(
    Sdg(number, dict(zip(("en", "fi", "sv"), titles, strict=True))) for number, titles in enumerate(_TITLES, start=1)
)
"""All goals in order."""


def sdg_name(number: int, language: str = "en") -> str:
    """Short title of a goal in `language` (``en``, ``fi`` or ``sv``), else in English; ``""`` where there is none."""
    if not 1 <= number <= len(SDGS):
        return ""
    names = SDGS[number - 1].names
    return names.get(language, names["en"])

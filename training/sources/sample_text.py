"""Names and descriptions of SMEs that do not exist, from a small grammar in Finnish, Swedish and English."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from random import Random
from typing import Any

LANGUAGES = ("fi", "sv", "en")


@dataclass(frozen=True, slots=True)
class Place:
    """A municipality by its Finnish name, and how it stands in a sentence of each language."""

    municipality: str
    said: dict[str, str]


@dataclass(frozen=True, slots=True)
class Business:
    """What there is to tell of a company: ``fields`` are one or two fields of business, the main one first."""

    name: str
    language: str
    fields: tuple[str, ...]
    place: Place
    people: int
    founded: int


@dataclass(frozen=True, slots=True)
class Description:
    """How a company describes itself."""

    text: str
    offers: tuple[str, ...]
    needs: tuple[str, ...]


@cache
def fields() -> dict[str, Any]:
    """Words of each field of business, by its key."""
    return _table("sample_fields.toml")


@cache
def _grammar() -> dict[str, Any]:
    return _table("sample_grammar.toml")


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath(name).read_text("utf-8"))


def names(language: str, field: str, random: Random) -> list[str]:
    """All names of companies of one field in one language, shuffled; each says that the company is an example."""
    form, stems = _grammar()["names"][language]["form"], _grammar()["names"][language]["stems"]
    made = [form.format(stem=stem, word=word) for stem in stems for word in fields()[field]["names"][language]]
    random.shuffle(made)
    return made


def place(area: str, random: Random) -> Place:
    """Draw a place of an area: ``home`` (North Savo), ``inland`` or ``coast``."""
    rows = _grammar()["places"][area]
    _, finnish, inside, swedish = random.choices(rows, weights=[row[0] for row in rows])[0]
    return Place(finnish, {"fi": inside, "sv": swedish, "en": finnish})


def describe(business: Business, random: Random) -> Description:
    """Two to four sentences, with two or three offers and one or two needs of the main field."""
    words = fields()[business.fields[0]][business.language]
    sentences = _grammar()["sentences"][business.language]
    offers = random.sample(words["offers"], min(len(words["offers"]), random.choice([2, 2, 3])))
    needs = random.sample(words["needs"], random.choice([1, 1, 2]))
    slots = {
        "name": business.name,
        "place": business.place.said[business.language],
        "people": str(business.people),
        "year": str(business.founded),
        "share": str(5 * random.randint(1, 14)),
        "offer": offers[0],
        "offer2": offers[1],
        "need": needs[0],
    }
    general = _countable(sentences["general"], business.people)
    middle = [random.choice(words["detail"]), random.choice(general).format(**slots)]
    end = [random.choice(sentences[kind]).format(**slots) for kind in ("offers", "needs")]
    told = random.sample(middle, random.choice([0, 1, 1, 2])) + random.sample(end, random.choice([1, 1, 2]))
    if len(business.fields) > 1:
        told = [_second(business, random), *told]
    opening = random.choice(_countable(sentences["opening"], business.people))
    text = " ".join([opening.format(does=random.choice(words["does"]), **slots), *told[:3]])
    return Description(text, tuple(offers), tuple(needs))


def _countable(sentences: list[str], people: int) -> list[str]:
    """Sentences that can be said; those that count people need two of them at least."""
    return [sentence for sentence in sentences if people > 1 or "{people}" not in sentence]


def _second(business: Business, random: Random) -> str:
    does = random.choice(fields()[business.fields[1]][business.language]["does"])
    sentence: str = random.choice(_grammar()["sentences"][business.language]["second"])
    return sentence.format(does=does)

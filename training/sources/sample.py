"""Make the bundled sample: SMEs that do not exist and their past partnerships with the ecosystems of the catalogue.

``python -m training.sources.sample --seed 7 --catalogue data/catalogue --output data/sample`` writes ``profiles.csv``
and ``partnerships.csv``; equal seed and catalogue give equal bytes. `data/README.md` says what the sample is good for.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Annotated

import typer

from recommender.entities import Ecosystem
from recommender.errors import KumppaniError
from recommender.taxonomy.regions import region_of
from training.sources import catalogue, sample_text, sample_world
from training.sources.sample_text import Business

SIZE = 440
"""How many SMEs the sample has."""

SHARES = {"fi": 0.55, "sv": 0.15, "en": 0.30}
"""Share of each language."""

PROFILE_COLUMNS = (
    "id", "name", "text_fi", "text_sv", "text_en", "municipality", "country", "sector", "size", "website", "offers",
    "needs", "languages", "sole_trader", "updated", "fictional",
)  # fmt: skip
PARTNERSHIP_COLUMNS = ("sme_id", "ecosystem_id", "since", "project", "source")

SOURCE = "fictional sample"
HEADCOUNTS = ((0.55, (1, 9)), (0.85, (10, 49)), (1.0, (50, 180)))
"""Cumulative share of micro, small and medium companies, and the headcounts of each."""


@dataclass(frozen=True, slots=True)
class Sme:
    """A fictional SME: what it tells and what only the process knows."""

    business: Business
    agent: sample_world.Agent
    updated: date


def generate(ecosystems: Sequence[Ecosystem], seed: int) -> dict[str, str]:
    """Content of ``profiles.csv`` and ``partnerships.csv`` by file name.

    Each part draws from its own random stream, so that a new word in a text leaves the partnerships as they were.
    """
    smes = _smes(Random(f"{seed}-smes"))  # noqa: S311  a sample needs to be repeatable, not secret
    fields = tuple(sample_text.fields())
    world_random, text_random = Random(f"{seed}-world"), Random(f"{seed}-text")  # noqa: S311  as above
    hosts = sample_world.hosts(ecosystems, fields, world_random)
    deals = sample_world.World([sme.agent for sme in smes], hosts, world_random).run()
    profiles = [_profile(sme, text_random) for sme in smes]
    return {
        "profiles.csv": _csv(PROFILE_COLUMNS, profiles),
        "partnerships.csv": _csv(PARTNERSHIP_COLUMNS, _partnerships(deals)),
    }


def read_catalogue(path: Path) -> list[Ecosystem]:
    """Ecosystems of a catalogue, a file or a folder, whatever day they were described.

    Raises
    ------
    SourceError
        If the catalogue cannot be used.
    """
    tables, _ = catalogue.read([path], until=None, known_on=date.max)
    return tables.ecosystem_list()


def _smes(random: Random) -> list[Sme]:
    fields = list(sample_text.fields())
    languages = [language for language, share in SHARES.items() for _ in range(round(SIZE * share))]
    random.shuffle(languages)
    free = {(lang, field): sample_text.names(lang, field, random) for lang in SHARES for field in fields}
    return [
        _sme(f"sample-{number:04}", language, fields[number % len(fields)], free, random)
        for number, language in enumerate(languages, start=1)
    ]


def _sme(id_: str, language: str, field: str, free: dict[tuple[str, str], list[str]], random: Random) -> Sme:
    others = [other for other in sample_text.fields() if other != field]
    beside = sample_world.related(field)
    told = (field, random.choice(beside)) if random.random() < 0.22 else (field,)  # noqa: PLR2004  a share
    arrives = _arrival(random)
    place = sample_text.place(_area(language, field, random), random)
    business = Business(
        name=free[language, field].pop(),
        language=language,
        fields=told,
        place=place,
        people=_people(random),
        founded=arrives.year - random.randint(1, 15),
    )
    competence = {other: random.betavariate(5, 2) * (1.0 if other == field else 0.5) for other in told}
    hidden = random.choice(others)
    competence[hidden] = competence.get(hidden, 0.0) + random.uniform(0.05, 0.35)
    agent = sample_world.Agent(
        id_, competence, random.lognormvariate(0, 0.6), region_of(place.municipality) or "", arrives
    )
    late = random.random() < 0.06  # noqa: PLR2004  a few told of themselves only after they came
    shift = timedelta(days=random.randint(30, 400) if late else -random.randint(0, 150))
    return Sme(business, agent, min(max(arrives + shift, date(2015, 1, 1)), sample_world.LAST_DAY))


def _arrival(random: Random) -> date:
    """Half were there before the first event, the others come evenly until the summer of 2026."""
    start, days = (date(2015, 1, 1), 365) if random.random() < 0.5 else (date(2016, 1, 1), 3850)  # noqa: PLR2004  half
    return start + timedelta(days=random.randrange(days))


def _area(language: str, field: str, random: Random) -> str:
    """Most live in North Savo; ships and Swedish belong to the coast."""
    if language == "sv" or field == "ships":
        return "coast" if random.random() < 0.8 else "home"  # noqa: PLR2004  a share
    return random.choices(("home", "inland", "coast"), weights=(72, 22, 6))[0]


def _people(random: Random) -> int:
    drawn = random.random()
    return next(random.randint(*bounds) for share, bounds in HEADCOUNTS if drawn <= share)


def _profile(sme: Sme, random: Random) -> dict[str, str]:
    business = sme.business
    description = sample_text.describe(business, random)
    host = business.name.casefold().translate(str.maketrans("äöå ", "aoa-")).replace("--", "-")
    return {
        "id": sme.agent.id,
        "name": business.name,
        f"text_{business.language}": description.text,
        "municipality": business.place.municipality,
        "country": "FI",
        "sector": str(sample_text.fields()[business.fields[0]]["nace"]),
        "size": str(business.people) if random.random() < 0.9 else "",  # noqa: PLR2004  some leave it open
        "website": f"https://{host}.example" if random.random() < 0.85 else "",  # noqa: PLR2004  as above
        "offers": "; ".join(description.offers),
        "needs": "; ".join(description.needs),
        "languages": business.language,
        "sole_trader": "no",
        "updated": sme.updated.isoformat(),
        "fictional": "true",
    }


def _partnerships(deals: Sequence[sample_world.Deal]) -> Iterable[dict[str, str]]:
    for number, deal in enumerate(sorted(deals, key=lambda deal: (deal.since, deal.host, deal.members)), start=1):
        for member in deal.members:
            yield {
                "sme_id": member,
                "ecosystem_id": deal.host,
                "since": deal.since.isoformat(),
                "project": f"sample-project-{number:04}",
                "source": SOURCE,
            }


def _csv(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> str:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def main(
    seed: Annotated[int, typer.Option(help="Equal seeds give equal files.")] = 7,
    ecosystems: Annotated[Path, typer.Option("--catalogue", help="The catalogue.")] = Path("data/catalogue"),
    output: Annotated[Path, typer.Option(help="Folder to write to.")] = Path("data/sample"),
) -> None:
    """Write the fictional sample."""
    try:
        made = generate(read_catalogue(ecosystems), seed)
    except KumppaniError as error:
        typer.echo(f"Error: {error}", err=True)
        raise typer.Exit(error.exit_code) from error
    output.mkdir(parents=True, exist_ok=True)
    for name, content in made.items():
        (output / name).write_text(content, "utf-8", newline="\n")
        typer.echo(f"{output / name}: {content.count(chr(10)) - 1:,} rows")


if __name__ == "__main__":
    typer.run(main)

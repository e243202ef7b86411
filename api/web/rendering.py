"""The page, from templates."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast, get_args

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from api.schemas.base import MAX_TEXT_CHARACTERS, Language
from api.schemas.recommendations import RecommendationAnswer
from api.web.countries import choices, country_name
from api.web.figures import WIDTH, bars, odds_in_words, percent, signed
from api.web.texts import EXAMPLES, LANGUAGES, TEXTS
from recommender.entities import Scope
from recommender.explanation.reasons import ODDS
from recommender.taxonomy.themes import theme_name

HERE = Path(__file__).parent
STATIC = HERE / "static"

_templates = Environment(
    loader=FileSystemLoader(HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person has put into the form, right or wrong."""

    text: str = ""
    country: str = ""
    scopes: tuple[str, ...] = ()


def spoken(language: str) -> Language:
    """Return `language` if the page speaks it, else English."""
    return cast("Language", language) if language in get_args(Language.__value__) else "en"


def is_address(source: str) -> bool:
    """Whether `source` can be followed as a link; other schemes could run a script."""
    return source.startswith(("https://", "http://"))


def page(
    language: Language,
    asked: Asked = Asked(),
    answer: RecommendationAnswer | None = None,
    errors: Mapping[str, str] | None = None,
) -> str:
    """Render the page.

    Parameters
    ----------
    asked : shown in the form again
    answer : the ranking, where something was asked and found
    errors : message by name of the field that is wrong
    """
    return _templates.get_template("page.html").render(
        t=TEXTS[language],
        language=language,
        languages=LANGUAGES,
        examples=EXAMPLES,
        countries=choices(language),
        scopes=[scope.value for scope in Scope],
        most=MAX_TEXT_CHARACTERS,
        asked=asked,
        answer=answer,
        bars=bars(answer.items) if answer else [],
        bar_width=WIDTH,
        errors=errors or {},
        about_odds=ODDS[language],
        country_name=country_name,
        theme_name=theme_name,
        odds_in_words=odds_in_words,
        percent=percent,
        signed=signed,
        is_address=is_address,
    )

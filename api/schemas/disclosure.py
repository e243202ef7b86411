"""What decides the order, told to everybody."""

from typing import Annotated

from pydantic import ConfigDict, Field, JsonValue

from api.schemas.base import Wire

EXAMPLE: dict[str, JsonValue] = {
    "model": "2026-01-05-3f9c2a7141d0",
    "parameters": [
        {
            "name": "goals",
            "label": "What you write fits its goals and past projects",
            "newcomer": 0.41,
            "known": 0.22,
        }
    ],
    "odds": "Odds: of companies that ask like this …",
    "odds_are_rough": False,
    "statements": ["Nobody can pay for a place in a ranking."],
}


class Parameter(Wire):
    """One main parameter of the ranking and its importance."""

    name: str
    label: str
    newcomer: Annotated[float, Field(description="Share in what tells ecosystems apart for a text by a newcomer.")]
    known: Annotated[
        float | None, Field(description="The same for companies with past projects; null where the model knows none.")
    ]


class Disclosure(Wire):
    """The main parameters that decide the order of a ranking, and how much each weighs in the model that serves."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    model: str
    parameters: Annotated[list[Parameter], Field(description="The weightiest for newcomers first.")]
    odds: Annotated[str, Field(description="What the odds say.")]
    odds_are_rough: bool
    statements: Annotated[list[str], Field(description="What else decides what is shown, and what does not.")]

"""The page for people: a form, and the ranking as cards."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse
from pydantic import ValidationError

from api.access import Action, Requires
from api.answering import answer
from api.bodies import form
from api.deps import Loaded
from api.schemas.base import LAYOUT, MAX_TEXT_CHARACTERS, Language
from api.schemas.recommendations import RecommendationRequest
from api.web.rendering import Asked, page, spoken
from api.web.texts import EXAMPLES, TEXTS

router = APIRouter(
    include_in_schema=False,
    default_response_class=HTMLResponse,
    dependencies=[Depends(Requires(Action.ASK))],
)

Fields = Annotated[dict[str, list[str]], Depends(form)]


@router.get("/")
def show_page(lang: str = "en") -> str:
    """Show the empty form."""
    return page(spoken(lang))


@router.post("/")
def ask(fields: Fields, serving: Loaded, lang: str = "en") -> HTMLResponse:
    """Answer the form, or say kindly what is wrong with it; texts come by POST so that no log keeps them."""
    language = spoken(lang)
    asked = read_form(fields)
    try:
        question = RecommendationRequest.model_validate(
            {
                "text": asked.text,
                "country": asked.country or None,
                "language": language,
                "filters": {"scopes": list(asked.scopes)},
            }
        )
    except ValidationError as error:
        return HTMLResponse(page(language, asked, errors=explained(error, asked, language)), 422)
    return HTMLResponse(page(language, asked, answer(serving, question)))


def read_form(fields: dict[str, list[str]]) -> Asked:
    """Read what a person entered; an example replaces it, and stray control characters become blanks."""
    example = EXAMPLES.get(spoken(fields["example"][-1])) if "example" in fields else None
    if example is not None:
        return Asked(text=example)
    text = fields.get("text", [""])[-1]
    legible = "".join(c if c >= " " or c in LAYOUT else " " for c in text.replace("\r\n", "\n"))
    return Asked(legible.strip(), fields.get("country", [""])[-1], tuple(fields.get("scopes", ())))


def explained(error: ValidationError, asked: Asked, language: Language) -> dict[str, str]:
    """Say for each field what is wrong, in the language of the page."""
    texts = TEXTS[language]
    messages = {
        "text": texts["text_long"].format(found=f"{len(asked.text):,}", most=f"{MAX_TEXT_CHARACTERS:,}")
        if len(asked.text) > MAX_TEXT_CHARACTERS
        else texts["text_missing"],
        "country": texts["country_bad"],
        "filters": texts["filters_bad"],
    }
    return {str(found["loc"][0]): messages[str(found["loc"][0])] for found in error.errors()}

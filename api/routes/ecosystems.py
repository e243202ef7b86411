"""Which ecosystems there are."""

import base64
import binascii
from typing import Annotated

from fastapi import APIRouter, Path, Query

from api.deps import Loaded
from api.routes.problems import problems
from api.schemas.ecosystems import EcosystemAnswer, EcosystemDetail, EcosystemsAnswer, EcosystemSummary
from api.schemas.filters import EcosystemsQuery
from recommender.entities import EcosystemId
from recommender.errors import QueryError

router = APIRouter(prefix="/v1", tags=["ecosystems"])


@router.get("/ecosystems", responses=problems(422, 503))
def list_ecosystems(asked: Annotated[EcosystemsQuery, Query()], serving: Loaded) -> EcosystemsAnswer:
    """List ecosystems by id, page by page; filters may be repeated, as in `?scopes=national&scopes=regional`."""
    admitted = [e for e in serving.catalogue if asked.filters().admits(e)]
    after = read_cursor(asked.cursor) if asked.cursor else ""
    rest = [e for e in admitted if e.id > after]
    shown = rest[: asked.limit]
    return EcosystemsAnswer(
        model=serving.version,
        total=len(admitted),
        items=[EcosystemSummary.of(e) for e in shown],
        next_cursor=write_cursor(shown[-1].id) if len(rest) > len(shown) else None,
    )


@router.get("/ecosystems/{ecosystem_id}", responses=problems(404, 422, 503))
def show_ecosystem(ecosystem_id: Annotated[str, Path(max_length=200)], serving: Loaded) -> EcosystemAnswer:
    """Show all that is known of one ecosystem."""
    catalogue = serving.catalogue
    found = catalogue[catalogue.row(EcosystemId(ecosystem_id))]
    return EcosystemAnswer(model=serving.version, ecosystem=EcosystemDetail.of(found))


def write_cursor(ecosystem_id: str) -> str:
    """Pack the last id of a page; it stays good when the catalogue changes."""
    return base64.urlsafe_b64encode(f"after:{ecosystem_id}".encode()).decode().rstrip("=")


def read_cursor(cursor: str) -> str:
    """Unpack the id that a page comes after.

    Raises
    ------
    QueryError
        If it is not a cursor that `write_cursor` gave.
    """
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        kind, colon, after = base64.b64decode(padded, altchars=b"-_", validate=True).decode().partition(":")
    except (UnicodeError, binascii.Error):
        kind, colon, after = "", "", ""
    if kind != "after" or not colon:
        raise QueryError("The cursor is not one that this service gave; start again without it.")
    return after

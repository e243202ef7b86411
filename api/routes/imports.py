"""Companies from files."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response, status

from api.access import Action, Caller, Requires
from api.bodies import require_media_type
from api.deps import Id
from api.importing import Importer
from api.routes.problems import LOCATION, problems
from api.schemas.imports import ImportShown
from recommender.sheets.reading import Sheet
from recommender.store import imports

CSV = "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FILE = {"schema": {"type": "string", "format": "binary"}}
ACCEPTED: dict[int | str, dict[str, Any]] = {202: {"headers": LOCATION}}
BODY = {"requestBody": {"required": True, "content": {CSV: FILE, XLSX: FILE}}}

PATH = "/v1/imports"

router = APIRouter(prefix=PATH, tags=["profiles"])

Importing = Annotated[Caller, Depends(Requires(Action.IMPORT))]


def importer(request: Request) -> Importer:
    """Return what imports files."""
    found: Importer = request.app.state.importer
    return found


async def upload(
    request: Request,
    caller: Importing,  # noqa: ARG001 - who may not is told so first
    importer: Annotated[Importer, Depends(importer)],
) -> Sheet:
    """Return what the file that was sent holds.

    Raises
    ------
    MediaTypeError
        If it is announced as anything but CSV or XLSX.
    NotReadyError
        If another is being read.
    SourceError
        If it is no good.
    """
    require_media_type(request, CSV, XLSX)
    return await importer.read(await request.body())


@router.post(
    "",
    status_code=status.HTTP_202_ACCEPTED,
    responses=ACCEPTED | problems(401, 403, 413, 415, 422, 503),
    openapi_extra=BODY,
)
def import_companies(
    sheet: Annotated[Sheet, Depends(upload)],
    caller: Importing,
    importer: Annotated[Importer, Depends(importer)],
    response: Response,
) -> ImportShown:
    """Create or update companies from a CSV or XLSX file; the answer is a job, at work when it comes."""
    job = importer.begin(sheet, caller)
    response.headers["location"] = f"/v1/imports/{job.id}"
    return ImportShown.of(job)


@router.get("/{job}", responses=problems(401, 403, 404, 422, 503))
def show_import(job: Id, caller: Importing) -> ImportShown:
    """Show how far an import has come, and which rows were refused."""
    with caller.store.reading() as connection:
        return ImportShown.of(imports.read(connection, job, author=caller.id, now=caller.store.clock()))

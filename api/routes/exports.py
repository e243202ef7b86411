"""Tables to take away."""

from enum import StrEnum
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from fastapi.responses import StreamingResponse

from api.access import Action, Caller, Requires
from api.reporting import Table, company_table, funnel_table, notice_table, verdict_table
from api.routes.problems import problems
from api.schemas.outcomes import FunnelQuery
from api.sheets import as_csv, as_xlsx

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FILE: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The table, its first row the names of the columns; no cell is a formula.",
        "content": {kind: {"schema": {"type": "string", "format": "binary"}} for kind in ("text/csv", XLSX)},
    }
}

router = APIRouter(prefix="/v1/exports", tags=["exports"], default_response_class=StreamingResponse)


class Form(StrEnum):
    """Kind of file."""

    CSV = "csv"
    XLSX = "xlsx"


class FunnelFile(FunnelQuery):
    """Which matches to count, and the kind of file."""

    form: Form = Form.CSV


FormAsked = Annotated[Form, Query(alias="form", description="Kind of file.")]


@router.get("/verdicts", responses=FILE | problems(401, 403, 422))
def export_verdicts(
    caller: Annotated[Caller, Depends(Requires(Action.EXPORT_VERDICTS))], form: FormAsked = Form.CSV
) -> StreamingResponse:
    """Take verdicts away; data scientists get them without names, texts and ids, with numbers of this file only."""
    return _file("verdicts", form, verdict_table(caller))


@router.get("/companies", responses=FILE | problems(401, 403, 422))
def export_companies(
    caller: Annotated[Caller, Depends(Requires(Action.READ_COMPANY))], form: FormAsked = Form.CSV
) -> StreamingResponse:
    """Take away the companies that one may see, with what they say of themselves now."""
    return _file("companies", form, company_table(caller))


@router.get("/notices", responses=FILE | problems(401, 403, 422))
def export_notices(
    caller: Annotated[Caller, Depends(Requires(Action.READ_COMPANY))], form: FormAsked = Form.CSV
) -> StreamingResponse:
    """Take away which sole traders have not been told that their data are kept, and when and how the others were."""
    return _file("notices", form, notice_table(caller))


@router.get("/funnel", responses=FILE | problems(401, 403, 422))
def export_funnel(
    asked: Annotated[FunnelFile, Query()], caller: Annotated[Caller, Depends(Requires(Action.REPORT))]
) -> StreamingResponse:
    """Take the funnel away, as the report of the same question tells it."""
    return _file("funnel", asked.form, funnel_table(caller, asked.cohort()))


def _file(name: str, form: Form, table: Table) -> StreamingResponse:
    columns, lines = table
    content = (as_csv if form is Form.CSV else as_xlsx)(columns, lines)
    headers = {"content-disposition": f'attachment; filename="{name}.{form}"', "cache-control": "no-store"}
    return StreamingResponse(content, media_type=CSV if form is Form.CSV else XLSX, headers=headers)

"""Imports of companies as jobs."""

from datetime import datetime
from typing import Annotated, Self

from pydantic import ConfigDict, Field
from pydantic.config import JsonDict

from api.schemas.base import Wire
from recommender.store.imports import ImportState, Job, RowResult

EXAMPLE: JsonDict = {
    "id": "imp-Tkq1Xy0aYc2Fv9Pb",
    "state": "done",
    "total": 3,
    "done": 3,
    "created": 1,
    "updated": 0,
    "unchanged": 1,
    "refused": 1,
    "faults": [
        {"line": 4, "column": "size", "message": "This is no size; write micro, small, medium or the number of people."}
    ],
    "ignored_columns": ["colour"],
    "at": "2026-01-05T09:30:00Z",
    "ended_at": "2026-01-05T09:30:01Z",
}


class FaultShown(Wire):
    """What is wrong with a row."""

    line: Annotated[int, Field(description="Line of the file, from 1.")]
    column: Annotated[str, Field(description="May be empty.")]
    message: Annotated[str, Field(description="What is wrong, and what to do.")]


class ImportShown(Wire):
    """How far an import has come."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    id: str
    state: Annotated[ImportState, Field(description="`interrupted`: the service stopped; send the file again.")]
    total: Annotated[int, Field(description="Rows of the file.")]
    done: Annotated[int, Field(description="Rows that were looked at.")]
    created: int
    updated: int
    unchanged: int
    refused: int
    faults: Annotated[list[FaultShown], Field(description="The first faults.")]
    ignored_columns: list[str]
    at: datetime
    ended_at: datetime | None

    @classmethod
    def of(cls, job: Job) -> Self:
        """Show a job."""
        return cls(
            id=job.id,
            state=job.state,
            total=job.total,
            done=job.done,
            **{result.value: job.counts.get(result, 0) for result in RowResult},
            faults=[FaultShown(line=f.line, column=f.column, message=f.message) for f in job.faults],
            ignored_columns=list(job.ignored),
            at=job.at,
            ended_at=job.ended_at,
        )

"""What is held of a company, and its erasure, on the wire."""

from typing import Annotated, Any

from pydantic import ConfigDict, Field

from api.schemas.base import Wire
from api.schemas.examples_matches import ERASED, HELD


class Held(Wire):
    """All that is held of a company, by table; hashes of passwords and tokens apart."""

    model_config = ConfigDict(json_schema_extra={"examples": [HELD]})

    organisation_id: str
    tables: dict[str, list[dict[str, Any]]]


class Erased(Wire):
    """A company that is no more."""

    model_config = ConfigDict(json_schema_extra={"examples": [ERASED]})

    organisation_id: str
    rows: Annotated[dict[str, int], Field(description="How many rows each table lost.")]
    scrubbed: Annotated[
        bool, Field(description="Whether the files are clear of it, too; if not, `kumppani store tidy` clears them.")
    ]

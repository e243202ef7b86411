"""Examples of notices; the tests hold them against the schemas."""

from pydantic.config import JsonDict

GIVEN: JsonDict = {"channel": "email", "version": "2026-01", "day": "2026-01-12"}
NOTICE: JsonDict = {
    "id": "ntc-2Fv9PbTkq1Xy0aYc",
    "organisation_id": "org-9fGh2LmQ7sTxUvWz",
    **GIVEN,
    "author": "usr-1Xy0aYc2Fv9PbTkq",
    "at": "2026-01-12T09:30:00Z",
}
NOTICES: JsonDict = {"items": [NOTICE], "next_cursor": None}
UNTOLD: JsonDict = {
    "items": [
        {
            "organisation_id": "org-9fGh2LmQ7sTxUvWz",
            "name": "Toiminimi Aino Esimerkki",
            "since": "2026-01-05",
            "due": "2026-02-05",
            "overdue": False,
        }
    ],
    "next_cursor": None,
}

"""Examples of verdicts that the description of the interface shows."""

from pydantic.config import JsonDict

from api.schemas.examples import SUMMARY

COMPANY = "org-9fGh2LmQ7sTxUvWz"
ECOSYSTEM = "catalogue:low-emission-harvesting"
BATCH: JsonDict = {
    "items": [
        {"organisation_id": COMPANY, "ecosystem_id": ECOSYSTEM, "kind": "shortlist"},
        {
            "organisation_id": COMPANY,
            "ecosystem_id": "catalogue:clean-water",
            "kind": "decline",
            "reason": "other_field",
            "note": "They look for makers of sensors.",
        },
    ]
}
GIVEN: JsonDict = {
    "items": [
        {"id": "ver-Zk3pQ1rT8vYw2XbN", "organisation_id": COMPANY, "ecosystem_id": ECOSYSTEM, "kind": "shortlist"},
    ]
}
VERDICTS: JsonDict = {
    "items": [
        {
            "id": "ver-Zk3pQ1rT8vYw2XbN",
            "ecosystem_id": ECOSYSTEM,
            "kind": "snooze",
            "reason": None,
            "note": "",
            "until": "2026-09-01",
            "undoes": None,
            "run_id": None,
            "author": "usr-4cDe5FgH6iJkLmNo",
            "at": "2026-03-01T09:00:00Z",
            "undone": False,
        }
    ],
    "next_cursor": None,
}
SHORTLIST: JsonDict = {
    "items": [
        {"ecosystem_id": ECOSYSTEM, "kind": "shortlist", "at": "2026-03-01T09:00:00Z", "ecosystem": SUMMARY},
    ]
}

"""Examples of interests, outcomes and the funnel that the description of the interface shows."""

from pydantic.config import JsonDict

COMPANY = "org-9fGh2LmQ7sTxUvWz"
ECOSYSTEM = "catalogue:low-emission-harvesting"
CONTACT: JsonDict = {"name": "Aino Esimerkki", "login": "aino@example.org"}
NEW_INTEREST: JsonDict = {
    "organisation_id": COMPANY,
    "ecosystem_id": ECOSYSTEM,
    "message": "We would like to try our pumps in your test mill.",
}
INTEREST: JsonDict = {
    "id": "int-Zk3pQ1rT8vYw2XbN",
    "organisation_id": COMPANY,
    "ecosystem_id": ECOSYSTEM,
    "state": "agreed",
    "message": "We would like to try our pumps in your test mill.",
    "at": "2026-03-01T09:00:00Z",
    "answered_at": "2026-03-03T12:00:00Z",
    "contact": CONTACT,
}
INTERESTS: JsonDict = {"items": [INTEREST], "next_cursor": None}
LINE: JsonDict = {
    "id": "int-4cDe5FgH6iJkLmNo",
    "day": "2026-03-02",
    "country": "FI",
    "size": "small",
    "state": "open",
    "introduction": None,
}
MET: JsonDict = {
    **LINE,
    "id": "int-Zk3pQ1rT8vYw2XbN",
    "state": "agreed",
    "introduction": {
        "company": "Example Pumps Oy",
        "website": "https://pumps.example",
        "message": "We would like to try our pumps in your test mill.",
        "contact": CONTACT,
    },
}
LINES: JsonDict = {"open": 1, "agreed": 1, "declined": 0, "items": [LINE, MET], "next_cursor": None}
REACHED: JsonDict = {"organisation_id": COMPANY, "ecosystem_id": ECOSYSTEM, "stage": "met", "day": "2026-03-10"}
OUTCOME: JsonDict = {
    **REACHED,
    "id": "out-Zk3pQ1rT8vYw2XbN",
    "euros": None,
    "author": "usr-4cDe5FgH6iJkLmNo",
    "undoes": None,
    "undone": False,
}
OUTCOMES: JsonDict = {"items": [OUTCOME], "next_cursor": None}
FUNNEL: JsonDict = {
    "steps": [
        {"stage": "suggested", "count": 120, "share": None, "low": None, "high": None},
        {"stage": "viewed", "count": 60, "share": 0.5, "low": 0.412, "high": 0.588},
        {"stage": "contacted", "count": None, "share": None, "low": None, "high": None},
    ],
    "euros": None,
    "complete": False,
}
ERASED: JsonDict = {"organisation_id": COMPANY, "rows": {"profiles": 3, "verdicts": 12}, "scrubbed": True}
HELD: JsonDict = {
    "organisation_id": COMPANY,
    "tables": {"interests": [{"id": "int-Zk3pQ1rT8vYw2XbN", "organisation_id": COMPANY, "state": "open"}]},
}

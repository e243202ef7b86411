"""Examples of companies; the tests hold them against the schemas."""

from pydantic.config import JsonDict

SAID: JsonDict = {
    "name": "Example Hydraulics Oy",
    "country": "FI",
    "region": "FI1D7",
    "size": "small",
    "sectors": ["28.12"],
    "website": "https://hydraulics.example",
    "sme_id": "",
    "business_id": "1234567-1",
    "text": "We build harvester heads and hydraulic controls for forest machines.",
    "offers": ["prototypes of valve blocks in two weeks"],
    "needs": ["a test site for electric harvester heads"],
    "languages": ["fi", "en"],
}
NEW: JsonDict = {**SAID, "sole_trader": False}
PATCH: JsonDict = {"text": "We build electric harvester heads.", "region": None}
COMPANY: JsonDict = {
    "id": "org-Zk3xq0aYc2Fv9PbT",
    "version": 1,
    "profile": SAID,
    "sole_trader": False,
    "contact_consent": False,
    "objected": False,
    "created_at": "2026-01-05T09:30:00Z",
    "changed_at": "2026-01-05T09:30:00Z",
}
COMPANIES: JsonDict = {"items": [COMPANY], "next_cursor": None}
VERSIONS: JsonDict = {
    "items": [{"version": 1, "profile": SAID, "author": "usr-1Xy0aYc2Fv9PbTkq", "at": "2026-01-05T09:30:00Z"}],
    "next_cursor": None,
}
INTENT_SAID: JsonDict = {"kind": "seek", "text": "A test site for electric harvester heads.", "until": "2026-12-31"}
INTENT: JsonDict = {
    "id": "int-8Yc2Fv9PbTkq1Xy0",
    "organisation_id": "org-9fGh2LmQ7sTxUvWz",
    **INTENT_SAID,
    "created_at": "2026-01-05T09:30:00Z",
    "closed_at": None,
}
INTENTS: JsonDict = {"items": [INTENT], "next_cursor": None}
QUALITY: JsonDict = {
    "score": 65,
    "meaning": "How much of what the recommender reads is there, of 100 points; it says nothing of how good the "
    "company is.",
    "parts": [
        {
            "part": "text",
            "state": "thin",
            "points": 15,
            "most": 30,
            "suggestion": "Write about 40 words: what you make, for whom, and what is new in it.",
        }
    ],
}

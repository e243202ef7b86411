"""Examples of runs and of rankings for ecosystems; the tests hold them against the schemas."""

from pydantic.config import JsonDict

from api.schemas.examples import RECOMMENDATIONS

WANTED: JsonDict = {"language": "en", "k": 5, "filters": {"scopes": ["national"]}}
RUN_ANSWER: JsonDict = {**RECOMMENDATIONS, "run": "run-Fv9PbTkq1Xy0aYc2"}
RUN: JsonDict = {
    "id": "run-Fv9PbTkq1Xy0aYc2",
    "organisation_id": "org-Zk3xq0aYc2Fv9PbT",
    "author": "usr-1Xy0aYc2Fv9PbTkq",
    "at": "2026-01-05T09:30:00Z",
    "asked": {"version": 1, "wanted": WANTED, "silenced": ["catalogue:clean-water"]},
    "answer": RECOMMENDATIONS,
}
REPLAY: JsonDict = {
    "run": "run-Fv9PbTkq1Xy0aYc2",
    "model_then": "20260105-3f9c2a71",
    "model": "20260205-88e1b0c4",
    "same": False,
    "moved": [
        {
            "ecosystem_id": "catalogue:low-emission-harvesting",
            "then": {"rank": 1, "odds": 0.125},
            "now": {"rank": 1, "odds": 0.13},
        }
    ],
}
COMPANIES_RANKED: JsonDict = {
    "model": "20260105-3f9c2a71",
    "total": 48,
    "items": [
        {
            "rank": 1,
            "odds": 0.125,
            "place": 2,
            "country": "FI",
            "size": "small",
            "company": {"id": "org-Zk3xq0aYc2Fv9PbT", "name": "Example Hydraulics Oy"},
        }
    ],
}

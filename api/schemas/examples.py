"""Examples that the description of the interface shows; the tests hold them against the schemas."""

from pydantic.config import JsonDict

QUESTION: JsonDict = {
    "text": "We build harvester heads and hydraulic controls for forest machines.",
    "country": "FI",
    "language": "en",
    "k": 5,
    "filters": {"scopes": ["national", "international"]},
}
SUMMARY: JsonDict = {
    "id": "catalogue:low-emission-harvesting",
    "name": "Low-emission harvesting",
    "flagship": {"id": "catalogue:example-forest-machines", "name": "Example Forest Machines"},
    "scope": "national",
    "country": "FI",
    "region": "FI1D",
    "themes": ["forestry", "electrification"],
    "sdgs": [9, 13],
    "source": "https://forest.example/roadmap",
    "verified": True,
    "origin": "catalogue",
}
DETAIL: JsonDict = {
    **SUMMARY,
    "names": {"en": "Low-emission harvesting", "fi": "Vähäpäästöinen puunkorjuu"},
    "summaries": {"en": "Forest machines without emissions, made with small suppliers."},
    "goals": {"en": ["Electric harvesters in every thinning by 2035."]},
    "members": ["Example Hydraulics"],
}
RECOMMENDATIONS: JsonDict = {
    "model": "20260105-3f9c2a71",
    "items": [
        {
            "rank": 1,
            "ecosystem": SUMMARY,
            "score": 2.75,
            "odds": 0.125,
            "reasons": [
                {"name": "goals", "label": "What you write fits its goals and past projects", "value": 2.4},
                {"name": "home", "label": "It is in your country or works with companies from there", "value": 0.5},
                {"name": "base", "label": "Starting point for a query like this", "value": -0.15},
            ],
            "evidence": [
                {
                    "kind": "goal",
                    "theirs": "Electric harvesters in every thinning by 2035.",
                    "ours": "We build harvester heads and hydraulic controls for forest machines.",
                    "similarity": 0.61,
                    "source": "https://forest.example/roadmap",
                    "from_profile": False,
                }
            ],
        }
    ],
    "notes": ["Newcomer: no past projects of the company are known; the ranking rests on its text and country."],
}
ECOSYSTEMS: JsonDict = {
    "model": "20260105-3f9c2a71",
    "total": 52,
    "items": [SUMMARY],
    "next_cursor": "YWZ0ZXI6Y2F0YWxvZ3VlOmxvdy1lbWlzc2lvbi1oYXJ2ZXN0aW5n",
}
ECOSYSTEM: JsonDict = {"model": "20260105-3f9c2a71", "ecosystem": DETAIL}
VERSION: JsonDict = {
    "application": "0.1.0",
    "model": "20260105-3f9c2a71",
    "encoder": "multilingual-e5-small-192-0123abcd",
}

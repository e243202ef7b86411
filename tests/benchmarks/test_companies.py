"""How long the service takes with companies of its store, on the small world: printed, never judged."""

import statistics
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from recommender.entities import Query
from recommender.store import companies
from recommender.store.nouns import CompanyProfile, Role, UserId
from tests.api.people import People, store_of
from tests.worlds import Fitted

ROUNDS = 100
COMPANIES = 60
TEXT = "We build hydrogen batteries for ships."


def median(work: Callable[[], object]) -> float:
    """Milliseconds."""
    work()
    seconds = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return 1000 * statistics.median(seconds)


def test_companies_of_the_store(small: Fitted, tmp_path: Path) -> None:
    recommender = small.recommender
    settings = Settings(workspace=tmp_path, rate="")
    with TestClient(create_app(lambda: recommender, settings)) as client:
        admin = People(store_of(client)).add("admin", Role.ADMIN)
        for number in range(COMPANIES):
            profile = CompanyProfile(f"Company {number} Oy", "FI", text=f"{TEXT} {number}")
            made = store_of(client).write(partial(companies.create, profile=profile, author=UserId("usr-x")))

        def ask() -> None:
            path = f"/v1/profiles/{made.id}/recommendations"
            assert client.post(path, json={"explain": False}, headers=admin).status_code == 201

        def get(path: str) -> None:
            assert client.get(path, headers=admin).status_code == 200

        ecosystem = recommender.catalogue[0].id
        rows = {
            "floor: GET /health/live": lambda: get("/health/live"),
            "floor: the ranking alone": lambda: recommender.recommend([Query("q", None, "FI", profile.passage)], k=10),
            "a known profile, run kept": ask,
            f"{COMPANIES} companies for an ecosystem": lambda: get(f"/v1/ecosystems/{ecosystem}/companies"),
            "search": lambda: get("/v1/search?q=hydrogen+batery"),
        }
        for name, work in rows.items():
            print(f"\n{name}: median of {ROUNDS} {median(work):.1f} ms", end="")  # noqa: T201 (what a benchmark is for)

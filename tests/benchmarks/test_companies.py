"""The service with companies of its store, on a small world, in this process; the floor is `GET /health/live`"""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from fastapi.testclient import TestClient

from api.app import create_app
from api.pooling import queries
from api.settings import Settings
from recommender.entities import Query
from recommender.store import companies
from recommender.store.nouns import CompanyProfile, Role, UserId
from tests.api.people import People, store_of
from tests.benchmarks.table import Row, Table, interleaved
from tests.worlds import Fitted

COMPANIES, FEW = 3_000, 60
TEXT = "We build hydrogen batteries for ships."
WORDS = ("hydrogen", "battery", "timber", "sensors", "water", "heart", "laser", "steel", "grain", "harvester")


def test_companies_of_the_store(small: Fitted, tmp_path: Path, table: Table, full: bool) -> None:  # noqa: FBT001 (a fixture)
    recommender = small.recommender
    settings = Settings(workspace=tmp_path, rate="")
    with TestClient(create_app(lambda: recommender, settings)) as client:
        admin = People(store_of(client)).add("admin", Role.ADMIN)
        many = COMPANIES if full else FEW
        profiles = [CompanyProfile(f"Company {n} Oy", "FI", text=f"{TEXT} {WORDS[n % 10]} {n}") for n in range(many)]
        keep = partial(companies.create, author=UserId("usr-x"))
        made = store_of(client).write(lambda t: [keep(t, profile=profile) for profile in profiles])[-1]

        def ask() -> None:
            path = f"/v1/profiles/{made.id}/recommendations"
            assert client.post(path, json={"explain": False}, headers=admin).status_code == 201

        def get(path: str) -> Callable[[], None]:
            def ask() -> None:
                assert client.get(path, headers=admin).status_code == 200

            return ask

        def compute() -> None:
            with store_of(client).reading() as connection:
                asking = queries(recommender, companies.unobjecting(connection))
            recommender.askers(ecosystem, asking, k=20)

        def change() -> None:
            company = client.get(f"/v1/profiles/{made.id}", headers=admin).json()
            text = {"text": company["profile"]["text"] + "!"}
            patched = client.patch(f"/v1/profiles/{made.id}", json=text, headers=admin | {"If-Match": "*"})
            assert patched.status_code == 200
            get(f"/v1/ecosystems/{ecosystem}/companies")()

        query = Query("q", None, "FI", profiles[-1].passage)
        ecosystem = recommender.catalogue[0].id
        asked = {
            "the ranking alone, without the service": lambda: recommender.recommend([query], k=10),
            "a company of the store, its run kept": ask,
            f"the best of {many:,} companies for an ecosystem": get(f"/v1/ecosystems/{ecosystem}/companies"),
            "the same, after one of them has changed, and the change": change,
            "the same, computed for each answer, without the service": compute,
            "search": get("/v1/search?q=hydrogen+batery"),
        }
        live, *found = interleaved([get("/health/live"), *asked.values()], 30 if full else 3)
    for what, timings in zip(asked, found, strict=True):
        table.add(Row(f"{what}, p50", None, live.median, timings.median, "ms", judged=full))

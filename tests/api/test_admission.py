"""A service that is busy, or asked too much by one caller, refuses at once and says when to come again."""

import json
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import anyio
import pytest
from fastapi.testclient import TestClient
from pydantic import ValidationError
from starlette.types import ASGIApp, Message, Scope

from api import admission
from api.admission import PER_ADDRESS, address_of, caller
from api.app import create_app
from api.settings import Settings
from recommender.entities import Query, Ranking
from tests.api.fakes import FakeServing

ROUTE = "/v1/recommendations"
ASKED = {"text": "We build electric harvesters."}
BODY = json.dumps(ASKED).encode()


class Slow(FakeServing):
    """Answers when it is let."""

    def __init__(self) -> None:
        super().__init__()
        self.begun, self.may_end = threading.Semaphore(0), threading.Event()

    def recommend(self, queries: Sequence[Query], **asked: Any) -> list[Ranking]:  # noqa: ANN401 - as it is asked
        if queries[0].text:  # not the small question of the readiness check
            self.begun.release()
            assert self.may_end.wait(20)
        return super().recommend(queries, **asked)


@pytest.fixture
def limited(tmp_path: Path) -> Iterator[TestClient]:
    with TestClient(create_app(FakeServing, Settings(workspace=tmp_path, rate="3/hour"))) as client:
        yield client


def test_beyond_the_cap_it_refuses_at_once_and_recovers(tmp_path: Path) -> None:
    slow = Slow()
    app = create_app(lambda: slow, Settings(workspace=tmp_path, in_flight=2, threads=4))
    with TestClient(app) as client, ThreadPoolExecutor(2) as pool:
        under_way = [pool.submit(client.post, ROUTE, json=ASKED) for _ in range(2)]
        for _ in under_way:
            assert slow.begun.acquire(timeout=20)
        refused = client.post(ROUTE, json=ASKED)
        assert refused.status_code == 503
        assert refused.headers["retry-after"] == "1"
        assert refused.headers["content-type"] == "application/problem+json"
        assert refused.headers["x-content-type-options"] == "nosniff"
        assert client.get("/health/live").status_code == 200
        assert client.get("/health/ready").status_code == 200
        slow.may_end.set()
        assert [answer.result().status_code for answer in under_way] == [200, 200]
        assert client.post(ROUTE, json=ASKED).status_code == 200


class Asked:
    """A request whose body comes when it is let, and the answer to it."""

    def __init__(self, app: ASGIApp, address: str = "192.0.2.1") -> None:
        self.may_come, self.done, self.status = anyio.Event(), anyio.Event(), 0
        self._app, self._address = app, address

    async def run(self) -> None:
        headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(BODY))]
        scope = {
            "type": "http", "method": "POST", "path": ROUTE, "raw_path": ROUTE.encode(), "query_string": b"",
            "headers": headers, "client": (self._address, 1), "server": ("x", 80), "scheme": "http",
        }  # fmt: skip
        await self._app(scope, self._receive, self._send)
        self.done.set()

    async def _receive(self) -> Message:
        await self.may_come.wait()
        return {"type": "http.request", "body": BODY, "more_body": False}

    async def _send(self, message: Message) -> None:
        self.status = message.get("status", self.status)


def test_bodies_that_come_slowly_take_nobodys_place_and_each_address_has_its_share(
    fake: FakeServing, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(admission, "MOST_BODIES", 4)
    monkeypatch.setattr(admission, "MOST_BODIES_EACH", 3)
    app = create_app(lambda: fake, Settings(workspace=tmp_path, in_flight=1))
    waiting = [*(Asked(app) for _ in range(3)), Asked(app, "192.0.2.2")]
    beyond = Asked(app), Asked(app, "192.0.2.3")

    async def ask() -> None:
        async with anyio.create_task_group() as tasks:
            for one in waiting[:3]:
                tasks.start_soon(one.run)
            await anyio.wait_all_tasks_blocked()
            await beyond[0].run()
            tasks.start_soon(waiting[3].run)
            await anyio.wait_all_tasks_blocked()
            await beyond[1].run()
            assert (await anyio.to_thread.run_sync(client.get, "/v1/ecosystems")).status_code == 200
            with anyio.fail_after(20):
                for one in waiting:
                    one.may_come.set()
                    await one.done.wait()

    with TestClient(app) as client:
        client.portal.call(ask)  # type: ignore[union-attr]  # there while the client is open
        assert [one.status for one in waiting] == [200] * 4
        assert [one.status for one in beyond] == [503, 503]
        assert client.post(ROUTE, json=ASKED).status_code == 200


def test_a_request_counts_whatever_body_it_announces(tmp_path: Path) -> None:
    slow = Slow()
    app = create_app(lambda: slow, Settings(workspace=tmp_path, in_flight=1, threads=2))
    with TestClient(app) as client, ThreadPoolExecutor(1) as pool:
        under_way = pool.submit(client.post, ROUTE, json=ASKED)
        assert slow.begun.acquire(timeout=20)
        assert client.request("GET", "/v1/ecosystems", content=b"x").status_code == 503
        assert client.post("/v1/accounts/nobody/tokens", content=b"x").status_code == 503
        slow.may_end.set()
        assert under_way.result().status_code == 200


def test_a_fault_gives_its_place_back(fake: FakeServing, tmp_path: Path) -> None:
    fake.broken = True
    with TestClient(
        create_app(lambda: fake, Settings(workspace=tmp_path, in_flight=1)), raise_server_exceptions=False
    ) as client:
        assert [client.post(ROUTE, json=ASKED).status_code for _ in range(3)] == [500] * 3


def test_a_caller_has_its_share_and_is_told_what_is_left(limited: TestClient) -> None:
    answers = [limited.post(ROUTE, json=ASKED) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert [answer.headers["ratelimit"].split(";")[1] for answer in answers] == ["r=2", "r=1", "r=0", "r=0"]
    assert answers[0].headers["ratelimit-policy"] == '"caller";q=3;w=3600'
    assert 1 <= int(answers[3].headers["retry-after"]) <= 3600
    assert answers[3].json()["title"] == "Too Many Requests"
    assert answers[3].headers["x-model-version"] == "bundle-0001"


def test_a_key_has_a_share_of_its_own(limited: TestClient) -> None:
    for key, expected in (("a", [401] * 3 + [429]), ("b", [401] * 3 + [429])):
        found = [limited.get("/v1/ecosystems", headers={"authorization": f"Bearer {key}"}) for _ in range(4)]
        assert [answer.status_code for answer in found] == expected


def test_new_keys_do_not_lift_the_limit_of_an_address(limited: TestClient) -> None:
    found = [
        limited.get("/v1/ecosystems", headers={"authorization": f"Bearer {n}"}).status_code
        for n in range(3 * PER_ADDRESS + 1)
    ]
    assert found == [401] * 3 * PER_ADDRESS + [429]


def test_health_and_static_files_count_towards_no_share(limited: TestClient) -> None:
    for path in ("/health/live", "/health/ready", "/static/page.css"):
        assert {limited.get(path).status_code for _ in range(5)} == {200}


def test_without_a_rate_nothing_is_counted(client: TestClient) -> None:
    answers = [client.get("/v1/ecosystems") for _ in range(50)]
    assert {answer.status_code for answer in answers} == {200}
    assert "ratelimit" not in answers[0].headers


def scope(host: str | None, *headers: tuple[bytes, bytes]) -> Scope:
    return {"type": "http", "client": (host, 1) if host else None, "headers": headers}


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("192.0.2.7", "192.0.2.7"), ("::ffff:192.0.2.7", "192.0.2.7"), ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("testclient", "testclient"), (None, ""),
    ],
)  # fmt: skip
def test_a_caller_without_a_key_is_its_address_or_network(host: str | None, address: str) -> None:
    assert address_of(scope(host)) == caller(scope(host)) == address


def test_a_key_is_not_kept_as_it_is() -> None:
    assert "secret" not in caller(scope("192.0.2.7", (b"authorization", b"Bearer secret")))


@pytest.mark.parametrize("rate", ["many", "0/minute", "10 per minute", "10/fortnight"])
def test_a_rate_that_is_none_is_refused(rate: str, tmp_path: Path) -> None:
    with pytest.raises(ValidationError, match="rate"):
        Settings(workspace=tmp_path, rate=rate)


def test_the_description_tells_of_refusals(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    told = [set(operation["responses"]) for path, way in paths.items() for operation in way.values() if "/v1" in path]
    assert told
    assert all({"429", "503"} <= statuses for statuses in told)

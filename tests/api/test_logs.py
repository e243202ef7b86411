"""One line a request that can be found again by its id, and nothing in it of what was asked or who asked."""

import io
import json
import logging
import sys
from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient

from api import logs
from recommender.errors import BundleError
from tests.api.fakes import FakeServing

SECRETS = ("Aino Canary", "canary@example.org", "canary-token", "canary-cursor", "canary-id")
ROUTE = "/v1/recommendations"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def written() -> io.StringIO:
    """Return what the service logs."""
    stream = io.StringIO()
    logs.configure("info", stream)
    return stream


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_one_line_a_request(written: io.StringIO, client: TestClient) -> None:
    answer = client.get("/v1/ecosystems/catalogue:forest")
    client.get("/static/page.css")
    client.request("BREW", "/nowhere")
    first, static, unknown = (line for line in lines(written) if line["event"] == "request")
    assert first.pop("milliseconds") >= 0
    assert first.pop("timestamp").endswith("Z")
    assert first == {
        "event": "request", "level": "info", "logger": "api.observing", "method": "GET",
        "route": "/v1/ecosystems/{ecosystem_id}", "status": 200, "model": "bundle-0001", "refused": None,
        "request_id": answer.headers["x-request-id"],
    }  # fmt: skip
    assert static["route"] == "/static"
    assert (unknown["method"], unknown["route"], unknown["status"]) == ("other", "unmatched", 404)


def test_a_request_keeps_the_id_it_brings_if_it_is_one(client: TestClient) -> None:
    brought = str(uuid4())
    assert client.get("/health/live", headers={"x-request-id": brought}).headers["x-request-id"] == brought
    forged = client.get("/health/live", headers={"x-request-id": 'x"} forged'}).headers["x-request-id"]
    assert UUID(forged)


@pytest.mark.parametrize(("path", "body"), [("/nowhere", b""), (ROUTE, b"{"), (ROUTE, b"{}"), (ROUTE, b" " * 300_000)])
def test_every_problem_names_its_request(client: TestClient, path: str, body: bytes) -> None:
    answer = client.post(path, content=body, headers={"content-type": "application/json"})
    assert answer.status_code >= 400
    assert answer.json()["request_id"] == answer.headers["x-request-id"]


def test_a_fault_is_logged_with_its_request_and_without_what_was_asked(
    written: io.StringIO, client: TestClient, fake: FakeServing
) -> None:
    def fail(*_args: object, **_more: object) -> None:
        raise ValueError(SECRETS[0])

    fake.recommend = fail  # type: ignore[assignment,method-assign]
    answer = client.post(ROUTE, json={"text": "We make pumps."})
    assert answer.status_code == 500
    assert answer.json()["request_id"] == answer.headers["x-request-id"]
    (fault,) = (line for line in lines(written) if line["level"] == "error")
    assert fault["request_id"] == answer.headers["x-request-id"]
    assert "ValueError" in fault["exception"]
    assert "in recommend" in fault["exception"]
    assert SECRETS[0] not in written.getvalue()


def test_nothing_that_was_sent_is_logged(written: io.StringIO, client: TestClient, fake: FakeServing) -> None:
    text, mail, token, cursor, known = SECRETS
    headers = {"authorization": f"Bearer {token}", "x-request-id": token, "user-agent": mail, "cookie": f"a={token}"}
    client.post(ROUTE, json={"text": f"{text} {mail}", "sme_id": known}, headers=headers)
    client.post(ROUTE, json={"sme_id": known, "k": text}, headers=headers)
    client.get(f"/v1/ecosystems?cursor={cursor}", headers=headers)
    client.get(f"/v1/ecosystems/{known}", headers=headers)
    client.get(f"/{known}", headers=headers)
    client.post("/", data={"text": text}, headers=headers)
    fake.broken = True
    client.post(ROUTE, json={"text": text, "sme_id": known}, headers=headers)
    assert len(lines(written)) >= 7
    assert [secret for secret in SECRETS if secret in written.getvalue()] == []


def test_the_message_of_an_error_of_ours_is_kept_with_what_caused_it(written: io.StringIO) -> None:
    def read() -> None:
        try:
            {"a": 1}["manifest"]
        except KeyError as error:
            raise BundleError("Bundle b1 is refused: its manifest is gone.") from error

    try:
        read()
    except BundleError:
        logging.getLogger("api").exception("Refused")
    (line,) = lines(written)
    told = line["exception"].splitlines()
    assert told[-1] == "BundleError: Bundle b1 is refused: its manifest is gone."
    assert "which led to" in told
    assert "KeyError" in told


def test_on_a_terminal_it_is_readable() -> None:
    root = logging.getLogger()
    before, level, stream = root.handlers[:], root.level, Terminal()
    logs.configure("warning", stream)
    try:
        logging.getLogger("api").warning("Something %s", "odd")
        logging.getLogger("api").info("too fine")
    finally:
        root.handlers[:] = before
        root.setLevel(level)
    assert "Something odd" in stream.getvalue()
    assert not stream.getvalue().startswith("{")
    assert "too fine" not in stream.getvalue()


def test_standard_error_is_where_it_goes(capsys: pytest.CaptureFixture[str], written: io.StringIO) -> None:
    assert written is not sys.stderr
    logs.configure("info")
    logging.getLogger("uvicorn.error").info("Started")
    assert json.loads(capsys.readouterr().err)["event"] == "Started"

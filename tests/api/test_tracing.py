"""Traces, sent to a real collector: how long, by route, and nothing that anybody has said."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from opentelemetry.proto.trace.v1.trace_pb2 import Span, Status

from api import logs
from api.app import create_app
from api.settings import Settings
from api.swapping import Published, TracedEncoder
from recommender.encoding.remembered import RememberedEncoder
from recommender.encoding.tfidf import TfidfEncoder
from recommender.errors import InputError
from recommender.publishing import Shelf
from recommender.store.nouns import Role
from recommender.workspace import Workspace
from tests.api.collector import Collector, collecting
from tests.api.fakes import FakeServing
from tests.api.people import People, keyed, store_of

CANARY = "Zanzibar canary"
TRACE = "0af7651916cd43dd8448eb211c80319c"


def attributes(span: Span) -> dict[str, object]:
    return {one.key: getattr(one.value, str(one.value.WhichOneof("value"))) for one in span.attributes}


def traced(fake: FakeServing, settings: Settings, collector: Collector) -> TestClient:
    """Return a client of a service that traces; what it has sent has come when the client is closed."""
    app = create_app(lambda: fake, settings.model_copy(update={"traces": collector.endpoint}))
    return TestClient(app, raise_server_exceptions=False)


def test_a_request_is_one_span_by_its_route_with_what_took_long_below(fake: FakeServing, settings: Settings) -> None:
    written = io.StringIO()
    logs.configure("info", written)
    with collecting() as collector:
        with traced(fake, settings, collector) as client:
            advisor = People(store_of(client)).add("advisor", Role.ADVISOR)
            company = client.post(
                "/v1/profiles", json={"name": CANARY, "country": "FI"}, headers=keyed(advisor)
            ).json()["id"]
            headers = {**advisor, "traceparent": f"00-{TRACE}-b7ad6b7169203331-01", "tracestate": "v=Zanzibar"}
            answer = client.post(f"/v1/profiles/{company}/recommendations?Zanzibar=1", json={}, headers=headers)
            assert answer.status_code == 201, answer.text
        spans = [span for span in collector.spans if span.trace_id.hex() == TRACE]
    (request,) = (span for span in spans if span.kind == Span.SPAN_KIND_SERVER)
    assert request.name == "POST /v1/profiles/{organisation_id}/recommendations"
    assert request.parent_span_id.hex() == "b7ad6b7169203331"
    assert not request.trace_state
    assert attributes(request) == {
        "http.request.method": "POST", "http.route": "/v1/profiles/{organisation_id}/recommendations",
        "http.response.status_code": 201, "kumppani.request_id": answer.headers["x-request-id"],
        "kumppani.model": "bundle-0001",
    }  # fmt: skip
    below = {span.name: span for span in spans if span.parent_span_id == request.span_id}
    assert set(below) == {"rank", "write"}
    assert all(request.start_time_unix_nano <= s.start_time_unix_nano <= s.end_time_unix_nano for s in below.values())
    lines = [json.loads(line) for line in written.getvalue().splitlines()]
    (line,) = (line for line in lines if line.get("request_id") == answer.headers["x-request-id"])
    assert line["trace_id"] == TRACE


def test_nothing_that_was_said_or_asked_for_is_told(fake: FakeServing, settings: Settings) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ValueError(CANARY)

    fake.askers = fail  # type: ignore[assignment,method-assign]
    with collecting() as collector:
        with traced(fake, settings, collector) as client:
            admin = People(store_of(client)).add("admin", Role.ADMIN)
            canary = {**admin, "user-agent": CANARY, "x-forwarded-for": CANARY, "baggage": f"a={CANARY}",
                      "tracestate": "zanzibar=canary", "host": "zanzibar.example", "traceparent": CANARY}  # fmt: skip
            body = {"name": CANARY, "text": CANARY, "country": "FI"}
            client.post("/v1/profiles", json=body, headers=keyed(canary))
            client.post("/v1/recommendations", json={"text": CANARY}, headers=canary)
            client.get(f"/v1/search?q={CANARY}", headers=canary)
            client.get(f"/v1/ecosystems/{CANARY}?cursor={CANARY}", headers=canary)
            client.get(f"/{CANARY}", headers=canary)
            client.request("ZANZIBAR", "/", headers=canary)
            broken = client.get("/v1/ecosystems/catalogue:forest/companies", headers=canary)
            assert broken.status_code == 500
        requests = {span.name: span for span in collector.spans if span.kind == Span.SPAN_KIND_SERVER}
        sent = b"".join(collector.raw).lower()
    assert len(requests) == 7
    assert b"zanzibar" not in sent
    assert b"kumppani_" not in sent
    assert {"GET unmatched", "other /"} <= set(requests)
    fault = requests["GET /v1/ecosystems/{ecosystem_id}/companies"]
    assert (fault.status.code, fault.status.message, len(fault.events)) == (Status.STATUS_CODE_ERROR, "", 0)


def test_the_encoder_is_timed_once_for_each_new_text(fake: FakeServing, settings: Settings) -> None:
    encoder = RememberedEncoder(TracedEncoder(TfidfEncoder.fit(["pumps and valves", "saws and pumps"])))
    fake.meant = lambda text: encoder.encode([text])[0][:0]  # type: ignore[method-assign]
    with collecting() as collector:
        with traced(fake, settings, collector) as client:
            app_told = client.app.state  # type: ignore[attr-defined]
            assert app_told.serving is fake
            for _ in range(2):
                client.get("/v1/search?q=pumps")
        names = [span.name for span in collector.spans]
    assert names.count("encode") == 1
    assert encoder.name == encoder.encoder.name


def test_a_collector_that_is_away_harms_no_request(fake: FakeServing, settings: Settings) -> None:
    with collecting() as gone:
        pass
    with traced(fake, settings, gone) as client:
        assert client.get("/v1/ecosystems").status_code == 200


def test_without_traces_nothing_of_the_sdk_is_imported(tmp_path: Path) -> None:
    code = f"""
import sys
from fastapi.testclient import TestClient
from api.app import create_app
from api.settings import Settings
from tests.api.fakes import FakeServing
with TestClient(create_app(FakeServing, Settings(workspace={str(tmp_path)!r}))) as client:
    assert client.get("/v1/ecosystems").status_code == 200
print([name for name in sys.modules if name.startswith(("opentelemetry.sdk", "opentelemetry.exporter"))])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "[]\n"), done.stderr


def test_traces_that_cannot_be_sent_are_told_at_the_start(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "opentelemetry.exporter.otlp.proto.http.trace_exporter", None)
    with pytest.raises(InputError, match=r"kumppani\[telemetry\]"):
        create_app(FakeServing, settings.model_copy(update={"traces": "http://127.0.0.1:1/v1/traces"}))


@pytest.mark.slow
def test_a_real_model_encodes_inside_its_ranking(trained: Path, tmp_path: Path) -> None:
    shelf = Shelf(Workspace(trained).bundles_folder)
    with collecting() as collector:
        settings = Settings(workspace=tmp_path, traces=collector.endpoint)
        with TestClient(create_app(Published(shelf, tmp_path).load, settings)) as client:
            answer = client.post("/v1/recommendations", json={"text": f"{CANARY}: pumps and water", "country": "FI"})
            assert answer.status_code == 200, answer.text
        spans = {span.name: span for span in collector.spans}
    assert spans["encode"].parent_span_id == spans["rank"].span_id
    assert spans["rank"].parent_span_id == spans["POST /v1/recommendations"].span_id
    assert b"zanzibar" not in b"".join(collector.raw).lower()

"""Whatever is sent, the answer is a problem that says what is wrong; never a fault of the service."""

import asyncio
import json

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.types import Message

from tests.api.fakes import FakeServing

JSON = "application/json"
LIMIT = 256 * 1024
ROUTE = "/v1/recommendations"


def field(name: str, value: object) -> bytes:
    return json.dumps({"text": "We make pumps.", name: value}).encode()


BODIES: dict[str, tuple[int, bytes]] = {
    "empty": (400, b""),
    "blank": (400, b" \n"),
    "not json": (400, b"text=hello"),
    "cut off": (400, b'{"text": "We'),
    "two values": (400, b"{} {}"),
    "trailing comma": (400, b'{"text": "a",}'),
    "single quotes": (400, b"{'text': 'a'}"),
    "comment": (400, b'{"text": "a"} // why'),
    "binary": (400, bytes(range(256))),
    "png": (400, b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"),
    "gzip": (400, b"\x1f\x8b\x08\x00\x00\x00\x00\x00"),
    "invalid utf-8": (400, b'{"text": "\xff\xfe"}'),
    "utf-16": (400, '{"text": "a"}'.encode("utf-16")),
    "overlong utf-8": (400, b'{"text": "\xc0\x80"}'),
    "surrogate in utf-8": (400, b'{"text": "\xed\xa0\x80"}'),
    "byte-order mark": (400, b'\xef\xbb\xbf{"text": "a"}'),
    "raw NUL in a string": (400, b'{"text": "a\x00b"}'),
    "raw line end in a string": (400, b'{"text": "a\nb"}'),
    "lone high surrogate": (400, b'{"text": "\\ud800"}'),
    "lone low surrogate": (400, b'{"text": "a \\udfff b"}'),
    "surrogate in a key": (400, b'{"text": "a", "\\ud800": 1}'),
    "surrogate in a list": (400, b'{"text": "a", "filters": {"themes": ["\\udc00"]}}'),
    "duplicate keys": (400, b'{"text": "a", "text": "b"}'),
    "duplicate keys inside": (400, b'{"text": "a", "filters": {"sdgs": [1], "sdgs": [2]}}'),
    "NaN": (400, b'{"text": "a", "k": NaN}'),
    "infinity": (400, b'{"text": "a", "k": Infinity}'),
    "minus infinity": (400, b'{"text": "a", "k": -Infinity}'),
    "5,000 digits": (400, b'{"text": "a", "k": ' + b"9" * 5000 + b"}"),
    "nested lists": (400, b"[" * 100_000 + b"]" * 100_000),
    "nested, never closed": (400, b"[" * 200_000),
    "nested objects": (400, b'{"a":' * 40_000 + b"1" + b"}" * 40_000),
    "nested a little": (400, b'{"filters": ' + b"[" * 30 + b"]" * 30 + b"}"),
    "infinite by exponent": (422, b'{"text": "a", "k": 1e999}'),
    "1,000 digits": (422, b'{"text": "a", "k": ' + b"9" * 1000 + b"}"),
    "a list": (422, b"[]"),
    "null": (422, b"null"),
    "a number": (422, b"7"),
    "a string": (422, b'"text"'),
    "nothing asked": (422, b"{}"),
    "only k": (422, b'{"k": 3}'),
    "nulls": (422, b'{"text": null, "sme_id": null, "country": null}'),
    "escaped NUL": (422, b'{"text": "a\\u0000b"}'),
    "escape character": (422, b'{"text": "\\u001b[31m"}'),
    "empty text": (422, b'{"text": ""}'),
    "blank text": (422, b'{"text": " \\n "}'),
    "long text": (422, json.dumps({"text": "x" * 20_001}).encode()),
    "text as a number": (422, b'{"text": 5}'),
    "text as a list": (422, b'{"text": ["a"]}'),
    "text as an object": (422, b'{"text": {"a": 1}}'),
    "unknown field": (422, field("top", 3)),
    "field with odd name": (422, field("a/b~c\x00", 3)),
    "k zero": (422, field("k", 0)),
    "k negative": (422, field("k", -1)),
    "k too large": (422, field("k", 101)),
    "k huge": (422, field("k", 2**70)),
    "k as text": (422, field("k", "5")),
    "k as fraction": (422, field("k", 5.5)),
    "k as whole fraction": (422, field("k", 5.0)),
    "k as truth": (422, b'{"text": "a", "k": true}'),
    "k null": (422, field("k", None)),
    "sme_id as a number": (422, field("sme_id", 12)),
    "sme_id empty": (422, field("sme_id", "")),
    "sme_id long": (422, field("sme_id", "x" * 201)),
    "sme_id with NUL": (422, field("sme_id", "a\x00")),
    "country in words": (422, field("country", "Finland")),
    "country that is none": (422, field("country", "ZZ")),
    "country with NUL": (422, field("country", "FI\x00")),
    "country as a number": (422, field("country", 358)),
    "long country": (422, field("country", "x" * 20_000)),
    "unknown language": (422, field("language", "de")),
    "language as a list": (422, field("language", ["fi"])),
    "explain as text": (422, field("explain", "yes")),
    "include_known as a number": (422, field("include_known", 1)),
    "two_sided as text": (422, field("two_sided", "both")),
    "filters as a list": (422, field("filters", [])),
    "filters null": (422, field("filters", None)),
    "unknown filter": (422, field("filters", {"scope": ["national"]})),
    "unknown scope": (422, field("filters", {"scopes": ["galactic"]})),
    "scope not in a list": (422, field("filters", {"scopes": "national"})),
    "scope as an object": (422, field("filters", {"scopes": [{}]})),
    "sdg 0": (422, field("filters", {"sdgs": [0]})),
    "sdg 18": (422, field("filters", {"sdgs": [18]})),
    "sdg as text": (422, field("filters", {"sdgs": ["3"]})),
    "region in words": (422, field("filters", {"regions": ["North Savo"]})),
    "region of no country": (422, field("filters", {"regions": ["ZZ1"]})),
    "theme with NUL": (422, field("filters", {"themes": ["a\x00"]})),
    "101 themes": (422, field("filters", {"themes": [str(n) for n in range(101)]})),
    "20,000 wrong values": (422, field("filters", {"sdgs": [99] * 100, "themes": [1] * 100})),
    "over the limit": (413, b'{"text": "' + b"x" * LIMIT + b'"}'),
    "10 MiB": (413, b" " * (10 * 1024 * 1024)),
}


def assert_problem(status: int, content_type: str, text: str, expected: int) -> None:
    assert status == expected, text
    assert content_type == "application/problem+json"
    assert text.isascii()
    problem = json.loads(text)
    assert problem["status"] == expected
    assert problem["type"] == "about:blank"
    assert problem["title"]
    assert len(problem["detail"]) > 10
    assert "Traceback" not in text
    assert len(text) < 10_000


@pytest.mark.parametrize(("expected", "body"), BODIES.values(), ids=BODIES.keys())
def test_a_malformed_body_gets_a_clear_problem(client: TestClient, expected: int, body: bytes) -> None:
    response = client.post(ROUTE, content=body, headers={"content-type": JSON})
    assert_problem(response.status_code, response.headers["content-type"], response.text, expected)
    if expected == 422:
        assert response.json()["errors"][0]["pointer"].startswith("#")
    assert response.headers["x-model-version"] == "bundle-0001"


REQUESTS: dict[str, tuple[int, str, str, dict[str, str]]] = {
    "no content type": (415, "POST", ROUTE, {}),
    "plain text": (415, "POST", ROUTE, {"content-type": "text/plain"}),
    "form": (415, "POST", ROUTE, {"content-type": "application/x-www-form-urlencoded"}),
    "odd content type": (415, "POST", ROUTE, {"content-type": "\x7f;;;=" * 50}),
    "packed": (415, "POST", ROUTE, {"content-type": JSON, "content-encoding": "gzip"}),
    "announced 1 GB": (413, "POST", ROUTE, {"content-type": JSON, "content-length": "1000000000"}),
    "announced 5,000 digits": (413, "POST", ROUTE, {"content-type": JSON, "content-length": "9" * 5000}),
    "announced too much elsewhere": (413, "POST", "/nowhere", {"content-length": "1000000000"}),
    "get for post": (405, "GET", ROUTE, {}),
    "put": (405, "PUT", ROUTE, {"content-type": JSON}),
    "delete": (405, "DELETE", "/v1/ecosystems", {}),
    "post for get": (405, "POST", "/v1/ecosystems", {"content-type": JSON}),
    "odd method": (405, "BREW", "/v1/ecosystems", {}),
    "unknown path": (404, "GET", "/v2/recommendations", {}),
    "trailing slash": (404, "POST", f"{ROUTE}/", {"content-type": JSON}),
    "path that climbs": (404, "GET", "/static/../app.py", {}),
    "path that climbs, encoded": (404, "GET", "/static/%2e%2e/%2e%2e/app.py", {}),
    "path with NUL": (404, "GET", "/static/%00", {}),
    "unknown id": (404, "GET", "/v1/ecosystems/x", {}),
    "id with NUL": (404, "GET", "/v1/ecosystems/a%00b", {}),
    "id not utf-8": (404, "GET", "/v1/ecosystems/%ff%fe", {}),
    "id with surrogate": (404, "GET", "/v1/ecosystems/%ed%a0%80", {}),
    "id with slash": (404, "GET", "/v1/ecosystems/a%2fb", {}),
    "long id": (422, "GET", "/v1/ecosystems/" + "x" * 201, {}),
    "limit zero": (422, "GET", "/v1/ecosystems?limit=0", {}),
    "limit too large": (422, "GET", "/v1/ecosystems?limit=101", {}),
    "limit huge": (422, "GET", "/v1/ecosystems?limit=" + "9" * 5000, {}),
    "limit in words": (422, "GET", "/v1/ecosystems?limit=ten", {}),
    "limit NaN": (422, "GET", "/v1/ecosystems?limit=nan", {}),
    "limit twice and wrong": (422, "GET", "/v1/ecosystems?limit=1&limit=x", {}),
    "unknown parameter": (422, "GET", "/v1/ecosystems?page=2", {}),
    "unknown scope": (422, "GET", "/v1/ecosystems?scopes=galactic", {}),
    "sdg 99": (422, "GET", "/v1/ecosystems?sdgs=99", {}),
    "theme with NUL": (422, "GET", "/v1/ecosystems?themes=a%00", {}),
    "cursor of nobody": (422, "GET", "/v1/ecosystems?cursor=abc", {}),
    "cursor not base64": (422, "GET", "/v1/ecosystems?cursor=%C3%A4", {}),
    "cursor not utf-8": (422, "GET", "/v1/ecosystems?cursor=_____w", {}),
    "cursor without colon": (422, "GET", "/v1/ecosystems?cursor=YWZ0ZXI", {}),
    "cursor too long": (422, "GET", "/v1/ecosystems?cursor=" + "a" * 1001, {}),
    "page as json": (415, "POST", "/", {"content-type": JSON}),
    "page as multipart": (415, "POST", "/", {"content-type": "multipart/form-data; boundary=x"}),
}


@pytest.mark.parametrize(("expected", "method", "path", "headers"), REQUESTS.values(), ids=REQUESTS.keys())
def test_a_malformed_request_gets_a_clear_problem(
    client: TestClient, expected: int, method: str, path: str, headers: dict[str, str]
) -> None:
    response = client.request(method, path, headers=headers)
    assert_problem(response.status_code, response.headers["content-type"], response.text, expected)


def test_a_refused_method_says_which_are_allowed(client: TestClient) -> None:
    assert client.get(ROUTE).headers["allow"] == "POST"


@pytest.mark.parametrize(("path", "kind"), [(ROUTE, JSON), ("/", "application/x-www-form-urlencoded")])
def test_a_body_of_unknown_length_is_not_read_to_its_end(client: TestClient, path: str, kind: str) -> None:
    """Spoken to the application itself, because the test client gathers a body before it sends it."""
    chunks, answers = 0, []

    async def receive() -> Message:
        nonlocal chunks
        chunks += 1
        return {"type": "http.request", "body": b"x" * 1024, "more_body": True}

    async def send(message: Message) -> None:
        answers.append(message)

    scope = {
        "type": "http", "method": "POST", "path": path, "raw_path": path.encode(), "query_string": b"", "root_path": "",
        "headers": [(b"content-type", kind.encode())], "http_version": "1.1", "scheme": "http", "server": ("test", 80),
    }  # fmt: skip
    asyncio.run(client.app(scope, receive, send))  # type: ignore[arg-type]
    assert chunks == LIMIT // 1024 + 1
    content_type = dict(answers[0]["headers"])[b"content-type"].decode()
    assert_problem(answers[0]["status"], content_type, answers[1]["body"].decode(), 413)


def test_a_form_of_too_many_fields_is_refused(client: TestClient) -> None:
    response = client.post("/", data={f"field{n}": "x" for n in range(51)})
    assert_problem(response.status_code, response.headers["content-type"], response.text, 400)


def test_every_wrong_place_is_named(client: TestClient) -> None:
    body = {"k": "5", "country": "x", "filters": {"sdgs": [1, "2"]}, "a/b~c": 0}
    pointers = {error["pointer"] for error in client.post(ROUTE, json=body).json()["errors"]}
    assert pointers == {"#/k", "#/country", "#/filters/sdgs/1", "#/a~1b~0c"}


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda parts: st.lists(parts) | st.dictionaries(st.text(), parts),
    max_leaves=10,
)
FIELDS = [
    "text", "sme_id", "country", "language", "k", "filters", "include_known", "two_sided", "explain", "scopes", "sdgs",
]  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(body=st.dictionaries(st.sampled_from(FIELDS), ANYTHING) | ANYTHING)
def test_no_json_breaks_the_service(client: TestClient, fake: FakeServing, body: object) -> None:
    fake.asked.clear()
    response = client.post(ROUTE, content=json.dumps(body).encode(), headers={"content-type": JSON})
    assert response.status_code in {200, 400, 404, 422}
    assert response.status_code == 200 or not fake.asked


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(body=st.binary())
def test_no_bytes_break_the_service(client: TestClient, body: bytes) -> None:
    assert client.post(ROUTE, content=body, headers={"content-type": JSON}).status_code in {400, 422}
    form = {"content-type": "application/x-www-form-urlencoded"}
    assert client.post("/", content=b"text=" + body, headers=form).status_code in {200, 400, 422}

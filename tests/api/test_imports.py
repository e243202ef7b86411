"""Companies from files over HTTP: written in the background, and what is no good is told."""

import io
import threading
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from fastapi.testclient import TestClient

from api import importing
from api.app import create_app
from api.routes.imports import CSV, XLSX
from api.settings import Settings
from recommender.sheets.reading import Sheet
from recommender.store import companies
from recommender.store.nouns import CompanyProfile, Role, UserId
from tests.api.fakes import FakeServing
from tests.api.people import People, store_of

HEADING = "Y-tunnus;Yritys;Kuvaus;Kunta;Koko;Tarjoaa;Väri\n"
FILE = HEADING + "1-1;Saha Oy;Sahaamme kuusta.;Tampere;12;sahatavara | hake;punainen\n2-2;Mylly Oy;;;pieni;;\n"
Signed = dict[str, str]


@pytest.fixture
def people(client: TestClient) -> People:
    return People(store_of(client))


@pytest.fixture
def advisor(people: People) -> Signed:
    return people.add("advisor", Role.ADVISOR)


def send(client: TestClient, who: Signed, content: Any, media_type: str = CSV) -> Any:  # noqa: ANN401 - as httpx takes and gives
    return client.post("/v1/imports", content=content, headers=who | {"content-type": media_type})


def imported(client: TestClient, who: Signed, content: str | bytes, media_type: str = CSV) -> dict[str, Any]:
    answer = send(client, who, content, media_type)
    assert answer.status_code == 202, answer.text
    for _ in range(500):
        job: dict[str, Any] = client.get(answer.headers["location"], headers=who).json()
        if job["state"] != "running":
            return job
        time.sleep(0.02)
    raise AssertionError(job)


def counts(job: dict[str, Any]) -> tuple[int, ...]:
    return tuple(job[name] for name in ("created", "updated", "unchanged", "refused"))


def kept(client: TestClient, who: Signed) -> list[dict[str, Any]]:
    return [one["profile"] for one in client.get("/v1/profiles", headers=who).json()["items"]]


def test_a_file_makes_companies_that_the_advisor_looks_after(client: TestClient, advisor: Signed) -> None:
    job = imported(client, advisor, FILE)
    assert (job["state"], job["total"], job["done"], counts(job)) == ("done", 2, 2, (2, 0, 0, 0))
    assert job["ignored_columns"] == ["väri"]
    saw, mill = kept(client, advisor)
    assert (saw["name"], saw["business_id"], saw["country"], saw["size"]) == ("Saha Oy", "1-1", "FI", "small")
    assert (saw["text"], saw["offers"], mill["size"]) == ("Sahaamme kuusta.", ["sahatavara", "hake"], "small")
    assert saw["region"].startswith("FI1")


def test_the_same_file_twice_changes_nothing_and_another_updates(client: TestClient, advisor: Signed) -> None:
    imported(client, advisor, FILE)
    before = client.get("/v1/profiles", headers=advisor).json()
    assert counts(imported(client, advisor, FILE)) == (0, 0, 2, 0)
    assert client.get("/v1/profiles", headers=advisor).json() == before
    job = imported(
        client, advisor, "id,name,needs,sole_trader\n1-1,Saha Oy,teräs,\n2-2,Mylly Oy,,yes\n3-3,Uusi Oy,,no\n"
    )
    assert counts(job) == (1, 2, 0, 0)
    assert kept(client, advisor)[0] == before["items"][0]["profile"] | {"needs": ["teräs"]}
    assert [one["sole_trader"] for one in client.get("/v1/profiles", headers=advisor).json()["items"]] == [
        False, True, False,
    ]  # fmt: skip


def test_a_workbook_says_the_same(client: TestClient, advisor: Signed) -> None:
    book = openpyxl.Workbook()
    for row in (("id", "name", "text", "size"), ("1-1", "Saha Oy", "We saw.", 12), ("2-2", "Mylly Oy", "=1+1", None)):
        book.worksheets[0].append(row)
    content = io.BytesIO()
    book.save(content)
    job = imported(client, advisor, content.getvalue(), XLSX)
    assert counts(job) == (2, 0, 0, 0)
    assert [one["text"] for one in kept(client, advisor)] == ["We saw.", ""]


BAD_ROWS = {
    ",Oy,,,,": "id", "9-9,,,,,": "name", "9-9,Oy,huge,,,": "size", "9-9,Oy,,Atlantis,,": "country",
    "9-9,Oy,,,=cmd|' /C calc'!A0,": "text", "9-9,Oy,,,,Atlantis": "municipality", "9-9,Oy,,,,,x": "",
    "9-9," + "x" * 301 + ",,,,": "name", "9-9,Oy,,,a\x01b,": "text", "9-9,Oy,,," + "x" * 20_001 + ",": "text",
}  # fmt: skip


@pytest.mark.parametrize("line", BAD_ROWS, ids=lambda line: repr(line[:20]))
def test_a_row_that_is_no_good_is_told_by_line_and_column_and_keeps_none_out(
    client: TestClient, advisor: Signed, line: str
) -> None:
    job = imported(client, advisor, f"id,name,size,country,text,municipality\n{line}\n1-1,Saha Oy,,,,\n")
    assert counts(job) == (1, 0, 0, 1)
    [fault] = job["faults"]
    assert (fault["line"], fault["column"]) == (2, BAD_ROWS[line])
    assert fault["message"].endswith(".")
    assert not any(word in fault["message"] for word in ("Atlantis", "huge", "cmd"))
    assert [one["name"] for one in kept(client, advisor)] == ["Saha Oy"]


def bomb() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("xl/worksheets/sheet1.xml", b" " * (30 * 2**20))
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "media_type", "status", "words"),
    [
        (b"", CSV, 422, "is empty"),
        (b"name,id\na\0b,1\n", CSV, 422, "NUL"),
        (b"name,id\n\xed\xa0\x80,1\n", CSV, 422, "surrogate"),
        (b"name,id\n\xff,1\n", CSV, 422, "not UTF-8"),
        (b'name,id\n"a,1\n', CSV, 422, "quot"),
        (b"name,text\na,b\n", CSV, 422, "lacks the column(s) id"),
        (b"PK\x03\x04rubbish", XLSX, 422, "archive"),
        (b"name,id\n" + b"x" * 110_000 + b",1\n", CSV, 422, "100,000"),
        (b"name,id\n" + b"x" * 5 * 2**20, CSV, 413, "larger than 5,242,880 bytes"),
        (b"name,id\n" + b"\n" * 110_000, CSV, 422, "more than 100,000 rows, blank ones"),
        (b"name,id\n" + b"a,1\n" * 10_001, CSV, 422, "more than 10,000 rows"),
        (b"{}", "application/json", 415, "text/csv"),
    ],
)
def test_a_file_that_is_no_good_is_told_at_once(
    client: TestClient, advisor: Signed, content: bytes, media_type: str, status: int, words: str
) -> None:
    answer = send(client, advisor, content, media_type)
    assert answer.status_code == status
    assert words in answer.json()["detail"]


def test_a_file_may_be_larger_than_other_bodies_and_no_longer_than_the_setting_says(tmp_path: Path) -> None:
    settings = Settings(workspace=tmp_path, max_body_bytes=2000, max_upload_bytes=4000)
    file = f"id,name,text\n1-1,Saha Oy,{'x' * 3000}\n"
    with TestClient(create_app(FakeServing, settings)) as client:
        advisor = People(store_of(client)).add("advisor", Role.ADVISOR)
        assert counts(imported(client, advisor, file)) == (1, 0, 0, 0)
        for whole in (True, False):  # announced, and as it comes
            content = file + "\n" * 1000
            answer = send(client, advisor, content if whole else iter([content.encode()]))
            assert (answer.status_code, "4,000 bytes" in answer.json()["detail"]) == (413, True)
        profile = client.post("/v1/profiles", json={"name": "x" * 3000}, headers=advisor)
        assert (profile.status_code, "2,000 bytes" in profile.json()["detail"]) == (413, True)


def test_a_bomb_is_refused(client: TestClient, advisor: Signed) -> None:
    answer = send(client, advisor, bomb(), XLSX)
    assert answer.status_code == 422
    assert "unpacks to 31,457,280 bytes; the limit is 20,971,520" in answer.json()["detail"]


def test_files_that_are_read_keep_no_other_request_waiting(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    reading, going = threading.Event(), threading.Event()
    uploaded = importing.uploaded

    def slow(content: bytes) -> Sheet:
        reading.set()
        assert going.wait(60)
        return uploaded(content)

    monkeypatch.setattr(importing, "uploaded", slow)
    one_thread = settings.model_copy(update={"threads": 1})
    with TestClient(create_app(FakeServing, one_thread)) as client, ThreadPoolExecutor() as others:
        advisor = People(store_of(client)).add("advisor", Role.ADVISOR)
        first = others.submit(send, client, advisor, FILE)
        try:
            assert reading.wait(60)
            beside = others.submit(client.get, "/v1/me", headers=advisor)
            assert beside.result(30).status_code == 200
            busy = others.submit(send, client, advisor, FILE).result(30)
            assert (busy.status_code, busy.json()["detail"]) == (503, importing.UNDER_WAY)
        finally:
            going.set()
        assert first.result(60).status_code == 202


def test_another_accounts_company_is_left_alone(client: TestClient, people: People, advisor: Signed) -> None:
    theirs = CompanyProfile("Theirs Oy", business_id="1-1")
    store_of(client).write(partial(companies.create, profile=theirs, author=UserId("usr-x")))
    job = imported(client, advisor, FILE)
    assert counts(job) == (1, 0, 0, 1)
    assert (job["faults"][0]["column"], job["faults"][0]["line"]) == ("id", 2)
    admin = people.add("admin", Role.ADMIN)
    assert counts(imported(client, admin, FILE)) == (0, 1, 1, 0)
    assert client.get(f"/v1/imports/{job['id']}", headers=admin).status_code == 404


def test_a_stop_marks_the_job_and_another_waits_for_its_turn(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, going = threading.Event(), threading.Event()
    write_row = importing.write_row

    def slow(*given: Any, **named: Any) -> bool:  # noqa: ANN401 - as it comes
        begun.set()
        going.wait(10)
        return write_row(*given, **named)

    monkeypatch.setattr(importing, "write_row", slow)
    with TestClient(create_app(FakeServing, settings)) as client:
        advisor = People(store_of(client)).add("advisor", Role.ADVISOR)
        job = send(client, advisor, FILE).json()
        assert begun.wait(10)
        busy = send(client, advisor, FILE)
        assert (busy.status_code, busy.headers["retry-after"]) == (503, "5")
        stopping = threading.Timer(0.3, going.set)
        stopping.start()
    with TestClient(create_app(FakeServing, settings)) as client:
        found = client.get(f"/v1/imports/{job['id']}", headers=advisor).json()
        assert (found["state"], found["done"], found["created"]) == ("interrupted", 1, 1)
        assert counts(imported(client, advisor, FILE)) == (1, 0, 1, 0)

"""Outcomes, the funnel, exports and erasure over HTTP, for each role what it may see."""

import csv
import io
from datetime import timedelta
from functools import partial
from typing import Any

import openpyxl
import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from api.clock import now
from recommender.entities import EcosystemId, OrganisationId
from recommender.store import companies, outcomes, verdicts
from recommender.store.nouns import (
    CompanyProfile,
    DeclineReason,
    Judgement,
    Reached,
    Role,
    Stage,
    UserId,
    VerdictKind,
)
from tests.api.people import FOREST, Headers, People, keyed, store_of

WATER = EcosystemId("catalogue:water")
ACTOR = UserId("usr-x")
FORMULA = "=HYPERLINK(0)"


class Region:
    """An own company of the SME and the advisor, and nine others; all were met, two agreed."""

    def __init__(self, client: TestClient) -> None:
        self.client, self.store = client, store_of(client)
        self.own = self.found(FORMULA, "FI")
        self.others = [self.found(f"Oy {number}", "SE") for number in range(9)]
        self.people = People(self.store)
        self.headers: dict[Role | None, Headers] = self.people.everybody(self.own)
        for who in (self.own, *self.others):
            self.tell(who, Stage.AGREEMENT if who in {self.own, self.others[0]} else Stage.MET)
        note = Judgement(self.own, WATER, VerdictKind.DECLINE, DeclineReason.OTHER, note="+a secret")
        self.store.write(partial(verdicts.give, judgements=[note], author=ACTOR))

    def found(self, name: str, country: str) -> OrganisationId:
        profile = CompanyProfile(name, country)
        return self.store.write(lambda t: companies.create(t, profile=profile, author=ACTOR)).id

    def tell(self, who: OrganisationId, stage: Stage) -> None:
        reached = Reached(who, FOREST, stage, self.store.clock().date())
        self.store.write(partial(outcomes.record, reached=reached, author=ACTOR))

    def tell_over_http(self, told: dict[str, Any]) -> Response:
        return self.client.post("/v1/outcomes", json=told, headers=keyed(self.headers[Role.SME]))

    def told_of(self, who: OrganisationId) -> str:
        with self.store.reading() as connection:
            return outcomes.listed(connection, who)[-1].id

    def get(self, path: str, role: Role) -> Response:
        return self.client.get(f"/v1/{path}", headers=self.headers[role])

    def counts(self, role: Role, query: str = "") -> list[int | None]:
        return [step["count"] for step in self.get(f"reports/funnel{query}", role).json()["steps"]]


@pytest.fixture
def region(client: TestClient) -> Region:
    return Region(client)


def rows(answer: Response) -> list[dict[str, str]]:
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


def test_an_outcome_is_told_and_read_again(region: Region) -> None:
    told = {"organisation_id": region.own, "ecosystem_id": FOREST, "stage": "rdi", "day": "2026-03-02", "euros": 5000}
    kept = region.tell_over_http(told)
    assert (kept.status_code, kept.json()["euros"]) == (201, 5000)
    first = region.get(f"profiles/{region.own}/outcomes?limit=1", Role.ADVISOR).json()
    rest = region.get(f"profiles/{region.own}/outcomes?cursor={first['next_cursor']}", Role.ADVISOR).json()
    assert [item["stage"] for item in first["items"] + rest["items"]] == ["agreement", "rdi"]
    wrong: list[tuple[dict[str, Any], int]] = [
        ({"organisation_id": region.others[0]}, 404), ({"ecosystem_id": "catalogue:none"}, 404),
        ({"euros": None}, 422), ({"euros": -1}, 422), ({"day": "2999-01-01"}, 422), ({"day": 1}, 422),
        ({"stage": "married"}, 422),
    ]  # fmt: skip
    for change, status in wrong:
        assert region.tell_over_http(told | change).status_code == status, change


def test_an_outcome_is_taken_back_by_who_may_tell_it(region: Region) -> None:
    theirs = region.told_of(region.others[0])
    own = region.told_of(region.own)
    for who, status in ((theirs, 404), ("out-none", 404), (own, 201), (own, 409)):
        undo = region.client.post(f"/v1/outcomes/{who}/undo", headers=keyed(region.headers[Role.SME]))
        assert undo.status_code == status, who
        assert status != 404 or undo.json()["detail"] == f"No outcome has the id {who!r}."
    listed = region.get(f"profiles/{region.own}/outcomes", Role.SME).json()["items"]
    assert [(one["undone"], one["undoes"]) for one in listed] == [(True, None), (False, own)]
    assert region.counts(Role.ADVISOR) == [0] * 7
    assert region.counts(Role.ADMIN) == [9, 9, 9, 9, 9, 1, 0]


def test_each_role_sees_the_funnel_that_it_may(region: Region) -> None:
    assert region.counts(Role.ADMIN) == [10, 10, 10, 10, 10, 2, 0]
    assert region.counts(Role.ADVISOR) == [1, 1, 1, 1, 1, 1, 0]
    assert region.counts(Role.SCIENTIST) == [None] * 7, "of a month that is not over"
    region.store.clock = lambda: now() + timedelta(days=31)
    assert region.counts(Role.SCIENTIST) == [10, 10, 10, 10, 10, None, None]
    assert region.counts(Role.SCIENTIST, "?country=FI") == [None] * 7
    assert region.counts(Role.SCIENTIST, "?country=SE") == [5, 5, 5, 5, 5, None, None], "nine, in fives"
    assert region.counts(Role.SCIENTIST, "?since=2020-01-01&until=2099-12-31")[0] == 10
    for narrow in (
        "country=FI&region=FI1",
        "since=2026-01-02",
        "until=2026-11-30",
        f"ecosystem_id={FOREST}&until=2026-12-31",
    ):
        for path in ("reports/funnel", "exports/funnel"):
            assert region.get(f"{path}?{narrow}", Role.SCIENTIST).status_code == 403, narrow
    assert region.counts(Role.ADMIN, "?country=FI") == [1, 1, 1, 1, 1, 1, 0]
    assert region.counts(Role.ADMIN, f"?ecosystem_id={WATER}") == [0] * 7
    assert region.counts(Role.ADMIN, "?until=2020-01-01") == [0] * 7
    advisor = region.people.users["advisor"].id
    assert region.counts(Role.ADMIN, f"?advisor={advisor}") == region.counts(Role.ADVISOR, f"?advisor={advisor}")
    for role, who in ((Role.SCIENTIST, advisor), (Role.ADVISOR, "usr-other")):
        assert region.get(f"reports/funnel?advisor={who}", role).status_code == 403
    assert region.get("reports/funnel?since=1", Role.ADMIN).status_code == 422
    backwards = region.get("reports/funnel?since=2026-02-01&until=2026-01-01", Role.ADMIN)
    assert (backwards.status_code, "ends before it begins" in backwards.json()["detail"]) == (422, True)
    whole = region.get("reports/funnel", Role.SCIENTIST).json()
    assert (whole["complete"], whole["euros"]) == (False, None)


def test_exports_hold_what_the_role_may_see_and_no_formula(region: Region) -> None:
    [line] = rows(region.get("exports/verdicts", Role.ADVISOR))
    assert (line["company"], line["note"], line["company_id"]) == ("'" + FORMULA, "'+a secret", region.own)
    assert rows(region.get("exports/verdicts", Role.SCIENTIST)) == [], "of a month that is not over"
    region.store.clock = lambda: now() + timedelta(days=31)
    told = region.get("exports/verdicts", Role.SCIENTIST)
    [bare] = rows(told)
    assert (bare["ecosystem_id"], bare["kind"], bare["reason"]) == (WATER, "decline", "other")
    assert (bare["country"], bare["month"]) == ("", f"{now():%Y-%m}")
    assert not [word for word in (FORMULA, "secret", region.own, ACTOR, line["id"]) if word in told.text]
    assert [row["name"] for row in rows(region.get("exports/companies", Role.ADVISOR))] == ["'" + FORMULA]
    assert len(rows(region.get("exports/companies", Role.ADMIN))) == 10
    assert [row["count"] for row in rows(region.get("exports/funnel", Role.SCIENTIST))][4:] == ["10", "", ""]
    assert rows(region.get("exports/funnel?country=FI", Role.ADMIN))[0]["count"] == "1"
    for name in ("verdicts", "companies", "funnel"):
        answer = region.get(f"exports/{name}?form=xlsx", Role.ADMIN)
        assert answer.headers["content-disposition"] == f'attachment; filename="{name}.xlsx"'
        sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
        assert sheet is not None
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
        assert region.get(f"exports/{name}?form=pdf", Role.ADMIN).status_code == 422


def test_a_company_sees_all_that_is_held_of_it_and_is_erased_when_it_says_so_twice(region: Region) -> None:
    held = region.get(f"profiles/{region.own}/data", Role.SME).json()["tables"]
    assert {"organisations", "profiles", "verdicts", "outcomes", "users", "assignments", "audit"} <= set(held)
    assert held["verdicts"][0]["note"] == "+a secret"
    path = f"/v1/profiles/{region.own}"
    for query in ("", "?confirm=yes"):
        refused = region.client.delete(path + query, headers=region.headers[Role.SME])
        assert (refused.status_code, "nothing was erased" in refused.json()["detail"]) == (422, True)
    for role, status in ((Role.ADVISOR, 403), (Role.SCIENTIST, 403), (None, 401)):
        assert region.client.delete(f"{path}?confirm={region.own}", headers=region.headers[role]).status_code == status
    erased = region.client.delete(f"{path}?confirm={region.own}", headers=region.headers[Role.SME])
    assert (erased.status_code, erased.json()["scrubbed"], erased.json()["rows"]["verdicts"]) == (200, True, 1)
    assert region.get(f"profiles/{region.own}/data", Role.SME).status_code == 401, "its account is gone, too"
    assert region.get(f"profiles/{region.own}/data", Role.ADMIN).status_code == 404
    assert rows(region.get("exports/verdicts", Role.ADMIN)) == []

"""The generated client asks a service that runs in a process of its own."""

import asyncio
import csv
import io
import re
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from pathlib import Path

import httpx
import pytest
from kumppani_client import AuthenticatedClient
from kumppani_client.api.ecosystems import list_ecosystems, show_ecosystem
from kumppani_client.api.exports import export_verdicts
from kumppani_client.api.profiles import change_profile, create_profile, import_companies, list_profiles, show_profile
from kumppani_client.api.recommendations import recommend, recommend_to_company
from kumppani_client.api.verdicts import give_verdicts, list_verdicts
from kumppani_client.models import (
    CompaniesPage,
    CompanyRecommendationRequest,
    CompanyShown,
    EcosystemAnswer,
    EcosystemsAnswer,
    ImportShown,
    JudgementGiven,
    NewProfile,
    Problem,
    ProfilePatch,
    RecommendationAnswer,
    RecommendationRequest,
    RunAnswer,
    VerdictBatch,
    VerdictPage,
    VerdictsKept,
)
from kumppani_client.types import UNSET, File

from tests.client.conftest import client_of
from tests.running import Service

pytestmark = pytest.mark.slow

PUMPS = "We build pumps and valves for mills."


def company(advisor: AuthenticatedClient, name: str) -> tuple[CompanyShown, str]:
    """Make one; return it and its ETag."""
    said = NewProfile(name=name, country="FI", text=PUMPS)
    made = create_profile.sync_detailed(client=advisor, body=said, idempotency_key=f"make {name}")
    assert made.status_code == HTTPStatus.CREATED
    assert isinstance(made.parsed, CompanyShown)
    assert made.headers["location"] == f"/v1/profiles/{made.parsed.id}"
    return made.parsed, made.headers["etag"]


def test_from_a_profile_to_a_verdict_that_is_kept_once(advisor: AuthenticatedClient) -> None:
    kept, _ = company(advisor, "Pumppu Oy")
    wanted = CompanyRecommendationRequest(k=3, language="fi")
    ranking = recommend_to_company.sync(kept.id, client=advisor, body=wanted)
    assert isinstance(ranking, RunAnswer), ranking
    assert [item.rank for item in ranking.items] == [1, 2, 3]
    assert ranking.items[0].reasons[0].label
    said = JudgementGiven(
        organisation_id=kept.id,
        ecosystem_id=ranking.items[0].ecosystem.id,
        kind="snooze",
        until=datetime.now(UTC).date() + timedelta(days=30),
        run_id=ranking.run,
    )
    first, again = (
        give_verdicts.sync(client=advisor, body=VerdictBatch(items=[said]), idempotency_key="a-key") for _ in range(2)
    )
    assert isinstance(first, VerdictsKept), first
    assert again == first
    found = list_verdicts.sync(kept.id, client=advisor)
    assert isinstance(found, VerdictPage)
    assert [(verdict.id, verdict.until) for verdict in found.items] == [(first.items[0].id, said.until)]


def test_a_change_names_what_it_is_based_on(advisor: AuthenticatedClient) -> None:
    kept, tag = company(advisor, "Muutos Oy")
    changed = change_profile.sync(kept.id, client=advisor, body=ProfilePatch(text=None, needs=["a rig"]), if_match=tag)
    assert isinstance(changed, CompanyShown), changed
    assert (changed.version, changed.profile.needs) == (kept.version + 1, ["a rig"])
    assert changed.profile.name == "Muutos Oy"
    stale = change_profile.sync(kept.id, client=advisor, body=ProfilePatch(needs=[]), if_match=tag)
    assert isinstance(stale, Problem)
    assert (stale.status, "read it" in stale.detail) == (412, True)
    bare = change_profile.sync(kept.id, client=advisor, body=ProfilePatch(needs=[]))
    assert isinstance(bare, Problem)
    assert bare.status == 428
    shown = show_profile.sync_detailed(kept.id, client=advisor)
    same = show_profile.sync_detailed(kept.id, client=advisor, if_none_match=shown.headers["etag"])
    assert (same.status_code, same.content, same.parsed) == (HTTPStatus.NOT_MODIFIED, b"", None)


def test_pages_follow_each_other_to_the_end(advisor: AuthenticatedClient) -> None:
    made = {company(advisor, f"Sivu {number}")[0].id for number in range(3)}
    found: list[str] = []
    page = list_profiles.sync(client=advisor, limit=2)
    while True:
        assert isinstance(page, CompaniesPage), page
        assert len(page.items) <= 2
        found += [each.id for each in page.items]
        if page.next_cursor is None:
            break
        page = list_profiles.sync(client=advisor, limit=2, cursor=page.next_cursor)
    assert len(found) == len(set(found))
    assert made <= set(found)


def test_what_is_refused_is_a_problem_that_says_what_to_do(service: Service, advisor: AuthenticatedClient) -> None:
    wrong = recommend.sync(client=advisor, body=RecommendationRequest(text=PUMPS, k=101))
    assert isinstance(wrong, Problem)
    assert isinstance(wrong.errors, list)
    assert [(wrong.status, each.pointer) for each in wrong.errors] == [(422, "#/k")]
    assert wrong.request_id
    absent = show_ecosystem.sync(client=advisor, ecosystem_id="catalogue:nowhere")
    assert isinstance(absent, Problem)
    assert (absent.status, absent.errors) == (404, UNSET)
    with client_of(service, "kumppani_unknown") as stranger:
        unknown = list_profiles.sync(client=stranger)
    assert isinstance(unknown, Problem)
    assert unknown.status == 401
    with AuthenticatedClient(base_url="http://127.0.0.1:9", token="x") as lost, pytest.raises(httpx.ConnectError):
        list_profiles.sync(client=lost)


def test_files_come_and_go(advisor: AuthenticatedClient) -> None:
    sheet = File(io.BytesIO(b"id;name\n2345678-5;Taulukko Oy\n"))
    job = import_companies.sync(client=advisor, body=sheet)
    assert isinstance(job, ImportShown), job
    kept, _ = company(advisor, "Vienti Oy")
    said = JudgementGiven(organisation_id=kept.id, ecosystem_id="pump-circle", kind="decline", reason="other")
    given = give_verdicts.sync(client=advisor, body=VerdictBatch(items=[said]), idempotency_key="to-be-exported")
    assert isinstance(given, VerdictsKept), given
    table = export_verdicts.sync(client=advisor, form="csv")
    assert isinstance(table, File), table
    rows = list(csv.DictReader(io.TextIOWrapper(table.payload, "utf-8-sig", newline="")))
    assert [row["reason"] for row in rows if kept.id in row.values()] == ["other"]


def test_it_asks_without_blocking_too(service: Service, advisor: AuthenticatedClient) -> None:
    async def both() -> tuple[object, object]:
        async with client_of(service, key) as client:
            return await asyncio.gather(
                recommend.asyncio(client=client, body=RecommendationRequest(text=PUMPS, country="FI", k=1)),
                list_ecosystems.asyncio(client=client, scopes=["national", "regional"], limit=1),
            )

    key = service.key("async@example.org", "advisor")
    ranking, listed = asyncio.run(both())
    assert isinstance(ranking, RecommendationAnswer)
    assert isinstance(listed, EcosystemsAnswer)
    shown = show_ecosystem.sync(client=advisor, ecosystem_id=ranking.items[0].ecosystem.id)
    assert isinstance(shown, EcosystemAnswer)
    assert shown.ecosystem.names["en"]


def test_the_example_of_its_page_runs(root: Path, service: Service, capsys: pytest.CaptureFixture[str]) -> None:
    [block] = re.findall(r"```python\n(.*?)```", (root / "client" / "README.md").read_text("utf-8"), re.DOTALL)
    told = block.replace("http://127.0.0.1:8000", service.address)
    told = told.replace("kumppani_…", service.key("reader@example.org", "advisor"))
    assert told.count(service.address) == 1
    names: dict[str, object] = {}
    exec(compile(told, "client/README.md", "exec"), names)  # noqa: S102 - the page is ours
    assert isinstance(names["kept"], VerdictsKept)
    assert capsys.readouterr().out.startswith("412 ")

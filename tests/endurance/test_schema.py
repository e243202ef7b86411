"""Whatever the description of the interface allows, and what it does not, is answered as it says, whoever asks.

Cases are generated from the description by schemathesis: bodies, parameters and paths that fit and that do not, for
every operation and every role, over a real socket. ``--full`` makes about 20,000.
"""

import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
import uvicorn
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from api.access import ROLES
from api.app import create_app
from api.settings import Settings
from api.workers import listening
from recommender.entities import OrganisationId
from recommender.store.nouns import Role
from tests.api.fakes import FakeServing
from tests.api.people import Headers, People
from tests.recommender.store.rows import company

pytestmark = pytest.mark.slow

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
IN_CI, IN_FULL = 2, 35
"""Cases of one operation and one role, for each way to generate them: such that fit, and such that do not."""
SCHEMA = schemathesis.openapi.from_dict(create_app(FakeServing, Settings()).openapi())
OPERATIONS = {found.ok().label: found.ok() for found in SCHEMA.get_all_operations() if isinstance(found, Ok)}
ENDS = {"DELETE /v1/sessions/current", "PUT /v1/me/password"}
"""What ends the sign-in that asks: for these, each case has its own."""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, People, dict[Role | None, Headers]]]:
    """Serve, and sign everybody in."""
    app = create_app(FakeServing, Settings(workspace=tmp_path_factory.mktemp("schema"), in_flight=64))
    with listening("127.0.0.1", 0) as listener:
        server = uvicorn.Server(uvicorn.Config(app, log_level="critical", timeout_graceful_shutdown=1))
        thread = threading.Thread(target=server.run, args=([listener],))
        thread.start()
        while not server.started:
            time.sleep(0.02)
        store = app.state.store
        for name in ("org-own", "org-other"):
            company(store, OrganisationId(name))
        people = People(store)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}", people, people.everybody(OrganisationId("org-own"))
        server.should_exit = True
        thread.join(timeout=20)


def modes(label: str) -> list[GenerationMode]:
    """Tell how cases can be generated: what takes nothing can be sent nothing that does not fit."""
    operation = OPERATIONS[label]
    takes = [*operation.body, *operation.path_parameters, *operation.query, *operation.headers]
    return list(GenerationMode) if takes else [GenerationMode.POSITIVE]


@pytest.mark.parametrize("role", ROLES, ids=str)
@pytest.mark.parametrize("label", sorted(OPERATIONS))
def test_every_case_is_answered_as_described(
    label: str, role: Role | None, served: tuple[str, People, dict[Role | None, Headers]], *, full: bool
) -> None:
    address, people, everybody = served

    def headers() -> Headers:
        return people.headers(people.users[role.value]) if role and label in ENDS else everybody[role]

    for mode in modes(label):
        strategy = OPERATIONS[label].as_strategy(generation_mode=mode)

        @settings(
            max_examples=IN_FULL if full else IN_CI,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=strategy)
        def ask(case: Case[Any]) -> None:
            answer = case.call(base_url=address, headers=headers())
            case.validate_response(answer, checks=CHECKS)

        ask()

import json
import re
import sys
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from pydantic import BaseModel

from api import openapi
from api.labels import reason_label
from api.openapi import TARGET, described
from api.schemas import examples
from api.schemas.ecosystems import EcosystemAnswer, EcosystemDetail, EcosystemsAnswer
from api.schemas.recommendations import RecommendationAnswer, RecommendationRequest
from api.schemas.service import Health, Version


def test_the_description_in_the_docs_is_current() -> None:
    assert TARGET.read_text("utf-8") == described(), "run `python -m api.openapi`"


def test_every_operation_has_examples_and_its_problems() -> None:
    document = json.loads(described())
    for path, operations in document["paths"].items():
        for operation in operations.values():
            answers = operation["responses"]
            (done,) = (status for status in answers if status.startswith("2") or status == "303")
            if done not in {"204", "303"} and "text/csv" not in answers[done]["content"]:
                reference = answers[done]["content"]["application/json"]["schema"]["$ref"]
                assert document["components"]["schemas"][reference.rpartition("/")[2]]["examples"], path
            assert all("application/problem+json" in answers[status]["content"] for status in answers if status >= "4")
            assert operation["summary"]
            assert operation["description"]


def test_every_operation_has_a_name_of_its_own_that_does_not_tell_its_address() -> None:
    operations = [each for path in json.loads(described())["paths"].values() for each in path.values()]
    names = [operation["operationId"] for operation in operations]
    assert len(set(names)) == len(names)
    assert [name for name in names if not re.fullmatch(r"[a-z]+(_[a-z]+)*", name) or "_v1_" in name] == []


def test_every_reference_leads_somewhere() -> None:
    document = json.loads(described())

    def references(part: object) -> set[str]:
        if isinstance(part, dict):
            own = {part["$ref"]} if isinstance(part.get("$ref"), str) else set()
            return own.union(*(references(value) for value in part.values()))
        return set().union(*(references(value) for value in part)) if isinstance(part, list) else set()

    found = references(document)
    assert found
    for reference in found:
        name = reference.removeprefix("#/components/schemas/")
        assert name in document["components"]["schemas"]


@pytest.mark.parametrize(
    "model",
    [RecommendationRequest, RecommendationAnswer, EcosystemsAnswer, EcosystemAnswer, EcosystemDetail, Health, Version],
)
def test_examples_are_what_the_schemas_say(model: type[BaseModel]) -> None:
    for example in model.model_json_schema().get("examples", [examples.DETAIL]):
        shown = model.model_validate_json(json.dumps(example)).model_dump(mode="json", exclude_unset=True)
        assert shown == example


def test_the_reasons_of_the_example_bear_their_labels() -> None:
    for example in RecommendationAnswer.model_json_schema()["examples"]:
        for item in RecommendationAnswer.model_validate_json(json.dumps(example)).items:
            assert [reason.label for reason in item.reasons] == [reason_label(r.name, "en") for r in item.reasons]


def test_the_example_question_is_answered(client: TestClient) -> None:
    schema = json.loads(described())["components"]["schemas"]["RecommendationRequest"]
    for example in schema["examples"]:
        assert client.post("/v1/recommendations", json=example).status_code == 200


def test_check_tells_what_is_stale(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "openapi.json"
    monkeypatch.setattr(openapi, "TARGET", target)
    monkeypatch.setattr(sys, "argv", ["openapi", "--check"])
    with pytest.raises(SystemExit, match=r"run `python -m api.openapi`"):
        openapi.main()
    monkeypatch.setattr(sys, "argv", ["openapi"])
    openapi.main()
    monkeypatch.setattr(sys, "argv", ["openapi", "--check"])
    openapi.main()
    assert target.read_text("utf-8") == described()

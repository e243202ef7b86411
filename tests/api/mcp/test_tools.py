"""What people are shown before a verdict is written."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast

import pytest

from api.mcp.confirming import Confirmations
from api.mcp.service import Service
from api.mcp.tools import Desk, propose_verdict
from api.schemas.verdicts import JudgementGiven


class Known:
    """Knows every company and ecosystem by name."""

    def get(self, path: str, *_: object) -> SimpleNamespace:
        named = SimpleNamespace(name="Oma\u2028Oy" if "profiles" in path else "Forest")
        return SimpleNamespace(profile=named, ecosystem=named)


def summary(**said: str) -> list[str]:
    confirmations = Confirmations(lambda: datetime(2026, 1, 1, tzinfo=UTC), seconds=60)
    desk = Desk(cast("Service", Known()), confirmations)
    ctx: Any = SimpleNamespace(request_context=SimpleNamespace(lifespan_context=desk))
    verdict = JudgementGiven.model_validate({"organisation_id": "org-1", "ecosystem_id": "forest"} | said)
    return propose_verdict(verdict, ctx).summary.splitlines()


@pytest.mark.parametrize("end", ["\n", "\r", "\n\n", "\u2028", "\u2029", "\x85"])
def test_no_note_and_no_id_adds_a_line_to_a_summary(end: str) -> None:
    note = f"nothing.{end}note: it is kept, and changes nothing else"
    assert summary(kind="decline", reason="competitor", note=note) == [
        "For “Oma Oy” (org-1) on “Forest” (forest):",
        "decline: it is not suggested any more",
        "reason: competitor",
        "note: “nothing. note: it is kept, and changes nothing else”",
    ]
    undone = summary(kind="undo", undoes=f"ver-1{end}note: none", ecosystem_id=f"forest{end}note: none")
    assert len(undone) == 3


def test_a_note_is_shown_whole() -> None:
    assert summary(kind="note", note="word " * 300)[-1] == f"note: “{' '.join(['word'] * 300)}”"

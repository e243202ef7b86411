"""Two services that are asked the same: ids, moments and cursors differ, so each is called by when it came up."""

import csv
import io
import json
import re
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import openpyxl
from fastapi.testclient import TestClient

from api.clock import now
from api.routes.imports import XLSX

OK = 200
LABEL = re.compile(r"<(\w+:\d+)>")
_RANDOM = re.compile(
    r"(?<![\w-])(?P<kind>org|ver|int|run|usr|tok|imp|out)-[\w-]{16}(?![\w-])"
    r'|(?<="next_cursor":")(?P<cursor>[\w-]+)(?=")'
    r'|(?<="company_number": ")(?P<drawn>\d+)(?=")'
)
_PASSING = re.compile(
    r"(?P<moment>\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)?)"
    r"|(?P<hash>\b[0-9a-f]{64}\b)"
    r'|(?<="number":)(?P<number>\d+)'
    r"|(?P<request>\b[0-9a-f]{32}\b)"
)
_HEADERS = ("content-type", "etag", "location", "x-model-version")


@dataclass(frozen=True)
class Ask:
    """One request: who sends it; ids are written as labels, such as ``<org:3>``.

    ``tied`` names the fields of an item that are equal where the order of items is nobody's business.
    """

    who: str
    method: str
    path: str
    body: object = None
    headers: Mapping[str, str] = field(default_factory=dict)
    tied: tuple[str, ...] = ()
    waits: bool = False
    """Whether to ask until the job that is shown has ended."""


@dataclass(frozen=True)
class Answer:
    """Status, headers and body, with labels for what is random; the body of JSON is parsed."""

    status: int
    headers: Mapping[str, str]
    body: Any

    @property
    def labels(self) -> list[str]:
        """Labels in the body, in order."""
        return LABEL.findall(json.dumps(self.body, ensure_ascii=False))


@dataclass
class Twin:
    """One of the services, its people's headers, and what it calls by which label."""

    client: TestClient
    people: Mapping[str, Mapping[str, str]]
    labels: dict[str, str] = field(default_factory=dict)
    real: dict[str, str] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)

    def ask(self, ask: Ask) -> Answer:
        """Send a request; what comes back bears labels."""
        answer = self._asked(ask)
        for _ in range(3000 if ask.waits else 0):
            if answer.status != OK or answer.body["state"] != "running":
                break
            time.sleep(0.02)
            answer = self._asked(ask)
        return answer

    def _asked(self, ask: Ask) -> Answer:
        body = ask.body
        content = body if isinstance(body, str) or body is None else json.dumps(body)
        kind = {} if body is None else {"Content-Type": "text/csv" if isinstance(body, str) else "application/json"}
        found = self.client.request(
            ask.method,
            self._spelt(ask.path),
            content=None if content is None else self._spelt(content),
            headers={**self.people[ask.who], **kind, **ask.headers},
        )
        headers = {name: self._labelled(found.headers[name]) for name in _HEADERS if name in found.headers}
        read = _READ.get(headers.get("content-type", "").partition(";")[0], bytes.decode)
        kept = read(found.content)
        return Answer(found.status_code, headers, json.loads(self._labelled(kept)) if kept else "")

    def _spelt(self, text: str) -> str:
        return LABEL.sub(lambda match: self.real.get(match[1], match[0]), text)

    def _labelled(self, text: str) -> str:
        text = _PASSING.sub(_said, text)
        text = text.replace(now().date().isoformat(), "«today»")
        return _RANDOM.sub(lambda match: f"<{self._label(match['kind'] or str(match.lastgroup), match[0])}>", text)

    def _label(self, kind: str, real: str) -> str:
        if kind == "cursor" or real not in self.labels:  # two lists may be cut at the same number
            label = f"{kind}:{self.counts[kind]}"
            self.counts[kind] += 1
            self.labels[real], self.real[label] = label, real
        return self.labels[real]


def alike(one: Answer, other: Answer, tied: tuple[str, ...] = ()) -> bool:
    """Whether two answers say the same, but for the order of items that are equal in the fields `tied`.

    Of those that tie with the last item of a list that was cut, another choice is the same answer too.
    """
    if not tied or one.status != other.status or one.status != OK:
        return one == other
    items, others = one.body["items"], other.body["items"]
    rest = [{**answer.body, "items": []} for answer in (one, other)]
    keys, other_keys = ([[item[name] for name in tied] for item in part] for part in (items, others))
    cut = one.body.get("next_cursor") or one.body.get("total", len(items)) > len(items)
    inner = [key for key in keys if not cut or key != keys[-1]]
    return (
        one.headers == other.headers
        and rest[0] == rest[1]
        and keys == other_keys
        and _sorted(items[: len(inner)], tied) == _sorted(others[: len(inner)], tied)
    )


def _sorted(items: list[dict[str, Any]], tied: tuple[str, ...]) -> list[str]:
    """Items without their ranks, those that tie in an order that depends on them alone."""
    told: list[tuple[int, str]] = []
    group = 0
    for place, item in enumerate(items):
        group += place > 0 and any(item[name] != items[place - 1][name] for name in tied)
        told.append((group, json.dumps({**item, "rank": None}, sort_keys=True)))
    return [text for _, text in sorted(told)]


def _said(match: re.Match[str]) -> str:
    """Say of what differs from service to service what kind of thing it is; numbers of rows may have gaps."""
    kind = next(name for name, found in match.groupdict().items() if found)
    return '"«number»"' if kind == "number" else f"«{kind}»"


def _of_csv(content: bytes) -> str:
    return _of_rows(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def _of_xlsx(content: bytes) -> str:
    sheet = openpyxl.load_workbook(io.BytesIO(content), read_only=True).worksheets[0]
    return _of_rows(sheet.iter_rows(values_only=True))


def _of_rows(rows: Iterable[Iterable[object]]) -> str:
    """Tell rows of a sheet as JSON, cells by their headings; those of the first line."""
    heading, *lines = ([str(cell) for cell in row] for row in rows)
    told = [dict(zip(heading, line, strict=True)) for line in lines]
    return json.dumps([{name: cell for name, cell in row.items() if name != "number"} for row in told])


_READ: Mapping[str, Callable[[bytes], str]] = {"text/csv": _of_csv, XLSX: _of_xlsx}

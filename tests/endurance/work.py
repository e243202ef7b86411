"""Work for a service, drawn from a seed: what advisors, companies, contacts and strangers do in a day."""

import json
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

import numpy as np

from tests.endurance.twins import OK, Answer, Ask

Steps = Generator[Ask, Answer, None]
KINDS = ("accept", "decline", "shortlist", "snooze", "note")
STAGES = ("suggested", "viewed", "contacted", "replied", "met", "agreement")
COUNTRIES = ("FI", "SE", "EE", "DE")
EXPORTS = ("verdicts", "companies", "funnel")
FAR = "2999-01-31"


@dataclass
class Work:
    """Draws cases, each a few requests; remembers the labels that answers brought.

    Parameters
    ----------
    said : gives a text on one of so many topics, of so many words
    ecosystems : their ids; the contact of the first is among the people
    smes : ids that the model knows
    """

    rng: np.random.Generator
    said: Callable[[int, int], str]
    topics: int
    ecosystems: Sequence[str]
    smes: Sequence[str]
    companies: list[str] = field(default_factory=list)
    verdicts: list[tuple[str, str, str]] = field(default_factory=list)
    interests: list[str] = field(default_factory=list)
    outcomes: list[str] = field(default_factory=list)
    keys: int = 0

    def cases(self, number: int) -> Iterator[tuple[str, Steps]]:
        """So many cases by name; the first ones make companies, so that there is something to work on."""
        kinds: dict[str, tuple[int, Callable[[], Steps]]] = {
            "profile made": (3, self.found), "profile changed": (3, self.changed), "stranger": (4, self.stranger),
            "past": (2, self.past), "call": (2, self.call), "company ranked": (4, self.ranked),
            "companies for an ecosystem": (3, self.demand), "search": (3, self.search), "verdicts": (5, self.judge),
            "pages": (3, self.pages), "export": (2, self.export), "intents": (1, self.intents),
            "interest": (3, self.interest), "outcomes": (2, self.outcome), "marks": (1, self.marks),
            "company read": (2, self.read), "import": (1, self.imported), "erased": (1, self.erased),
        }  # fmt: skip
        weights = np.array([weight for weight, _ in kinds.values()], dtype=float)
        for place in range(number):
            name = "profile made" if place < 4 else str(self.rng.choice(list(kinds), p=weights / weights.sum()))
            yield name, kinds[name][1]()

    def found(self) -> Steps:
        profile = {
            "name": f"{self.line(2)} Oy",
            "business_id": f"{self.rng.integers(60)}-{self.keys}",
            **self.profile(),
        }
        made = yield Ask("advisor", "POST", "/v1/profiles", profile, self.key())
        self.companies.append(_first(made, "org"))
        again = {**profile, "name": "The same again"}
        yield Ask("advisor", "POST", "/v1/profiles", again, self.key())  # 409: its business id is taken

    def changed(self) -> Steps:
        who = self.company()
        shown = yield Ask("advisor", "GET", f"/v1/profiles/{who}")
        patch = dict([self.pick(list(self.profile().items()))], needs=[self.line(3)])
        for _ in range(2):  # 412 the second time
            tag = {"If-Match": shown.headers.get("etag", '"none"')}
            yield Ask("advisor", "PATCH", f"/v1/profiles/{who}", patch, tag)
        yield Ask("advisor", "GET", f"/v1/profiles/{who}/versions")

    def stranger(self) -> Steps:
        yield Ask("nobody", "POST", "/v1/recommendations", {"text": self.text(), **self.wanted()})
        yield Ask("nobody", "POST", "/v1/recommendations", {"country": self.pick(COUNTRIES), **self.wanted()})

    def past(self) -> Steps:
        text = {"text": self.text()} if self.rng.random() < 0.5 else {}
        yield Ask("admin", "POST", "/v1/recommendations", {"sme_id": self.pick(self.smes), **text, **self.wanted()})

    def call(self) -> Steps:
        text = " ".join(self.text(40) for _ in range(6))
        yield Ask("nobody", "POST", "/v1/recommendations", {"text": text, "k": 50, "explain": True})

    def ranked(self) -> Steps:
        path = f"/v1/profiles/{self.company()}/recommendations"
        given = yield Ask("advisor", "POST", path, self.wanted())
        run = _first(given, "run")
        yield Ask("advisor", "GET", f"/v1/runs/{run}")
        yield Ask("advisor", "POST", f"/v1/runs/{run}/replay", {})

    def demand(self) -> Steps:
        for who in ("admin", "advisor", "contact"):
            path = f"/v1/ecosystems/{quote(self.ecosystem())}/companies?k={self.rng.integers(1, 101)}"
            yield Ask(who, "GET", path, tied=("odds", "place"))

    def search(self) -> Steps:
        for who in ("nobody", "admin"):
            asked = {"q": self.line(2), "limit": int(self.rng.integers(1, 60))}
            yield Ask(who, "GET", f"/v1/search?{urlencode(asked)}", tied=("score",))
        yield Ask("admin", "GET", "/v1/search?q=oy&limit=100", tied=("score",))

    def judge(self) -> Steps:
        pairs = [(self.company(), self.ecosystem(), self.pick(KINDS)) for _ in range(int(self.rng.integers(1, 5)))]
        items = [
            {"organisation_id": who, "ecosystem_id": which, "kind": kind, **self.needed(kind)}
            for who, which, kind in pairs
        ]
        given = yield Ask("advisor", "POST", "/v1/verdicts", {"items": items}, self.key())
        self.verdicts += [(f"<{label}>", *pair[:2]) for label, pair in zip(_of(given, "ver"), pairs, strict=False)]
        if self.verdicts and self.rng.random() < 0.5:
            undoes, who, which = self.pick(self.verdicts)
            undo = {"organisation_id": who, "ecosystem_id": which, "kind": "undo", "undoes": undoes}
            yield Ask("advisor", "POST", "/v1/verdicts", {"items": [undo]}, self.key())
        yield Ask("advisor", "GET", f"/v1/profiles/{pairs[0][0]}/shortlist")
        yield Ask("advisor", "POST", f"/v1/profiles/{pairs[0][0]}/recommendations", {"k": 20, "explain": False})

    def pages(self) -> Steps:
        lists = [
            f"/v1/ecosystems?countries={self.pick(COUNTRIES)}&", "/v1/ecosystems?", "/v1/profiles?", "/v1/audit?",
            "/v1/accounts?",
            *(f"/v1/profiles/{self.company()}/{what}?" for what in ("verdicts", "interests", "outcomes")),
        ]  # fmt: skip
        yield from self.paged(f"{self.pick(lists)}limit={self.rng.integers(3, 40)}", most=5)

    def paged(self, path: str, most: int) -> Steps:
        """Read a list page by page, `most` pages at most."""
        page = yield Ask("admin", "GET", path)
        for _ in range(most - 1):
            if page.status != OK or not page.body["next_cursor"]:
                return
            page = yield Ask("admin", "GET", f"{path}&cursor={page.body['next_cursor']}")

    def export(self) -> Steps:
        what, form = self.pick(EXPORTS), self.pick(("csv", "xlsx"))
        for who in ("admin", "scientist", "advisor"):
            yield Ask(who, "GET", f"/v1/exports/{what}?form={form}")

    def intents(self) -> Steps:
        path = f"/v1/profiles/{self.company()}/intents"
        said = {"kind": self.pick(("offer", "seek")), "text": self.text(), "until": self.pick((None, FAR))}
        made = yield Ask("advisor", "POST", path, said, self.key())
        yield Ask("advisor", "GET", path)
        if self.rng.random() < 0.5:
            yield Ask("advisor", "DELETE", f"{path}/{_first(made, 'int')}")
            yield Ask("advisor", "GET", path)

    def interest(self) -> Steps:
        who, mine = self.company(), self.ecosystems[0]
        which = mine if self.rng.random() < 0.7 else self.ecosystem()
        yield Ask("admin", "PUT", f"/v1/profiles/{who}/consent", {"contact_consent": self.rng.random() < 0.8})
        said = {"organisation_id": who, "ecosystem_id": which, "message": self.line(8)}
        made = yield Ask("advisor", "POST", "/v1/interests", said, self.key())
        self.interests += [f"<{label}>" for label in _of(made, "int")]
        if self.interests:
            chosen = self.pick(self.interests)
            yield Ask("contact", "POST", f"/v1/interests/{chosen}/answer", {"agrees": self.rng.random() < 0.5})
            if self.rng.random() < 0.3:
                yield Ask("advisor", "POST", f"/v1/interests/{self.pick(self.interests)}/withdrawal")
        yield Ask("contact", "GET", f"/v1/ecosystems/{quote(mine)}/interests?limit=100", tied=("day",))
        yield Ask("advisor", "GET", f"/v1/profiles/{who}/interests")

    def outcome(self) -> Steps:
        said = {"organisation_id": self.company(), "ecosystem_id": self.ecosystem(), "stage": self.pick(STAGES)}
        made = yield Ask("advisor", "POST", "/v1/outcomes", {**said, "day": "2024-02-01"}, self.key())
        self.outcomes += [f"<{label}>" for label in _of(made, "out")]
        if self.outcomes and self.rng.random() < 0.3:
            yield Ask("advisor", "POST", f"/v1/outcomes/{self.pick(self.outcomes)}/undo", headers=self.key())
        for who in ("admin", "scientist"):
            yield Ask(who, "GET", f"/v1/reports/funnel?country={self.pick(COUNTRIES)}")

    def marks(self) -> Steps:
        path = f"/v1/profiles/{self.company()}"
        yield Ask("admin", "PUT", f"{path}/objection", {"objected": self.rng.random() < 0.5})
        yield Ask("advisor", "PUT", f"{path}/sole-trader", {"sole_trader": self.rng.random() < 0.5})

    def read(self) -> Steps:
        path = f"/v1/profiles/{self.company()}"
        for what in ("", "/quality?language=fi", "/verdicts", "/data"):
            yield Ask("admin", "GET", f"{path}{what}")
        yield Ask("nobody", "GET", "/v1/disclosure?language=sv")

    def imported(self) -> Steps:
        lines = [f"{self.rng.integers(60)}-{n};{self.line(2)};{self.text()};FI" for n in range(3)]
        job = yield Ask("advisor", "POST", "/v1/imports", "\n".join(["id;name;text;country", *lines, "x;;;"]))
        yield Ask("advisor", "GET", f"/v1/imports/{_first(job, 'imp')}", waits=True)
        yield from self.paged("/v1/profiles?limit=100", most=100)  # in the order of entry: here they get their labels

    def erased(self) -> Steps:
        who = self.company()
        yield Ask("admin", "DELETE", f"/v1/profiles/{who}?confirm={who}")
        yield Ask("admin", "GET", f"/v1/profiles/{who}")

    def profile(self) -> dict[str, Any]:
        """What a company says, but for its name."""
        return {
            "country": self.pick(COUNTRIES),
            "size": self.pick(("micro", "small", "medium")),
            "text": self.text(),
            "offers": [self.line(3) for _ in range(int(self.rng.integers(3)))],
            "sme_id": self.pick((*self.smes[:20], "", "", "")),
        }

    def wanted(self) -> dict[str, Any]:
        """What a ranking shall look like."""
        filters = {"countries": [self.pick(COUNTRIES)]} if self.rng.random() < 0.3 else {}
        yes = {name: bool(self.rng.random() < 0.4) for name in ("explain", "include_known", "two_sided")}
        return {
            "k": int(self.rng.integers(1, 60)),
            "language": self.pick(("en", "fi", "sv")),
            "filters": filters,
            **yes,
        }

    def needed(self, kind: str) -> dict[str, Any]:
        """What a verdict of a kind needs beside it."""
        return {
            "decline": {"reason": self.pick(("too_early", "other_field"))}, "snooze": {"until": FAR},
            "note": {"note": self.line(5)},
        }.get(kind, {})  # fmt: skip

    def text(self, words: int = 30) -> str:
        """Some sentences."""
        return self.said(int(self.rng.integers(self.topics)), words)

    def line(self, words: int) -> str:
        """A few words."""
        return self.text(words).rstrip(".")

    def pick(self, among: Sequence[Any]) -> Any:  # noqa: ANN401 - one of what is given
        """One of these."""
        return among[int(self.rng.integers(len(among)))]

    def company(self) -> str:
        """One of the companies, be it erased by now."""
        return str(self.pick(self.companies))

    def ecosystem(self) -> str:
        """One of the ecosystems, mostly one of a few, so that companies meet there."""
        return str(self.pick(self.ecosystems if self.rng.random() < 0.5 else self.ecosystems[:5]))

    def key(self) -> dict[str, str]:
        """Make a header that no request had yet."""
        self.keys += 1
        return {"Idempotency-Key": f"key-{self.keys}"}


def _of(answer: Answer, kind: str) -> list[str]:
    """Labels of a kind in an answer, each once."""
    return [label for label in dict.fromkeys(answer.labels) if label.startswith(f"{kind}:")]


def _first(answer: Answer, kind: str) -> str:
    """The first label of a kind, in the body or the address that came with it; what is no id where there is none."""
    told = Answer(answer.status, {}, [answer.headers.get("location", ""), json.dumps(answer.body)])
    return f"<{found[0]}>" if (found := _of(told, kind)) else "none"

"""Verdicts, outcomes, undos, assignments, interests, erasures and swaps of the bundle in any order, against a model."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from recommender.entities import EcosystemId, OrganisationId
from recommender.errors import BundleMissingError, ConflictError, KumppaniError, StaleError, UnknownIdError
from recommender.publishing import Shelf
from recommender.store import assignments, audit, companies, erasure, interests, outcomes, runs, verdicts
from recommender.store.companies import Mark
from recommender.store.nouns import (
    CompanyProfile,
    DeclineReason,
    InterestState,
    Judgement,
    Reached,
    Role,
    RunId,
    Stage,
    UserId,
    VerdictKind,
)
from recommender.store.store import Store
from recommender.store.writer import Transaction
from tests.databases import START, Clock, fresh_postgresql
from tests.recommender.bundles import publish, whole
from tests.recommender.store.model import Said
from tests.recommender.store.rows import ADVISOR, FOREST, WATER, account

ECOSYSTEMS = st.sampled_from([WATER, FOREST])
JUDGING = st.sampled_from([VerdictKind.ACCEPT, VerdictKind.DECLINE, VerdictKind.SHORTLIST])
PICK = st.integers(0, 100)
BUNDLES = st.sampled_from(["bundle-a", "bundle-b", "bundle-c", "bundle-d"])
KEPT = 3
"""Bundles that stay published."""
GONE = OrganisationId("org-gone")


class Machine(RuleBasedStateMachine):
    """The store and the shelf beside the model."""

    def __init__(self, home: Callable[[], tuple[str, Path]]) -> None:
        super().__init__()
        url, folder = home()
        self.store = Store.open(url, Clock())
        self.shelf = Shelf(folder, KEPT)
        self.published: list[str] = []
        self.model: dict[OrganisationId, Said] = {}
        self.erased: list[RunId] = []
        self.lines = 0
        account(self.store, ADVISOR, Role.ADVISOR)
        self.found()
        self.found()  # what is done to one company shall leave another alone

    def teardown(self) -> None:
        self.store.close()

    def write(self, work: Callable[[Transaction], Any], lines: int = 1) -> Any:  # noqa: ANN401 - as the work
        done = self.store.write(work)
        self.lines += lines
        return done

    def refused(self, fault: type[KumppaniError], work: Callable[[Transaction], Any]) -> None:
        with pytest.raises(fault):
            self.store.write(work)

    def pick(self, number: int) -> tuple[OrganisationId, Said]:
        return list(self.model.items())[number % len(self.model)]

    @rule()
    def found(self) -> None:
        said = partial(companies.create, profile=CompanyProfile("A Oy", "FI"), author=ADVISOR)
        self.model[self.write(said).id] = Said()

    @precondition(lambda self: self.model)
    @rule(number=PICK, stale=st.booleans())
    def revise(self, number: int, *, stale: bool) -> None:
        who, said = self.pick(number)
        profile = CompanyProfile("A Oy", "FI", text=f"Version {said.version + 1}")
        work = partial(companies.revise, organisation_id=who, profile=profile, author=ADVISOR)
        if stale:
            self.refused(StaleError, partial(work, expected=said.version - 1))
        else:
            said.version = self.write(partial(work, expected=said.version)).version

    @precondition(lambda self: self.model)
    @rule(number=PICK, ecosystem_id=ECOSYSTEMS, kind=JUDGING)
    def judge(self, number: int, ecosystem_id: EcosystemId, kind: VerdictKind) -> None:
        who, said = self.pick(number)
        judgement = Judgement(who, ecosystem_id, kind, DeclineReason.OTHER if kind is VerdictKind.DECLINE else None)
        [given] = self.write(partial(verdicts.give, judgements=[judgement], author=ADVISOR))
        said.verdicts.append([given.id, ecosystem_id, kind, False])

    @precondition(lambda self: any(said.verdicts for said in self.model.values()))
    @rule(number=PICK, which=PICK)
    def undo(self, number: int, which: int) -> None:
        judged = [(who, said) for who, said in self.model.items() if said.verdicts]
        who, said = judged[number % len(judged)]
        given = said.verdicts[which % len(said.verdicts)]
        undo = Judgement(who, given[1], VerdictKind.UNDO, undoes=given[0])
        work = partial(verdicts.give, judgements=[undo], author=ADVISOR)
        if given[3]:
            self.refused(ConflictError, work)
        else:
            self.write(work)
            given[3] = True

    @precondition(lambda self: self.model)
    @rule(number=PICK, ecosystem_id=ECOSYSTEMS, stage=st.sampled_from([s for s in Stage if s is not Stage.RDI]))
    def tell(self, number: int, ecosystem_id: EcosystemId, stage: Stage) -> None:
        who, said = self.pick(number)
        reached = Reached(who, ecosystem_id, stage, START.date())
        told = self.write(partial(outcomes.record, reached=reached, author=ADVISOR))
        said.outcomes.append([told.id, ecosystem_id, stage, False])

    @precondition(lambda self: any(said.outcomes for said in self.model.values()))
    @rule(number=PICK, which=PICK)
    def take_back(self, number: int, which: int) -> None:
        telling = [said for said in self.model.values() if said.outcomes]
        told = telling[number % len(telling)].outcomes
        given = told[which % len(told)]
        work = partial(outcomes.undo, outcome_id=given[0], author=ADVISOR)
        if given[3]:
            self.refused(ConflictError, work)
        else:
            undo = self.write(work)
            self.refused(ConflictError, partial(outcomes.undo, outcome_id=undo.id, author=ADVISOR))
            given[3] = True

    @precondition(lambda self: self.model)
    @rule(number=PICK, to=st.booleans())
    def assign(self, number: int, *, to: bool) -> None:
        who, said = self.pick(number)
        act = assignments.assign if to else assignments.unassign
        work = partial(act, organisation_id=who, user_id=ADVISOR, actor="usr-admin")
        self.write(work, lines=int(said.assigned != to))
        said.assigned = to

    @rule(name=BUNDLES)
    def swap(self, name: str) -> None:
        assert publish(self.shelf, name) == name
        self.published = [*(other for other in self.published if other != name), name][-KEPT:]

    @rule(to=st.none() | BUNDLES)
    def roll_back(self, to: str | None) -> None:
        earlier = self.published[-2] if to is None and len(self.published) > 1 else to
        if earlier not in self.published:
            with pytest.raises(BundleMissingError):
                self.shelf.rollback(to)
            return
        assert self.shelf.rollback(to) == earlier
        place = self.published.index(earlier) + 1
        self.published = [*self.published[place:], *self.published[:place]]

    @precondition(lambda self: self.model and self.published)
    @rule(number=PICK)
    def rank(self, number: int) -> None:
        who, said = self.pick(number)
        given = runs.Given(who, self.shelf.current().name, {"version": said.version}, {"items": []})
        said.runs[self.write(partial(runs.keep, given=given, author=ADVISOR)).id] = self.published[-1]

    @precondition(lambda self: self.model)
    @rule(number=PICK, holds=st.booleans())
    def consent(self, number: int, *, holds: bool) -> None:
        who, said = self.pick(number)
        work = partial(companies.mark, organisation_id=who, as_=Mark.CONTACT_CONSENT, holds=holds, actor=ADVISOR)
        self.write(work, lines=int(said.consents != holds))
        said.consents = holds

    @precondition(lambda self: self.model)
    @rule(number=PICK, ecosystem_id=ECOSYSTEMS)
    def express(self, number: int, ecosystem_id: EcosystemId) -> None:
        who, said = self.pick(number)
        work = partial(interests.express, organisation_id=who, ecosystem_id=ecosystem_id, message="", author=ADVISOR)
        free = said.state(ecosystem_id) is InterestState.WITHDRAWN
        if said.consents and free and said.last(ecosystem_id) is not VerdictKind.DECLINE:
            said.interests[ecosystem_id] = (self.write(work).id, InterestState.OPEN)
        else:
            self.refused(ConflictError, work)

    @precondition(lambda self: any(said.interests for said in self.model.values()))
    @rule(number=PICK, ecosystem_id=ECOSYSTEMS, to=st.sampled_from(["agreed", "declined", "withdrawn"]))
    def settle(self, number: int, ecosystem_id: EcosystemId, to: str) -> None:
        who, said = self.pick(number)
        if ecosystem_id not in said.interests:
            return
        (interest_id, state), target = said.interests[ecosystem_id], InterestState(to)
        if target is InterestState.WITHDRAWN:
            work: Callable[[Transaction], Any] = partial(interests.withdraw, interest_id=interest_id, author=ADVISOR)
            fault: type[KumppaniError] | None = ConflictError
            if state in {InterestState.OPEN, InterestState.AGREED}:
                fault = None
        else:
            yes = target is InterestState.AGREED
            asked = partial(interests.answer, interest_id=interest_id, ecosystem_id=ecosystem_id, agrees=yes)
            work = partial(asked, author=UserId("usr-flagship"))
            hidden = state is InterestState.WITHDRAWN or not said.consents
            fault = UnknownIdError if hidden else None if state is InterestState.OPEN else ConflictError
        if fault is None:
            self.write(work)
            said.interests[ecosystem_id] = (interest_id, target)
        else:
            self.refused(fault, work)
        assert who in self.model

    @precondition(lambda self: self.model)
    @rule(number=PICK)
    def erase(self, number: int) -> None:
        who, said = self.pick(number)
        self.erased += said.runs
        work = partial(erasure.erase, organisation_id=who, author=ADVISOR)
        self.write(work)
        self.refused(UnknownIdError, work)
        del self.model[who]

    @invariant()
    def the_store_says_what_the_model_says(self) -> None:
        shown = dict.fromkeys(interests.SHOWN, 0)
        with self.store.reading() as connection:
            for who, said in self.model.items():
                assert companies.read(connection, who).version == said.version
                held = {pair for pair in (WATER, FOREST) if said.last(pair) in {"accept", "shortlist"}}
                assert {standing.ecosystem_id for standing in verdicts.shortlist(connection, who)} == held
                silent = {pair for pair in (WATER, FOREST)
                          if said.last(pair) == "decline" or said.state(pair) == "declined"}  # fmt: skip
                assert verdicts.silenced(connection, who, day=START.date()) == silent
                found = [(v.id, v.undone) for v in verdicts.listed(connection, who) if v.judgement.kind != "undo"]
                assert found == [(given, undone) for given, _, _, undone in said.verdicts]
                if said.consents and said.state(WATER) in shown:
                    shown[said.state(WATER)] += 1
            assert interests.counts(connection, WATER) == shown
            reached = [list(Stage).index(stage) for said in self.model.values() for stage in said.reached()]
            steps = outcomes.funnel(connection, outcomes.Cohort()).steps
            assert [step.count for step in steps] == [sum(one >= n for one in reached) for n in range(len(steps))]
            for run, model in ((run, model) for said in self.model.values() for run, model in said.runs.items()):
                assert runs.read(connection, run).model == model  # whatever serves by now
            for run in self.erased:
                with pytest.raises(UnknownIdError):
                    runs.read(connection, run)
            looked_after = {who for who, said in self.model.items() if said.assigned}
            assert assignments.assigned(connection, ADVISOR) == looked_after
            with pytest.raises(UnknownIdError):
                companies.read(connection, GONE)
            assert audit.verify(connection) == self.lines

    @invariant()
    def the_shelf_holds_what_the_model_holds(self) -> None:
        assert list(self.shelf.published()) == self.published
        assert all(whole(self.shelf.folder / name) for name in self.published)
        if not self.published:
            with pytest.raises(BundleMissingError):
                self.shelf.current()


def walked(kind: str, folder: Path, request: pytest.FixtureRequest, examples: int, steps: int) -> None:
    numbers = iter(range(10_000))
    server = request.getfixturevalue("postgresql") if kind == "postgresql" else ""

    def home() -> tuple[str, Path]:
        number = next(numbers)
        url = fresh_postgresql(server) if server else f"sqlite:///{folder / f'{number}.sqlite'}"
        return url, folder / f"bundles-{number}"

    wanted = settings(
        max_examples=examples, stateful_step_count=steps, suppress_health_check=list(HealthCheck), deadline=None
    )
    run_state_machine_as_test(lambda: Machine(home), settings=wanted)  # type: ignore[arg-type]  # whatever makes one


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_the_store_does_what_the_model_does(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    walked(kind, tmp_path, request, examples=20, steps=25)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_the_store_does_what_the_model_does_for_long(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    walked(kind, tmp_path, request, examples=60, steps=60)

"""One trial: the product, and peers beside it, fitted before each cutoff and judged on the period that followed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from importlib.metadata import version

from recommender.errors import InputError, TrainingError
from recommender.pipeline import Recommender
from recommender.workspace import Workspace
from training.evaluation.contest import Contest, contest
from training.evaluation.findings import PRODUCT, Findings, Measured, PeriodFindings, pool
from training.evaluation.languages import agreement
from training.evaluation.reciprocity import reciprocity
from training.evaluation.runs import Run, Setting, product_run
from training.evaluation.tasks import DEVELOPMENT, ROLLING, tasks_in
from training.experiment import Places, TrainConfig, day_after, encoders, fingerprints, fitted
from training.fitting.facts import Facts
from training.fitting.materials import Materials, Say
from training.fitting.world import world_at
from training.peers.base import PeerKind
from training.splitting.windows import Window, year_after, years_before

ENOUGH = 30
"""Queries of a task in an earlier year, at least, to choose the values of peers on; fewer where fewer are judged."""


@dataclass(frozen=True)
class Plan:
    """What to judge: the days to fit before (the usual ones if none), the seed, queries a task at most, the peers."""

    cutoffs: Sequence[date] = ()
    seed: int = 0
    most: int = 1000
    kinds: Mapping[str, PeerKind] = field(default_factory=dict)


@dataclass(frozen=True)
class Trial:
    """Findings, and the tasks with their runs."""

    findings: Findings
    judged: tuple[Measured, ...]


def trial(places: Places, config: TrainConfig, plan: Plan, say: Say) -> Trial:
    """Judge on the period after each cutoff: a year, or what the data hold of it.

    Raises
    ------
    WorkspaceError, EncoderError
        If the parts cannot be read or built.
    InputError
        If the data end before a cutoff that was named.
    TrainingError
        If there is too little to learn from or to judge on.
    """
    tables = places.workspace.tables()
    end = day_after(tables)
    periods: list[PeriodFindings] = []
    judged: list[Measured] = []
    for window in periods_after(plan.cutoffs, end):
        try:
            found, parts = _judge(window, places, config, plan, say)
        except TrainingError as problem:
            if plan.cutoffs:
                raise
            say(f"left out {window.start}: {problem}")
            continue
        periods.append(found)
        judged += parts
    if not judged:
        raise TrainingError(
            f"None of the usual periods can be judged on these data, which end before {end}; name a day with --cutoff."
        )
    findings = Findings(
        version=version("kumppani"),
        config=config.model_dump(mode="json"),
        seed=plan.seed,
        most=plan.most,
        data=fingerprints(Facts.of(places.workspace.tables(max(p.end for p in periods)), max(p.end for p in periods))),
        periods=tuple(periods),
        pooled=pool(judged, plan.seed),
    )
    return Trial(findings, tuple(judged))


def periods_after(cutoffs: Sequence[date], end: date) -> Iterator[Window]:
    """Periods after the cutoffs, earliest first; that of the development ends where the last judgement's begins.

    Raises
    ------
    InputError
        If the data end before a cutoff.
    """
    late = [day for day in cutoffs if day >= end]
    if late:
        raise InputError(f"Nothing is known from the cutoff {min(late)} on; the data end before {end}.")
    usual = {window.start: window for window in (*ROLLING, DEVELOPMENT)}
    for day in sorted(set(cutoffs) or set(usual)):
        window = usual.get(day) or year_after(day)
        if day < end:
            yield Window(day, min(window.end, end))


@dataclass(frozen=True)
class Period:
    """A window, what was known when it began, and what was known when it was over."""

    window: Window
    past: Facts
    future: Facts

    @classmethod
    def of(cls, window: Window, workspace: Workspace) -> "Period":
        """Read what a workspace tells of it."""
        past, future = (Facts.of(workspace.tables(day), day) for day in (window.start, window.end))
        return cls(window, past, future)


def judged_product(
    period: Period, materials: Materials, config: TrainConfig, plan: Plan, say: Say
) -> tuple[Recommender, Setting, dict[str, Run]]:
    """Fit the product on `materials`, which hold the period's past, and ask it what SMEs asked in the period.

    Returns
    -------
    product
    setting
    runs : by task

    Raises
    ------
    TrainingError
        If there is too little to learn from or to judge on.
    """
    window = period.window
    made = fitted(materials, window.start, config, say)
    recommender = replace(made.recommender, encoder=materials.encoder_at(window.start))
    tasks = tuple(tasks_in(window, period.future, recommender.world, most=plan.most, seed=plan.seed))
    if not tasks:
        raise TrainingError(f"No SME found an ecosystem from {window.start} to {window.end}; choose another cutoff.")
    near = config.fit.pipeline.near
    now = Setting(window, tasks, period.future, recommender.world, recommender.encoder, near, made.learned)
    return recommender, now, {task.name: product_run(recommender, task) for task in tasks}


def _judge(
    window: Window, places: Places, config: TrainConfig, plan: Plan, say: Say
) -> tuple[PeriodFindings, list[Measured]]:
    period = Period.of(window, places.workspace)
    past = period.past
    materials = Materials(past, encoders(places, past, config), plan.seed)
    recommender, now, product = judged_product(period, materials, config, plan, say)
    runs = {task.name: {PRODUCT: product[task.name]} for task in now.tasks}
    held = Contest({}, {})
    if plan.kinds:
        held = contest(plan.kinds, _earlier(now, materials, config, plan, say), now, say)
    for peer, by_task in held.runs.items():
        for name, run in by_task.items():
            runs[name][peer] = run
    sides = {task.name: reciprocity(recommender, task, product[task.name].rankings) for task in now.tasks}
    judged = [Measured(task, runs[task.name], now, sides[task.name]) for task in now.tasks]
    return _told(now, past, judged, held, agreement(recommender), plan.seed), judged


def _earlier(now: Setting, materials: Materials, config: TrainConfig, plan: Plan, say: Say) -> list[Setting]:
    """Give the periods that the values of peers are chosen on: for each task the latest year that asks enough."""
    years, wanted, found = years_before(now.window.start, config.fit.windows), {task.name for task in now.tasks}, []
    learned = [materials.examples(year, config.fit, say) for year in years]
    for place in reversed(range(len(years))):
        if not wanted:
            break
        if learned[place] is None:
            continue
        year, encoder = years[place], materials.encoder_at(years[place].start)
        world = world_at(year.start, materials.facts, encoder, config.fit)
        asked = tasks_in(year, materials.facts, world, most=plan.most, seed=plan.seed)
        if tasks := tuple(t for t in asked if t.name in wanted and len(t.queries) >= min(ENOUGH, plan.most // 2)):
            examples = [part for part in learned[:place] if part is not None]
            found.append(Setting(year, tasks, materials.facts, world, encoder, now.near, examples))
            wanted -= {task.name for task in tasks}
    if wanted:
        say(f"no earlier year asks {' and '.join(sorted(wanted))} often enough: peers take their usual values there")
    return found


def _told(
    now: Setting, past: Facts, judged: list[Measured], held: Contest, languages: dict[str, float], seed: int
) -> PeriodFindings:
    return PeriodFindings(
        cutoff=now.window.start,
        end=now.window.end,
        data=fingerprints(past),
        ecosystems=len(now.world.catalogue),
        tasks={part.task.name: part.findings(seed) for part in judged},
        pooled=pool(judged, seed),
        languages=languages,
        choices={
            peer: {task: dict(values) for task, values in by_task.items()} for peer, by_task in held.choices.items()
        },
    )

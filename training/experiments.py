"""Experiments: variants of a config, judged on the same questions of the same periods."""

from collections.abc import Mapping, Sequence
from datetime import date
from importlib.metadata import version
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from recommender.errors import FileMissingError
from recommender.workspace import write_text_atomically
from training.configuration import read_as
from training.evaluation.measures import MEASURES, per_query
from training.evaluation.runs import Run
from training.evaluation.tasks import Task
from training.evaluation.variants import JudgedTask, Outcome, outcome
from training.experiment import Places, TrainConfig, day_after, encoders, fingerprints
from training.fitting.materials import Materials, Say
from training.trial import Period, Plan, judged_product, periods_after

CONFIG, RESULT = "config.toml", "result.json"


class ExperimentConfig(BaseModel):
    """What ``config.toml`` of an experiment holds.

    ``cutoffs`` are the days to fit before, ``queries`` how many a task has at most; ``variants`` are trainings by name,
    of which the first is what the others are compared with.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    question: str = Field(min_length=1)
    cutoffs: tuple[date, ...] = Field(min_length=1)
    queries: int = Field(default=300, ge=1)
    seed: int = Field(default=0, ge=0)
    variants: dict[str, TrainConfig] = Field(min_length=1)


class PeriodResult(BaseModel):
    """A period: what was known when it began, and what came out, task by task and pooled."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    cutoff: date
    end: date
    data: dict[str, str]
    tasks: dict[str, Outcome]
    pooled: Outcome


class ExperimentResult(BaseModel):
    """What ``result.json`` of an experiment holds; equal data, config and version give equal results.

    ``tasks`` are pooled over the periods, ``pooled`` over periods and tasks.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: int = 1
    version: str
    config: ExperimentConfig
    periods: tuple[PeriodResult, ...]
    tasks: dict[str, Outcome]
    pooled: Outcome

    @property
    def parts(self) -> dict[str, Outcome]:
        """All outcomes by what they are of, the widest first; none of them twice."""
        whole = {"all cutoffs and tasks": self.pooled}
        whole |= {f"{task}, all cutoffs": found for task, found in self.tasks.items()}
        parts: dict[str, Outcome] = {}
        for period in self.periods:
            span = f"{period.cutoff} to {period.end}"
            parts |= {f"{span}, all tasks": period.pooled}
            parts |= {f"{span}, {task}": found for task, found in period.tasks.items()}
        return whole | parts if len(self.periods) > 1 else parts


def read_experiment(folder: Path) -> ExperimentConfig:
    """Read the config in the folder of an experiment.

    Raises
    ------
    SourceError
        If it is missing, no TOML, or names what does not exist.
    """
    return read_as(ExperimentConfig, folder / CONFIG)


def run_experiment(places: Places, config: ExperimentConfig, say: Say) -> ExperimentResult:
    """Judge all variants, period by period.

    Raises
    ------
    WorkspaceError, EncoderError
        If the parts cannot be read or built.
    InputError
        If the data end before a cutoff.
    TrainingError
        If there is too little to learn from or to judge on.
    """
    periods: list[PeriodResult] = []
    judged: list[JudgedTask] = []
    for window in periods_after(config.cutoffs, day_after(places.workspace.tables())):
        period = Period.of(window, places.workspace)
        found = _judged(period, places, config, say)
        judged += found
        periods.append(
            PeriodResult(
                cutoff=window.start,
                end=window.end,
                data=fingerprints(period.past),
                tasks={part.task: outcome([part], config.seed) for part in found},
                pooled=outcome(found, config.seed),
            )
        )
    names = dict.fromkeys(part.task for part in judged)
    return ExperimentResult(
        version=version("kumppani"),
        config=config,
        periods=tuple(periods),
        tasks={name: outcome([part for part in judged if part.task == name], config.seed) for name in names},
        pooled=outcome(judged, config.seed),
    )


def write_result(folder: Path, result: ExperimentResult) -> Path:
    """Write what came out beside the config; return the file.

    Raises
    ------
    FileMissingError
        If the folder cannot be written.
    """
    path = folder / RESULT
    try:
        write_text_atomically(path, result.model_dump_json(indent=1) + "\n")
    except OSError as error:
        raise FileMissingError(
            f"{path} cannot be written ({error.strerror or error}); make the folder writable, or copy it."
        ) from error
    return path


def _judged(period: Period, places: Places, config: ExperimentConfig, say: Say) -> list[JudgedTask]:
    """Judge every variant on the tasks of a period."""
    runs: dict[str, dict[str, Run]] = {}
    tasks: tuple[Task, ...] = ()  # the same for all variants: facts alone decide what was asked and found
    for names in _alike(config.variants):
        tasks, found = _runs(period, places, config, names, say)
        runs |= found
    return [
        JudgedTask(
            period.window.start,
            task.name,
            tuple(task.clusters[query.id] for query in task.queries),
            {name: per_query(runs[name][task.name].rankings, task.qrels, MEASURES) for name in config.variants},
        )
        for task in tasks
    ]


def _alike(variants: Mapping[str, TrainConfig]) -> list[list[str]]:
    """Group the variants that differ only in how their ranker is fitted."""
    groups: dict[tuple[object, ...], list[str]] = {}
    for name, config in variants.items():
        groups.setdefault((config.encoder, config.sentences, config.fit.materials), []).append(name)
    return list(groups.values())


def _runs(
    period: Period, places: Places, config: ExperimentConfig, names: Sequence[str], say: Say
) -> tuple[tuple[Task, ...], dict[str, dict[str, Run]]]:
    """Ask variants that share their materials, which are let go at the end."""
    encoder_at = encoders(places, period.past, config.variants[names[0]])
    materials, plan = Materials(period.past, encoder_at, config.seed), Plan(seed=config.seed, most=config.queries)
    runs: dict[str, dict[str, Run]] = {}
    tasks: tuple[Task, ...] = ()
    for name in names:
        say(f"variant {name}")
        _, now, runs[name] = judged_product(period, materials, config.variants[name], plan, say)
        tasks = now.tasks
    return tasks, runs

"""What a benchmark or a drill tells: timings, and one table of targets, floors, values and verdicts."""

import math
import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

HEAD = "| what | target | floor | value | value / floor | verdict |\n| --- | ---: | ---: | ---: | ---: | --- |"

_TINY = 1e-4


@dataclass(frozen=True)
class Row:
    """One thing measured, in a unit; the floor is what its parts alone took in the same run, where there is one.

    ``least`` means that the target is the least that will do, else it is the most. ``judged`` is false where the size
    was reduced: the figure is then shown, with no verdict, as it is where there is no target.
    """

    what: str
    target: float | None
    floor: float | None
    value: float
    unit: str
    least: bool = False
    judged: bool = True

    @property
    def held(self) -> bool:
        """Whether the value meets the target, if there is one."""
        if self.target is None:
            return True
        return self.value >= self.target if self.least else self.value <= self.target

    @property
    def verdict(self) -> str:
        """``held``, ``missed``, or that the size was reduced or nothing is asked for."""
        if self.target is None:
            return "no target"
        return ("held" if self.held else "missed") if self.judged else "reduced, not judged"

    def __str__(self) -> str:
        bound = "≥" if self.least else "≤"
        floor = "" if self.floor is None else f"{_figure(self.floor)} {self.unit}"
        ratio = "" if not self.floor else f"{self.value / self.floor:.2f}"
        target = "" if self.target is None else f"{bound} {_figure(self.target)} {self.unit}"
        value = f"{_figure(self.value)} {self.unit}"
        return "| " + " | ".join(cell.strip() for cell in (self.what, target, floor, value, ratio, self.verdict)) + " |"


@dataclass(frozen=True)
class Table:
    """Rows under a title; printed at the end of the tests that filled it."""

    title: str
    rows: list[Row]

    def add(self, *rows: Row) -> None:
        """Put rows at the end."""
        self.rows.extend(rows)

    def __str__(self) -> str:
        return "\n".join((self.title, "", HEAD, *map(str, self.rows)))


@dataclass(frozen=True)
class Timings:
    """Milliseconds of each round."""

    each: tuple[float, ...]

    @property
    def median(self) -> float:
        """Half of the rounds took no longer."""
        return statistics.median(self.each)

    def quantile(self, share: float) -> float:
        """This share of the rounds took no longer (nearest rank)."""
        return sorted(self.each)[math.ceil(share * len(self.each)) - 1]


def timed(call: Callable[[], object], rounds: int, *, warm: int = 2) -> Timings:
    """Time `rounds` calls, after a few that are not counted."""
    for _ in range(warm):
        call()
    return Timings(tuple(_milliseconds(call) for _ in range(rounds)))


def interleaved(calls: Iterable[Callable[[], object]], rounds: int, *, warm: int = 2) -> list[Timings]:
    """Time several calls in turn, so that a busy machine is as busy for each of them."""
    calls = tuple(calls)
    for call in calls * warm:
        call()
    turns = [[_milliseconds(call) for call in calls] for _ in range(rounds)]
    return [Timings(each) for each in zip(*turns, strict=True)]


def peak_memory() -> float:
    """Most memory that this process has held so far, in MiB."""
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text("utf-8").splitlines())
    return int(status["VmHWM"].split()[0]) / 1024


def _milliseconds(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return 1000 * (time.perf_counter() - start)


def _figure(value: float) -> str:
    """Three digits that count, more before the point, no useless zeros; as a power of ten where there are many."""
    if value == 0 or not math.isfinite(value) or abs(value) < _TINY:
        return f"{value:.2g}"
    digits = max(0, 2 - math.floor(math.log10(abs(value))))
    shown = f"{value:,.{digits}f}"
    return shown.rstrip("0").rstrip(".") if "." in shown else shown

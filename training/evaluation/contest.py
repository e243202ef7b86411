"""Peers in a contest: each with the values that did best in a period before the one that is told."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from training.evaluation.measures import means
from training.evaluation.runs import Run, Setting, peer_run
from training.evaluation.tasks import Task
from training.peers.base import Peer, PeerKind, Values

CRITERION = "ndcg_10"


@dataclass(frozen=True)
class Contest:
    """Runs by peer and task, and the values chosen for each."""

    runs: Mapping[str, Mapping[str, Run]]
    choices: Mapping[str, Mapping[str, Values]]


def contest(
    kinds: Mapping[str, PeerKind], before: Sequence[Setting], now: Setting, say: Callable[[str], None]
) -> Contest:
    """Choose the values of each peer on `before`, task by task, then fit and run it on `now`.

    Parameters
    ----------
    before : earlier periods with the tasks that are chosen for on each; a task that none has takes the first values of
        the grid
    """
    runs: dict[str, dict[str, Run]] = {}
    choices: dict[str, dict[str, Values]] = {}
    for name, kind in kinds.items():
        if kind.learns and not now.examples:
            say(f"left out peer {name}: there is no earlier period to learn from")
            continue
        best = {task: values for setting in before for task, values in chosen(kind, setting).items()}
        choices[name] = {task.name: best.get(task.name, kind.grid[0]) for task in now.tasks}
        peers = _Fitting(kind, now)
        runs[name] = {task.name: peer_run(peers.at(choices[name][task.name]), now, task) for task in now.tasks}
        say(f"peer {name}")
    return Contest(runs, choices)


def chosen(kind: PeerKind, setting: Setting) -> dict[str, Values]:
    """Values with the best nDCG@10 in each task of a period; the earlier in the grid where they are equal."""
    if len(kind.grid) == 1:
        return {task.name: kind.grid[0] for task in setting.tasks}
    if kind.learns and not setting.examples:
        return {}
    found: dict[str, list[float]] = {task.name: [] for task in setting.tasks}
    for values in kind.grid:
        peer = _Fitting(kind, setting).at(values)
        for task in setting.tasks:
            found[task.name].append(_criterion(peer, setting, task))
    return {name: kind.grid[scores.index(max(scores))] for name, scores in found.items()}


def _criterion(peer: Peer, setting: Setting, task: Task) -> float:
    return means(peer_run(peer, setting, task).rankings, task.qrels)[CRITERION]


class _Fitting:
    """Fits a kind once for equal values."""

    def __init__(self, kind: PeerKind, setting: Setting) -> None:
        self._kind, self._setting = kind, setting
        self._made: dict[tuple[tuple[str, float], ...], Peer] = {}

    def at(self, values: Values) -> Peer:
        key = tuple(sorted(values.items()))
        if key not in self._made:
            setting = self._setting
            examples = setting.examples if self._kind.learns else ()
            self._made[key] = self._kind.fit(setting.world, setting.window.start, values, examples=examples)
        return self._made[key]

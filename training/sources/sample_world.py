"""How fictional SMEs come to work with ecosystems: people meet at yearly events, talk, and bring those they know.

The process knows hidden competences, sociability, distance and acquaintance. It never compares texts, and it is not
what any ranker here computes: chance, crowding and word of mouth decide as much as fit does.
"""

import math
import tomllib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib import resources
from itertools import pairwise
from random import Random

from recommender.entities import Ecosystem, Scope

FIRST_YEAR, LAST_DAY = 2016, date(2026, 10, 31)
EVENTS_A_YEAR = 2
INDIFFERENT = 0.08
"""What an ecosystem wants of a field that none of its themes names."""


@dataclass(frozen=True, slots=True)
class Agent:
    """An SME as the process sees it: hidden competence by field, sociability, home region, day of arrival."""

    id: str
    competence: dict[str, float]
    sociability: float
    region: str
    arrives: date


@dataclass(frozen=True, slots=True)
class Host:
    """An ecosystem as the process sees it: what it wants by field, how many partners an event can bring."""

    id: str
    wants: dict[str, float]
    region: str
    scope: Scope
    seats: int


@dataclass(frozen=True, slots=True)
class Deal:
    """A project that began at an event: its SMEs and the ecosystem."""

    host: str
    since: date
    members: tuple[str, ...]


@cache
def wanted_by_theme() -> dict[str, dict[str, float]]:
    """How much ecosystems of each theme want of each field of business, from 0 to 1."""
    text = resources.files(__package__).joinpath("sample_affinity.toml").read_text("utf-8")
    themes: dict[str, dict[str, float]] = tomllib.loads(text)["themes"]
    return themes


def related(field: str) -> list[str]:
    """Fields that some theme wants together with `field`, by name."""
    return sorted({other for wanted in wanted_by_theme().values() if field in wanted for other in wanted} - {field})


def hosts(ecosystems: Sequence[Ecosystem], fields: Sequence[str], random: Random) -> list[Host]:
    """Hosts of a catalogue: their wants follow the hand-written table of themes, with noise that nobody can read."""
    made = []
    for ecosystem in sorted(ecosystems, key=lambda e: e.id):
        wants = dict.fromkeys(fields, INDIFFERENT)
        for theme in ecosystem.themes:
            for field, weight in wanted_by_theme().get(theme, {}).items():
                wants[field] = max(wants[field], weight)
        wants = {field: weight * math.exp(random.gauss(0, 0.35)) for field, weight in wants.items()}
        seats = random.choice([1, 1, 2] if ecosystem.scope is Scope.REGIONAL else [1, 1, 2, 3])
        made.append(Host(ecosystem.id, wants, ecosystem.region, ecosystem.scope, seats))
    return made


class World:
    """Agents, hosts, and who has met whom."""

    def __init__(self, agents: Sequence[Agent], hosts: Sequence[Host], random: Random) -> None:
        self._agents, self._hosts, self._random = list(agents), list(hosts), random
        self._acquainted: dict[str, set[str]] = defaultdict(set)
        self._worked: dict[str, list[str]] = defaultdict(list)

    def run(self) -> list[Deal]:
        """Hold all events in order of time and return what began at them."""
        events = sorted(
            (date(year, 1, 1) + timedelta(days=self._random.randrange(365)), host.id, host)
            for year in range(FIRST_YEAR, LAST_DAY.year + 1)
            for host in self._hosts
            for _ in range(EVENTS_A_YEAR)
        )
        return [deal for day, _, host in events if day <= LAST_DAY for deal in self._hold(host, day)]

    def _hold(self, host: Host, day: date) -> list[Deal]:
        visitors = [agent for agent in self._agents if agent.arrives <= day and self._comes(agent, host)]
        for first, second in pairwise(visitors):
            if self._random.random() < 0.2:  # noqa: PLR2004  one in five neighbours at the coffee table
                self._introduce([first.id, second.id])
        liked = sorted(((self._talk(agent, host), agent.id) for agent in visitors), reverse=True)
        chosen = [agent_id for chemistry, agent_id in liked[: host.seats] if chemistry > 0]
        deals = []
        while chosen:
            size = self._random.choice([1, 1, 2, 2, 3])
            members, chosen = tuple(sorted(chosen[:size])), chosen[size:]
            self._introduce(members)
            for member in members:
                self._worked[member].append(host.id)
            deals.append(Deal(host.id, day + timedelta(days=self._random.randrange(1, 90)), members))
        return [deal for deal in deals if deal.since <= LAST_DAY]

    def _comes(self, agent: Agent, host: Host) -> bool:
        near = agent.region == host.region
        distance = (3.0 if near else 0.12) if host.scope is Scope.REGIONAL else (1.6 if near else 0.8)
        friends = sum(host.id in self._worked[other] for other in self._acquainted[agent.id])
        curiosity = 0.004 + 0.09 * self._fit(agent, host) ** 2
        busy = 1 + 0.25 * len(self._worked[agent.id])
        chance = curiosity * agent.sociability * distance * (1 + 0.9 * min(friends, 3)) / busy
        return self._random.random() < chance

    def _fit(self, agent: Agent, host: Host) -> float:
        return sum(strength * host.wants[field] for field, strength in agent.competence.items())

    def _talk(self, agent: Agent, host: Host) -> float:
        """How well a talk goes; below zero nothing comes of it."""
        again = -0.5 if host.id in self._worked[agent.id] else 0.0
        return self._fit(agent, host) + again - 0.35 + self._random.gauss(0, 0.4)

    def _introduce(self, ids: Sequence[str]) -> None:
        for one in ids:
            self._acquainted[one].update(other for other in ids if other != one)

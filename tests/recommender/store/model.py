"""A model in memory of what the store knows of a company."""

from dataclasses import dataclass, field
from typing import Any

from recommender.entities import EcosystemId
from recommender.store.nouns import InterestState, RunId, Stage, VerdictKind


@dataclass
class Said:
    """What the model knows of a company."""

    version: int = 1
    consents: bool = False
    assigned: bool = False
    verdicts: list[list[Any]] = field(default_factory=list)
    interests: dict[EcosystemId, tuple[str, InterestState]] = field(default_factory=dict)
    outcomes: list[list[Any]] = field(default_factory=list)
    runs: dict[RunId, str] = field(default_factory=dict)

    def reached(self) -> list[Stage]:
        """The last stage of each match that was not undone."""
        standing = [(pair, stage) for _, pair, stage, undone in self.outcomes if not undone]
        return [max((stage for pair, stage in standing if pair == one), key=list(Stage).index)
                for one in {pair for pair, _ in standing}]  # fmt: skip

    def last(self, ecosystem_id: EcosystemId) -> VerdictKind | None:
        standing = [kind for _, pair, kind, undone in self.verdicts if pair == ecosystem_id and not undone]
        return standing[-1] if standing else None

    def state(self, ecosystem_id: EcosystemId) -> InterestState:
        return self.interests.get(ecosystem_id, ("", InterestState.WITHDRAWN))[1]

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.ecosystem_summary import EcosystemSummary
    from ..models.evidence_shown import EvidenceShown
    from ..models.reason_shown import ReasonShown


T = TypeVar("T", bound="RecommendationShown")


@_attrs_define
class RecommendationShown:
    """One ecosystem in the ranking.

    Attributes:
        rank (int): From 1, best first.
        ecosystem (EcosystemSummary): What identifies and places an ecosystem.
        score (float): Comparable within this ranking only; higher is better.
        odds (float): From 0 to 1, calibrated. Odds: of companies that ask like this and start a project with some
            ecosystem within a year, the share that starts one with this ecosystem.
        reasons (list[ReasonShown]):
        evidence (list[EvidenceShown]):
    """

    rank: int
    ecosystem: EcosystemSummary
    score: float
    odds: float
    reasons: list[ReasonShown]
    evidence: list[EvidenceShown]

    def to_dict(self) -> dict[str, Any]:
        rank = self.rank

        ecosystem = self.ecosystem.to_dict()

        score = self.score

        odds = self.odds

        reasons = []
        for reasons_item_data in self.reasons:
            reasons_item = reasons_item_data.to_dict()
            reasons.append(reasons_item)

        evidence = []
        for evidence_item_data in self.evidence:
            evidence_item = evidence_item_data.to_dict()
            evidence.append(evidence_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "rank": rank,
                "ecosystem": ecosystem,
                "score": score,
                "odds": odds,
                "reasons": reasons,
                "evidence": evidence,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.ecosystem_summary import EcosystemSummary  # noqa: PLC0415
        from ..models.evidence_shown import EvidenceShown  # noqa: PLC0415
        from ..models.reason_shown import ReasonShown  # noqa: PLC0415

        d = dict(src_dict)
        rank = d.pop("rank")

        ecosystem = EcosystemSummary.from_dict(d.pop("ecosystem"))

        score = d.pop("score")

        odds = d.pop("odds")

        reasons = []
        _reasons = d.pop("reasons")
        for reasons_item_data in _reasons:
            reasons_item = ReasonShown.from_dict(reasons_item_data)

            reasons.append(reasons_item)

        evidence = []
        _evidence = d.pop("evidence")
        for evidence_item_data in _evidence:
            evidence_item = EvidenceShown.from_dict(evidence_item_data)

            evidence.append(evidence_item)

        recommendation_shown = cls(
            rank=rank,
            ecosystem=ecosystem,
            score=score,
            odds=odds,
            reasons=reasons,
            evidence=evidence,
        )

        return recommendation_shown

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.evidence_kind import EvidenceKind, check_evidence_kind

T = TypeVar("T", bound="EvidenceShown")


@_attrs_define
class EvidenceShown:
    """Something a reader can check.

    Attributes:
        kind (EvidenceKind): What a piece of evidence shows.
        theirs (str): Goal or project of the ecosystem, shared partner or joint project.
        ours (str): Sentence of the company that speaks to it; may be empty.
        similarity (float | None): Cosine of the two, where both are texts.
        source (str): Project id or address; may be empty.
        from_profile (bool): Whether `ours` is from the company's profile, as no text was sent.
    """

    kind: EvidenceKind
    theirs: str
    ours: str
    similarity: float | None
    source: str
    from_profile: bool

    def to_dict(self) -> dict[str, Any]:
        kind: str = self.kind

        theirs = self.theirs

        ours = self.ours

        similarity: float | None
        similarity = self.similarity

        source = self.source

        from_profile = self.from_profile

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "kind": kind,
                "theirs": theirs,
                "ours": ours,
                "similarity": similarity,
                "source": source,
                "from_profile": from_profile,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        kind = check_evidence_kind(d.pop("kind"))

        theirs = d.pop("theirs")

        ours = d.pop("ours")

        def _parse_similarity(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        similarity = _parse_similarity(d.pop("similarity"))

        source = d.pop("source")

        from_profile = d.pop("from_profile")

        evidence_shown = cls(
            kind=kind,
            theirs=theirs,
            ours=ours,
            similarity=similarity,
            source=source,
            from_profile=from_profile,
        )

        return evidence_shown

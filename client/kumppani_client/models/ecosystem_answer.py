from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.ecosystem_detail import EcosystemDetail


T = TypeVar("T", bound="EcosystemAnswer")


@_attrs_define
class EcosystemAnswer:
    """One ecosystem.

    Attributes:
        model (str): Version of the model that serves.
        ecosystem (EcosystemDetail): All that is known of an ecosystem; texts are keyed by language.
    """

    model: str
    ecosystem: EcosystemDetail

    def to_dict(self) -> dict[str, Any]:
        model = self.model

        ecosystem = self.ecosystem.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "model": model,
                "ecosystem": ecosystem,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.ecosystem_detail import EcosystemDetail  # noqa: PLC0415

        d = dict(src_dict)
        model = d.pop("model")

        ecosystem = EcosystemDetail.from_dict(d.pop("ecosystem"))

        ecosystem_answer = cls(
            model=model,
            ecosystem=ecosystem,
        )

        return ecosystem_answer

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.origin import Origin, check_origin
from ..models.scope import Scope, check_scope

if TYPE_CHECKING:
    from ..models.ecosystem_detail_goals import EcosystemDetailGoals
    from ..models.ecosystem_detail_names import EcosystemDetailNames
    from ..models.ecosystem_detail_summaries import EcosystemDetailSummaries
    from ..models.flagship import Flagship


T = TypeVar("T", bound="EcosystemDetail")


@_attrs_define
class EcosystemDetail:
    """All that is known of an ecosystem; texts are keyed by language.

    Attributes:
        id (str):
        name (str):
        flagship (Flagship): The large company that leads.
        scope (Scope): Reach of an ecosystem.
        country (str):
        region (str):
        themes (list[str]):
        sdgs (list[int]):
        source (str): Address where the description can be checked; may be empty.
        verified (bool): Whether a person checked the description against its source; false where projects show it.
        origin (Origin): Where an ecosystem's description comes from: people wrote it, or past projects show it.
        names (EcosystemDetailNames):
        summaries (EcosystemDetailSummaries):
        goals (EcosystemDetailGoals):
        members (list[str]):
    """

    id: str
    name: str
    flagship: Flagship
    scope: Scope
    country: str
    region: str
    themes: list[str]
    sdgs: list[int]
    source: str
    verified: bool
    origin: Origin
    names: EcosystemDetailNames
    summaries: EcosystemDetailSummaries
    goals: EcosystemDetailGoals
    members: list[str]

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        name = self.name

        flagship = self.flagship.to_dict()

        scope: str = self.scope

        country = self.country

        region = self.region

        themes = self.themes

        sdgs = self.sdgs

        source = self.source

        verified = self.verified

        origin: str = self.origin

        names = self.names.to_dict()

        summaries = self.summaries.to_dict()

        goals = self.goals.to_dict()

        members = self.members

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "id": id,
                "name": name,
                "flagship": flagship,
                "scope": scope,
                "country": country,
                "region": region,
                "themes": themes,
                "sdgs": sdgs,
                "source": source,
                "verified": verified,
                "origin": origin,
                "names": names,
                "summaries": summaries,
                "goals": goals,
                "members": members,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.ecosystem_detail_goals import EcosystemDetailGoals  # noqa: PLC0415
        from ..models.ecosystem_detail_names import EcosystemDetailNames  # noqa: PLC0415
        from ..models.ecosystem_detail_summaries import EcosystemDetailSummaries  # noqa: PLC0415
        from ..models.flagship import Flagship  # noqa: PLC0415

        d = dict(src_dict)
        id = d.pop("id")

        name = d.pop("name")

        flagship = Flagship.from_dict(d.pop("flagship"))

        scope = check_scope(d.pop("scope"))

        country = d.pop("country")

        region = d.pop("region")

        themes = cast(list[str], d.pop("themes"))

        sdgs = cast(list[int], d.pop("sdgs"))

        source = d.pop("source")

        verified = d.pop("verified")

        origin = check_origin(d.pop("origin"))

        names = EcosystemDetailNames.from_dict(d.pop("names"))

        summaries = EcosystemDetailSummaries.from_dict(d.pop("summaries"))

        goals = EcosystemDetailGoals.from_dict(d.pop("goals"))

        members = cast(list[str], d.pop("members"))

        ecosystem_detail = cls(
            id=id,
            name=name,
            flagship=flagship,
            scope=scope,
            country=country,
            region=region,
            themes=themes,
            sdgs=sdgs,
            source=source,
            verified=verified,
            origin=origin,
            names=names,
            summaries=summaries,
            goals=goals,
            members=members,
        )

        return ecosystem_detail

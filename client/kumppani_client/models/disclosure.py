from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.parameter import Parameter


T = TypeVar("T", bound="Disclosure")


@_attrs_define
class Disclosure:
    """The main parameters that decide the order of a ranking, and how much each weighs in the model that serves.

    Attributes:
        model (str):
        parameters (list[Parameter]): The weightiest for newcomers first.
        odds (str): What the odds say.
        odds_are_rough (bool):
        statements (list[str]): What else decides what is shown, and what does not.
    """

    model: str
    parameters: list[Parameter]
    odds: str
    odds_are_rough: bool
    statements: list[str]

    def to_dict(self) -> dict[str, Any]:
        model = self.model

        parameters = []
        for parameters_item_data in self.parameters:
            parameters_item = parameters_item_data.to_dict()
            parameters.append(parameters_item)

        odds = self.odds

        odds_are_rough = self.odds_are_rough

        statements = self.statements

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "model": model,
                "parameters": parameters,
                "odds": odds,
                "odds_are_rough": odds_are_rough,
                "statements": statements,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.parameter import Parameter  # noqa: PLC0415

        d = dict(src_dict)
        model = d.pop("model")

        parameters = []
        _parameters = d.pop("parameters")
        for parameters_item_data in _parameters:
            parameters_item = Parameter.from_dict(parameters_item_data)

            parameters.append(parameters_item)

        odds = d.pop("odds")

        odds_are_rough = d.pop("odds_are_rough")

        statements = cast(list[str], d.pop("statements"))

        disclosure = cls(
            model=model,
            parameters=parameters,
            odds=odds,
            odds_are_rough=odds_are_rough,
            statements=statements,
        )

        return disclosure

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="Version")


@_attrs_define
class Version:
    """What runs here.

    Attributes:
        application (str): Version of Kumppani.
        model (None | str): Version of the model; null while none is loaded.
        encoder (None | str): Identity of the encoder, where the model names one.
    """

    application: str
    model: None | str
    encoder: None | str

    def to_dict(self) -> dict[str, Any]:
        application = self.application

        model: None | str
        model = self.model

        encoder: None | str
        encoder = self.encoder

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "application": application,
                "model": model,
                "encoder": encoder,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        application = d.pop("application")

        def _parse_model(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        model = _parse_model(d.pop("model"))

        def _parse_encoder(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        encoder = _parse_encoder(d.pop("encoder"))

        version = cls(
            application=application,
            model=model,
            encoder=encoder,
        )

        return version

from typing import Literal

Stage = Literal["agreement", "contacted", "met", "rdi", "replied", "suggested", "viewed"]

STAGE_VALUES: set[Stage] = {
    "agreement",
    "contacted",
    "met",
    "rdi",
    "replied",
    "suggested",
    "viewed",
}


def check_stage(value: str) -> Stage:
    if value in STAGE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {STAGE_VALUES!r}")

from typing import Literal

PartShownState = Literal["good", "missing", "thin"]

PART_SHOWN_STATE_VALUES: set[PartShownState] = {
    "good",
    "missing",
    "thin",
}


def check_part_shown_state(value: str) -> PartShownState:
    if value in PART_SHOWN_STATE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {PART_SHOWN_STATE_VALUES!r}")

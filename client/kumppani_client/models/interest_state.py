from typing import Literal

InterestState = Literal["agreed", "declined", "open", "withdrawn"]

INTEREST_STATE_VALUES: set[InterestState] = {
    "agreed",
    "declined",
    "open",
    "withdrawn",
}


def check_interest_state(value: str) -> InterestState:
    if value in INTEREST_STATE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {INTEREST_STATE_VALUES!r}")

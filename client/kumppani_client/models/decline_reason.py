from typing import Literal

DeclineReason = Literal[
    "already_partners",
    "competitor",
    "no_capacity",
    "other",
    "other_field",
    "too_early",
    "too_small",
    "wrong_data",
    "wrong_region",
]

DECLINE_REASON_VALUES: set[DeclineReason] = {
    "already_partners",
    "competitor",
    "no_capacity",
    "other",
    "other_field",
    "too_early",
    "too_small",
    "wrong_data",
    "wrong_region",
}


def check_decline_reason(value: str) -> DeclineReason:
    if value in DECLINE_REASON_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {DECLINE_REASON_VALUES!r}")

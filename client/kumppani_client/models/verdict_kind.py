from typing import Literal

VerdictKind = Literal["accept", "decline", "note", "shortlist", "snooze", "undo"]

VERDICT_KIND_VALUES: set[VerdictKind] = {
    "accept",
    "decline",
    "note",
    "shortlist",
    "snooze",
    "undo",
}


def check_verdict_kind(value: str) -> VerdictKind:
    if value in VERDICT_KIND_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {VERDICT_KIND_VALUES!r}")

from typing import Literal

Scope = Literal["international", "national", "regional"]

SCOPE_VALUES: set[Scope] = {
    "international",
    "national",
    "regional",
}


def check_scope(value: str) -> Scope:
    if value in SCOPE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {SCOPE_VALUES!r}")

from typing import Literal

FoundKind = Literal["company", "ecosystem"]

FOUND_KIND_VALUES: set[FoundKind] = {
    "company",
    "ecosystem",
}


def check_found_kind(value: str) -> FoundKind:
    if value in FOUND_KIND_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {FOUND_KIND_VALUES!r}")

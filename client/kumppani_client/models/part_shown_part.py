from typing import Literal

PartShownPart = Literal["concreteness", "languages", "needs", "offers", "region", "sectors", "size", "text"]

PART_SHOWN_PART_VALUES: set[PartShownPart] = {
    "concreteness",
    "languages",
    "needs",
    "offers",
    "region",
    "sectors",
    "size",
    "text",
}


def check_part_shown_part(value: str) -> PartShownPart:
    if value in PART_SHOWN_PART_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {PART_SHOWN_PART_VALUES!r}")

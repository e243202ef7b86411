from typing import Literal

Origin = Literal["catalogue", "projects"]

ORIGIN_VALUES: set[Origin] = {
    "catalogue",
    "projects",
}


def check_origin(value: str) -> Origin:
    if value in ORIGIN_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {ORIGIN_VALUES!r}")

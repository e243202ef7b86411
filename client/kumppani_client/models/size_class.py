from typing import Literal

SizeClass = Literal["large", "medium", "micro", "small", "sme", "unknown"]

SIZE_CLASS_VALUES: set[SizeClass] = {
    "large",
    "medium",
    "micro",
    "small",
    "sme",
    "unknown",
}


def check_size_class(value: str) -> SizeClass:
    if value in SIZE_CLASS_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {SIZE_CLASS_VALUES!r}")

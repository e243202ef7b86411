from typing import Literal

Role = Literal["admin", "advisor", "flagship", "scientist", "sme"]

ROLE_VALUES: set[Role] = {
    "admin",
    "advisor",
    "flagship",
    "scientist",
    "sme",
}


def check_role(value: str) -> Role:
    if value in ROLE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {ROLE_VALUES!r}")

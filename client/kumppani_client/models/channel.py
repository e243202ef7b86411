from typing import Literal

Channel = Literal["email", "letter", "meeting", "phone", "service"]

CHANNEL_VALUES: set[Channel] = {
    "email",
    "letter",
    "meeting",
    "phone",
    "service",
}


def check_channel(value: str) -> Channel:
    if value in CHANNEL_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {CHANNEL_VALUES!r}")

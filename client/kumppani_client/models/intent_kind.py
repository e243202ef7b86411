from typing import Literal

IntentKind = Literal["offer", "seek"]

INTENT_KIND_VALUES: set[IntentKind] = {
    "offer",
    "seek",
}


def check_intent_kind(value: str) -> IntentKind:
    if value in INTENT_KIND_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {INTENT_KIND_VALUES!r}")

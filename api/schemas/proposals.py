"""A verdict that an assistant would give, shown before it is given."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from api.schemas.base import Wire
from api.schemas.verdicts import JudgementGiven


class Proposal(Wire):
    """What would be written, and the token that writes it. Nothing is written yet."""

    token: Annotated[str, Field(description="Writes this verdict, once, when `confirm_verdict` is called with it.")]
    expires_at: Annotated[datetime, Field(description="When the token is over.")]
    summary: Annotated[str, Field(description="What would be written, to be shown to the person who decides.")]
    verdict: JudgementGiven


class Agreement(Wire):
    """What the person who decides is asked, where the assistant's program can ask."""

    write: Annotated[bool, Field(description="Write this verdict")]

"""Write the description of the programming interface, ``docs/openapi.json``; with ``--check``, say if it is current."""

import json
import sys
from pathlib import Path

from api.app import create_app
from api.deps import Serving
from api.settings import Settings

TARGET = Path(__file__).parent.parent / "docs" / "openapi.json"


def described() -> str:
    """Return the OpenAPI document as JSON."""
    return json.dumps(create_app(_nothing, Settings()).openapi(), indent=2, ensure_ascii=False) + "\n"


def main() -> None:
    """Write or check."""
    text = described()
    if "--check" not in sys.argv:
        TARGET.write_text(text, "utf-8")
    elif not TARGET.exists() or TARGET.read_text("utf-8") != text:
        sys.exit(f"{TARGET} is not what the service says; run `python -m api.openapi`.")


def _nothing() -> Serving:
    raise NotImplementedError("describing the service loads nothing")


if __name__ == "__main__":
    main()

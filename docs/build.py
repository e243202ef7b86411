"""Write the reference of the command line from the program itself; with ``--check``, say whether it is current."""

import sys
from pathlib import Path

import typer
from typer.cli import get_docs_for_click

from recommender.cli import EXIT_CODES, load

TARGET = Path(__file__).parent / "reference" / "cli.md"


def reference() -> str:
    """Return the reference as Markdown."""
    command = typer.main.get_command(load())
    command.epilog = None
    commands = get_docs_for_click(obj=command, ctx=typer.Context(command), name="kumppani", title="The command line")
    codes = "\n".join(f"| {code} | {meaning} |" for code, meaning in EXIT_CODES.items())
    return f"{commands.strip()}\n\n## Exit codes\n\n| code | meaning |\n| ---: | --- |\n{codes}\n"


def main() -> None:
    """Write or check."""
    text = reference()
    if "--check" not in sys.argv:
        TARGET.write_text(text, "utf-8")
    elif not TARGET.exists() or TARGET.read_text("utf-8") != text:
        sys.exit(f"{TARGET} is not what the program says; run `make docs`.")


if __name__ == "__main__":
    main()

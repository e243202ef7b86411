"""Bundles that are whole, yet hold next to nothing: for tests of the shelf and its commands."""

from importlib.metadata import version
from pathlib import Path

from recommender.manifest import FORMAT, Manifest, sealed, verified
from recommender.publishing import Shelf

EMPTY = Manifest(
    format=FORMAT, kumppani=version("kumppani"), day="2024-01-01", seed=0, encoder={}, index="", config={}, data={},
    measures={}, ranker="learned", libraries={},
)  # fmt: skip


def publish(shelf: Shelf, name: str) -> str:
    """Publish a bundle that holds its name; return the name."""
    with shelf.draft() as draft:
        (draft / "index").mkdir()
        (draft / "index" / "vectors").write_text(name * 100, "utf-8")
        sealed(EMPTY, draft)
        return shelf.publish(draft, name)


def whole(bundle: Path) -> bool:
    """Whether a bundle holds its name and all that was published with it; a damaged one is refused by name."""
    return bool(verified(bundle)) and (bundle / "index" / "vectors").read_text("utf-8") == bundle.name * 100

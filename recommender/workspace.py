"""The folder a user works in: tables, vectors, bundles, tracking.

::

    W/tables/layers.json      which layers stand, in order: replaced in one atomic step
    W/tables/<layer>/*.parquet
    W/vectors/                cached vectors, by encoder and content hash
    W/bundles/                published bundles and the pointer to the one that serves
    W/tracking/               MLflow's database and artefacts, unless settings name another place

Each ingest writes one *layer*, whole or not at all; the same input twice replaces its own layer.
"""

import json
import os
import shutil
import tempfile
from datetime import date
from pathlib import Path

from recommender.errors import WorkspaceError
from recommender.tables import Tables, read_tables, write_tables


class Workspace:
    """A workspace folder; nothing is created before the first write."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def tables_folder(self) -> Path:
        """Where the layers lie."""
        return self.folder / "tables"

    @property
    def vectors_folder(self) -> Path:
        """Where vectors are cached."""
        return self.folder / "vectors"

    @property
    def bundles_folder(self) -> Path:
        """Where bundles are published."""
        return self.folder / "bundles"

    @property
    def tracking_folder(self) -> Path:
        """Where MLflow keeps its database and artefacts by default."""
        return self.folder / "tracking"

    def layers(self) -> list[str]:
        """Names of the layers that stand, oldest first.

        Raises
        ------
        WorkspaceError
            If the list of layers cannot be read.
        """
        pointer = self.tables_folder / "layers.json"
        if not pointer.exists():
            return []
        try:
            return [str(layer) for layer in json.loads(pointer.read_text("utf-8"))["layers"]]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise WorkspaceError(
                f"{pointer} is damaged ({error}); restore it or ingest into a new workspace."
            ) from error

    def filled(self) -> list[str]:
        """Names of the layers that stand, of which there has to be one.

        Raises
        ------
        WorkspaceError
            If nothing has been ingested.
        """
        layers = self.layers()
        if not layers:
            raise WorkspaceError(f"{self.folder} holds no tables yet; run `kumppani ingest` first.")
        return layers

    def add(self, layer: str, tables: Tables) -> None:
        """Write a layer and make it the last one; a layer of the same name is replaced.

        Raises
        ------
        WorkspaceError
            If the folder cannot be written; the workspace is then as before.
        """
        standing = self.layers()
        kept = [name for name in standing if name.rpartition("-")[0] != layer]
        written: Path | None = None
        try:
            self.tables_folder.mkdir(parents=True, exist_ok=True)
            written = Path(tempfile.mkdtemp(prefix=f"{layer}-", dir=self.tables_folder))
            write_tables(tables, written)
            written.chmod(0o755)
            write_text_atomically(self.tables_folder / "layers.json", json.dumps({"layers": [*kept, written.name]}))
        except (OSError, ValueError) as error:
            if written is not None:
                shutil.rmtree(written, ignore_errors=True)
            raise WorkspaceError(f"Cannot write to {self.tables_folder}: {error}.") from error
        for name in set(standing) - set(kept):
            shutil.rmtree(self.tables_folder / name, ignore_errors=True)

    def tables(self, before: date | None = None) -> Tables:
        """All layers merged, later ones over earlier ones; with `before`, as they stood on that day.

        What a layer tells on or after the day is left out first, so that it cannot take the place of what was known.

        Raises
        ------
        WorkspaceError
            If nothing has been ingested, or a layer cannot be read.
        """
        layers = self.filled()
        parts = (self._read(layer) for layer in layers)
        return Tables.merged([part if before is None else part.before(before) for part in parts])

    def _read(self, layer: str) -> Tables:
        try:
            return read_tables(self.tables_folder / layer)
        except (OSError, ValueError) as error:
            raise WorkspaceError(f"Layer {layer} cannot be read ({error}); ingest its source again.") from error


def write_text_atomically(path: Path, text: str) -> None:
    """Replace `path` by `text` in one step that survives a crash: write beside it, fsync, rename, fsync the folder."""
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", dir=path.parent, prefix=f".{path.name}-", delete=False
    ) as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    Path(file.name).chmod(0o644)
    Path(file.name).replace(path)
    descriptor = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

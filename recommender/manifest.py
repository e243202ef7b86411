"""What a bundle says of itself, and the proof that its files are those that training wrote."""

import hashlib
import json
import re
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from recommender.errors import BundleCorruptError, BundleMissingError, BundleVersionError

FORMAT = 5
"""Version of the bundle's layout; a bundle of another one is refused."""

FILE = "manifest.json"

RankerKind = Literal["learned", "prior"]
"""Whether the ranker was learned, or its weights were borrowed as there was too little history to learn from."""

_NAMED = re.compile(r"\d{4}-\d{2}-\d{2}-[0-9a-f]{12}")


class FileMark(BaseModel):
    """Size in bytes and SHA-256 of a file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    size: int
    sha256: str


class Manifest(BaseModel):
    """Contents of ``manifest.json``; holds no clock time, so that equal trainings write equal bytes."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: int
    kumppani: str
    day: str
    seed: int
    encoder: dict[str, Any]
    index: str
    config: dict[str, Any]
    data: dict[str, str]
    measures: dict[str, float]
    ranker: RankerKind
    libraries: dict[str, str]
    files: dict[str, FileMark] = {}


def digest(file: Path) -> str:
    """SHA-256 of a file, read piece by piece."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def sealed(manifest: Manifest, folder: Path) -> str:
    """Mark all files below `folder`, write the manifest, and return a name made from the day and the contents."""
    files = {
        path.relative_to(folder).as_posix(): FileMark(size=path.stat().st_size, sha256=digest(path))
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    text = json.dumps(manifest.model_copy(update={"files": files}).model_dump(), indent=1, sort_keys=True)
    (folder / FILE).write_text(text + "\n", "utf-8")
    return _name(manifest, folder)


def verified(folder: Path) -> Manifest:
    """Read the manifest and check every file against it before anything is loaded.

    Raises
    ------
    BundleMissingError
        If there is no such folder.
    BundleVersionError
        If the bundle has another format, or another release of Kumppani wrote it.
    BundleCorruptError
        If a file is missing, added, truncated, edited or a link; the message names it. An edited manifest shows where
        the folder bears the name that `sealed` gave.
    """
    manifest = _read(folder)
    if _NAMED.fullmatch(folder.name) and folder.name != _name(manifest, folder):
        raise BundleCorruptError(
            f"Bundle {folder.name} is refused: {FILE} is not the file that training wrote. Train again or roll back."
        )
    found = {
        path.relative_to(folder).as_posix(): path
        for path in folder.rglob("*")
        if path.is_symlink() or not path.is_dir()
    }
    found.pop(FILE, None)
    strange = sorted(set(found) ^ set(manifest.files))
    if strange:
        state = "is missing" if strange[0] in manifest.files else "does not belong there"
        raise BundleCorruptError(f"Bundle {folder.name} is refused: {strange[0]} {state}. Train again or roll back.")
    for name, mark in sorted(manifest.files.items()):
        path = found[name]
        if path.is_symlink() or path.stat().st_size != mark.size or digest(path) != mark.sha256:
            raise BundleCorruptError(
                f"Bundle {folder.name} is refused: {name} is not the file that training wrote "
                f"({path.stat().st_size} bytes, {mark.size} expected). Train again or roll back."
            )
    return manifest


def _name(manifest: Manifest, folder: Path) -> str:
    return f"{manifest.day}-{digest(folder / FILE)[:12]}"


def _release(number: str) -> list[str]:
    """Major and minor number: within a release the same data make the same features."""
    return number.split(".")[:2]


def _read(folder: Path) -> Manifest:
    if not folder.is_dir():
        raise BundleMissingError(f"There is no bundle at {folder}; run `kumppani train` first.")
    for path in (folder, folder / FILE):
        if path.is_symlink():
            raise BundleCorruptError(
                f"Bundle {folder.name} is refused: {path.name} is a link. Put the folder that training "
                "wrote itself there, train again or roll back."
            )
    try:
        record = json.loads((folder / FILE).read_text("utf-8"))
        format_, writer = record["format"], record.get("kumppani")
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise BundleCorruptError(f"Bundle {folder.name} is refused: its manifest cannot be read ({error}).") from error
    if format_ != FORMAT:
        raise BundleVersionError(
            f"Bundle {folder.name} is refused: it has format {format_}, this version reads {FORMAT}. Train again."
        )
    if isinstance(writer, str) and _release(writer) != _release(version("kumppani")):
        raise BundleVersionError(
            f"Bundle {folder.name} is refused: kumppani {writer} wrote it and this is {version('kumppani')}, "
            "which may make other features of the same data. Train again, or use the version that wrote it."
        )
    try:
        return Manifest.model_validate(record)
    except ValidationError as error:
        problem = error.errors()[0]
        place = ".".join(str(part) for part in problem["loc"])
        raise BundleCorruptError(
            f"Bundle {folder.name} is refused: {place} in its manifest: {problem['msg']}."
        ) from error

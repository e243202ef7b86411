"""Open a folder or a zip of source files without trusting what it says of itself.

Nothing is ever extracted: files are read as streams. A zip is refused as a whole if any of its members would escape a
folder, is a link, is encrypted, stands twice or swells beyond the limits below. In a folder of the user's own, links
are followed as they are everywhere else.
"""

import io
import re
import stat
import struct
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from recommender.errors import BROKEN_ARCHIVE, FileFormatError, FileMissingError, UnsafeArchiveError

LARGEST_ARCHIVE = 20 * 2**30
"""Bytes that all members of a zip may have together once unpacked."""

LARGEST_RATIO = 200
"""How many times its packed size a member over `SMALL_MEMBER` bytes may have."""

SMALL_MEMBER = 50 * 2**20
"""Bytes up to which a member may swell as it likes."""

_MALFORMED = (*BROKEN_ARCHIVE, ValueError, OverflowError, struct.error)
_DRIVE = re.compile(r"[A-Za-z]:")


@dataclass(frozen=True)
class Archive:
    """A folder or zip; ``members`` leads from a file's bare name in lower case to its place within."""

    path: Path
    members: Mapping[str, str]

    def find(self, *names: str) -> str | None:
        """Return the place of the first of `names` (in lower case) that is there."""
        return next((self.members[name] for name in names if name in self.members), None)

    @contextmanager
    def stream(self, member: str) -> Iterator[IO[bytes]]:
        """Read a member as bytes.

        Raises
        ------
        FileFormatError
            If the zip turns out to be damaged while it is read.
        FileMissingError
            If a file of a folder cannot be read.
        """
        if self.path.is_dir():
            try:
                with (self.path / member).open("rb") as file:
                    yield file
            except OSError as error:
                raise FileMissingError(f"{self.path / member} cannot be read ({error}); check its rights.") from error
            return
        try:
            with (
                zipfile.ZipFile(self.path) as archive,
                archive.open(member) as packed,
                # A member splits lines in Python, the buffer in C. (The stubs want a method that it does not need.)
                io.BufferedReader(packed) as buffered,  # type: ignore[type-var]
            ):
                yield buffered
        except BROKEN_ARCHIVE as error:
            raise FileFormatError(
                f"{self.path}: {member} is damaged or packed in an unknown way ({error}); download the archive again."
            ) from error


def open_archive(path: Path) -> Archive:
    """Look into a folder (itself and one level down) or a zip; zips within are ignored.

    Raises
    ------
    FileMissingError
        If there is nothing at `path`.
    FileFormatError
        If it is no zip, is damaged or encrypted, or holds a name twice.
    UnsafeArchiveError
        If a member would escape its folder, is a link, or swells beyond the limits.
    """
    if _is_folder(path):
        places = [
            file.relative_to(path).as_posix() for file in sorted([*path.glob("*"), *path.glob("*/*")]) if file.is_file()
        ]
        return Archive(path, _by_name(path, places))
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except PermissionError as error:
        raise FileMissingError(f"{path} cannot be read ({error}); check its rights.") from error
    except _MALFORMED as error:
        raise FileFormatError(
            f"{path} is not a whole zip archive ({error}); download it again, or name the folder with the files."
        ) from error
    for member in members:
        _check_member(path, member)
    total = sum(member.file_size for member in members)
    if total > LARGEST_ARCHIVE:
        raise UnsafeArchiveError(
            f"{path} would unpack to {total:,} bytes, more than {LARGEST_ARCHIVE:,}; "
            "unpack it yourself if you trust it and name the folder."
        )
    return Archive(path, _by_name(path, [member.filename for member in members if not member.is_dir()]))


def _is_folder(path: Path) -> bool:
    """Whether `path` is a folder rather than a file; a name that cannot be looked up is as good as missing."""
    try:
        if path.is_dir() or path.is_file():
            return path.is_dir()
    except (OSError, ValueError) as error:
        raise FileMissingError(f"{path} cannot be read ({error}); check the name.") from error
    raise FileMissingError(f"{path} is neither a folder nor a file; check the name.")


def _check_member(path: Path, member: zipfile.ZipInfo) -> None:
    # ZipInfo turns backslashes of this system's separator and cuts at NUL: judge the name as it stands in the archive.
    name = member.orig_filename
    parts = PurePosixPath(name).parts
    if not parts or ".." in parts or name.startswith("/") or _DRIVE.match(name) or "\0" in name or "\\" in name:
        raise UnsafeArchiveError(f"{path}: member {name!r} would escape its folder; do not use this archive.")
    if stat.S_ISLNK(member.external_attr >> 16):
        raise UnsafeArchiveError(f"{path}: member {name!r} is a symbolic link; pack the file itself.")
    if member.flag_bits & 0x1:
        raise FileFormatError(f"{path}: member {name!r} is encrypted; unpack it and name the folder.")
    if member.file_size > SMALL_MEMBER and member.file_size > LARGEST_RATIO * member.compress_size:
        raise UnsafeArchiveError(
            f"{path}: member {name!r} swells from {member.compress_size:,} to {member.file_size:,} bytes, "
            f"more than {LARGEST_RATIO} times; do not use this archive."
        )


def _by_name(path: Path, places: list[str]) -> dict[str, str]:
    members: dict[str, str] = {}
    for place in places:
        parts = PurePosixPath(place).parts
        if any(part.startswith((".", "__MACOSX")) for part in parts) or place.lower().endswith(".zip"):
            continue
        name = parts[-1].lower()
        if name in members:
            raise FileFormatError(
                f"{path} holds {parts[-1]} twice ({members[name]}, {place}); name one folder or archive a programme."
            )
        members[name] = place
    return members

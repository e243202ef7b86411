"""Fetch published archives over HTTP: resumable, checksummed, and in place only when they are whole.

While it is fetched, an archive stands as ``NAME.part`` with its validator (ETag or date) in ``NAME.part.tag``; a later
call goes on where the last one stopped if the server still has the same file. The finished archive has its SHA-256 in
``NAME.sha256`` beside it, in the format of ``sha256sum``.
"""

import hashlib
import http.client
import os
import re
import ssl
import time
import tomllib
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from recommender.errors import DownloadError, FileFormatError, FileMissingError, SourceError
from recommender.workspace import write_text_atomically
from training.sources.archive import LARGEST_ARCHIVE, open_archive

SOURCES = Path(__file__).resolve().parents[2] / "data" / "sources.toml"
"""The list of official archives that comes with the project."""

ATTEMPTS = 5
_CHUNK = 1 << 18
_PLAIN_NAME = re.compile(r"\w[\w.-]*")
_WEB_ADDRESS = re.compile(r"https?://[\w.-]+(:\d{1,5})?/\S*")
_OK, _PARTIAL, _RANGE_REFUSED, _TOO_MANY, _SERVER_FAULT = 200, 206, 416, 429, 500
_PASSING = (urllib.error.URLError, http.client.HTTPException, TimeoutError, ConnectionError, ssl.SSLError)

Progress = Callable[[int, int | None], None]
"""Called with the bytes that are there and the bytes there will be (``None``: the server does not say)."""


@dataclass(frozen=True, slots=True)
class RemoteArchive:
    """A published archive; `day` is when the entry was written, an empty `sha256` means it changes."""

    name: str
    address: str
    group: str = ""
    title: str = ""
    licence: str = ""
    day: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Connection:
    """How to reach the server: `timeout` and `pause` (doubled after each failure) in seconds."""

    timeout: float = 30.0
    attempts: int = ATTEMPTS
    pause: float = 1.0


class _Interrupted(Exception):  # noqa: N818  caught in this module: try again
    """The transfer broke off; another attempt may get further."""


def listed(group: str, path: Path = SOURCES) -> list[RemoteArchive]:
    """Return the archives of a group in the list of sources.

    Raises
    ------
    FileMissingError
        If the list is not there, or names no such group.
    FileFormatError
        If the list is not TOML of the expected form.
    """
    try:
        entries = tomllib.loads(path.read_text("utf-8"))["source"]
        archives = [RemoteArchive(**{key: str(value) for key, value in entry.items()}) for entry in entries]
    except OSError as error:
        raise FileMissingError(f"The list of sources {path} cannot be read: {error}.") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise FileFormatError(f"{path} is not a list of sources ({error}); restore it from the project.") from error
    chosen = [archive for archive in archives if archive.group == group]
    if not chosen:
        known = ", ".join(sorted({archive.group for archive in archives}))
        raise FileMissingError(f"{path} lists nothing for {group!r}; it knows {known}.")
    return chosen


def download(
    remote: RemoteArchive, folder: Path, *, connection: Connection | None = None, progress: Progress | None = None
) -> Path:
    """Fetch an archive into a folder, unless it is there already and unchanged since it was fetched.

    Raises
    ------
    DownloadError
        If it cannot be fetched, its checksum differs, or what arrived is no zip; what may be resumed is kept.
    """
    target, part = folder / remote.name, folder / f"{remote.name}.part"
    if not _PLAIN_NAME.fullmatch(remote.name) or not _WEB_ADDRESS.fullmatch(remote.address):
        raise DownloadError(
            f"{remote.name} from {remote.address} is no file at a web address; correct the source list."
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if _is_current(target, remote.sha256):
            return target
        _fetch_with_patience(remote.address, part, connection or Connection(), progress or (lambda _done, _total: None))
        digest = _verified(remote, part)
        write_text_atomically(target.with_name(f"{target.name}.sha256"), f"{digest}  {target.name}\n")
        part.replace(target)
        _tag(part).unlink(missing_ok=True)
    except OSError as error:
        raise DownloadError(
            f"{remote.name} cannot be written to {folder}: {error}; make room or check rights."
        ) from error
    return target


def recorded_sha256(path: Path) -> str:
    """Return the SHA-256 that was recorded when `path` was fetched; ``""`` if none was."""
    record = path.with_name(f"{path.name}.sha256")
    words = record.read_text("utf-8", errors="replace").split() if record.exists() else []
    return words[0] if words else ""


def _is_current(target: Path, sha256: str) -> bool:
    expected = sha256.lower() or recorded_sha256(target)
    return bool(expected) and target.exists() and _sha256(target) == expected


def _fetch_with_patience(address: str, part: Path, connection: Connection, progress: Progress) -> None:
    for attempt in range(1, connection.attempts + 1):
        try:
            _fetch(address, part, connection.timeout, progress)
        except (_Interrupted, *_PASSING) as error:
            if attempt == connection.attempts:
                raise DownloadError(
                    f"{address} could not be fetched in {attempt} attempts (last: {error}); "
                    "check the connection and run the same command again: it goes on where it stopped."
                ) from error
            time.sleep(connection.pause * 2 ** (attempt - 1))
        else:
            return


def _fetch(address: str, part: Path, timeout: float, progress: Progress) -> None:
    """Fetch what is missing of `part`."""
    have = part.stat().st_size if part.exists() else 0
    tag = _tag(part).read_text("utf-8") if _tag(part).exists() else ""
    headers = {"User-Agent": "kumppani", "Accept-Encoding": "identity"}
    if have and tag:
        headers |= {"Range": f"bytes={have}-", "If-Range": tag}
    request = urllib.request.Request(address, headers=headers)  # noqa: S310  download() admits http and https only
    try:
        answer = urllib.request.urlopen(request, timeout=timeout)  # noqa: S310  as above
    except urllib.error.HTTPError as error:
        with error:
            _refused(address, part, error)
    with answer:
        resumed = answer.status == _PARTIAL and answer.headers.get("Content-Range", "").startswith(f"bytes {have}-")
        if not resumed and answer.status != _OK:
            _forget(part)
            raise _Interrupted(f"unexpected answer {answer.status}")
        start = have if resumed else 0
        length = answer.headers.get("Content-Length", "")
        total = start + int(length) if re.fullmatch("[0-9]{1,18}", length) else None
        if not resumed:
            _tag(part).write_text(_validator(answer.headers), "utf-8")
        done = _copy(answer, part, start, lambda done: progress(done, total))
        if total is not None and done < total:
            raise _Interrupted(f"broke off after {done:,} of {total:,} bytes")


def _copy(answer: http.client.HTTPResponse, part: Path, start: int, progress: Callable[[int], None]) -> int:
    done = start
    with part.open("ab" if start else "wb") as file:
        while chunk := answer.read(_CHUNK):
            file.write(chunk)
            done += len(chunk)
            progress(done)
            if done > LARGEST_ARCHIVE:
                raise DownloadError(
                    f"{answer.url} is larger than {LARGEST_ARCHIVE:,} bytes; this cannot be the archive."
                )
        file.flush()
        os.fsync(file.fileno())
    return done


def _refused(address: str, part: Path, error: urllib.error.HTTPError) -> NoReturn:
    """Raise what makes the caller try again where a refusal may pass, else the reason to give up."""
    if error.code == _RANGE_REFUSED:
        _forget(part)
    if error.code in {_RANGE_REFUSED, _TOO_MANY} or error.code >= _SERVER_FAULT:
        raise _Interrupted(f"the server answered {error.code} {error.reason}") from error
    raise DownloadError(
        f"{address}: the server answered {error.code} {error.reason}; "
        "look up where the archive is published now, download it by hand and name the file."
    ) from error


def _verified(remote: RemoteArchive, part: Path) -> str:
    """Return the SHA-256 of what arrived; throw it away if it is not what it should be."""
    digest = _sha256(part)
    if remote.sha256 and digest != remote.sha256.lower():
        _forget(part)
        raise DownloadError(
            f"{remote.address} has SHA-256 {digest}, expected {remote.sha256.lower()}; "
            "it was replaced or tampered with: compare with what the publisher states."
        )
    try:
        open_archive(part)
        with zipfile.ZipFile(part) as archive:
            damaged = archive.testzip()
        if damaged:
            raise FileFormatError(f"its member {damaged} is damaged")
    except (SourceError, zipfile.BadZipFile, ValueError, RuntimeError, EOFError) as error:
        _forget(part)
        raise DownloadError(f"{remote.address} did not give a usable zip: {error}; try again later.") from error
    return digest


def _validator(headers: http.client.HTTPMessage) -> str:
    """Return what If-Range may carry: a strong ETag, else the date; ``""`` means that it cannot be resumed."""
    etag = headers.get("ETag", "")
    return etag if etag and not etag.startswith("W/") else headers.get("Last-Modified", "")


def _tag(part: Path) -> Path:
    return part.with_name(f"{part.name}.tag")


def _forget(part: Path) -> None:
    part.unlink(missing_ok=True)
    _tag(part).unlink(missing_ok=True)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

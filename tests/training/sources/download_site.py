"""A real HTTP server on this machine that breaks off, changes its file and refuses."""

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import ClassVar

from tests.loopback import Quiet, answering
from training.sources.download import RemoteArchive


def zip_bytes(fill: int = 7, size: int = 600_000) -> bytes:
    """Build a zip of `size` bytes that do not shrink."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(zipfile.ZipInfo("project.csv"), bytes([fill]) * size)
    return packed.getvalue()


@dataclass
class Site:
    """What the server gives: `breaks` bytes after which single answers stop; `faults` status codes that come first."""

    content: bytes = field(default_factory=zip_bytes)
    etag: str = '"one"'
    modified: str = ""
    breaks: list[int] = field(default_factory=list)
    faults: list[int] = field(default_factory=list)
    with_length: bool = True
    with_ranges: bool = True
    asked: list[tuple[str, str]] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    address: str = ""

    def remote(self, sha256: str = "") -> RemoteArchive:
        return RemoteArchive("cordis.zip", self.address, sha256=sha256)


class Handler(Quiet, BaseHTTPRequestHandler):
    site: ClassVar[Site]

    def do_GET(self) -> None:
        site = self.site
        wanted, condition = self.headers.get("Range", ""), self.headers.get("If-Range", "")
        site.asked.append((wanted, condition))
        if site.faults:
            self.answer(site.faults.pop(0), b"fault", {})
            return
        headers = {"ETag": site.etag, "Last-Modified": site.modified}
        if wanted and site.with_ranges and condition in {site.etag, site.modified} - {""}:
            start = int(wanted.removeprefix("bytes=").rstrip("-"))
            if start >= len(site.content):
                self.answer(416, b"", {"Content-Range": f"bytes */{len(site.content)}"})
                return
            headers["Content-Range"] = f"bytes {start}-{len(site.content) - 1}/{len(site.content)}"
            self.answer(206, site.content[start:], headers)
        else:
            self.answer(200, site.content, headers)

    def answer(self, status: int, content: bytes, headers: dict[str, str]) -> None:
        self.site.statuses.append(status)
        self.send_response(status)
        for name, value in headers.items():
            if value:
                self.send_header(name, value)
        if self.site.with_length:
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if status < 300 and self.site.breaks:
            content = content[: self.site.breaks.pop(0)]
        self.wfile.write(content)


@contextmanager
def served() -> Iterator[Site]:
    """Serve a site while the context lasts."""

    class Own(Handler):
        site = Site()

    with answering(Own) as address:
        Own.site.address = f"{address}/cordis.zip"
        yield Own.site

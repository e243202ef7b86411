"""Downloads from a server that breaks off, changes its file and refuses."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from recommender.errors import DownloadError
from tests.training.sources.download_site import Site, served, zip_bytes
from training.sources import download as downloads
from training.sources.download import Connection, RemoteArchive, download, recorded_sha256

QUICK = Connection(timeout=5, attempts=4, pause=0.001)


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with served() as site:
        yield site


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_whole_download(site: Site, tmp_path: Path) -> None:
    seen: list[tuple[int, int | None]] = []
    path = download(
        site.remote(), tmp_path / "new", connection=QUICK, progress=lambda done, total: seen.append((done, total))
    )
    assert path == tmp_path / "new" / "cordis.zip"
    assert path.read_bytes() == site.content
    digest = hashlib.sha256(site.content).hexdigest()
    assert recorded_sha256(path) == digest
    assert (tmp_path / "new" / "cordis.zip.sha256").read_text() == f"{digest}  cordis.zip\n"
    assert names(tmp_path / "new") == {"cordis.zip", "cordis.zip.sha256"}
    assert seen == sorted(seen)
    assert seen[-1] == (len(site.content), len(site.content))


def test_what_is_there_is_not_fetched_again(site: Site, tmp_path: Path) -> None:
    path = download(site.remote(), tmp_path, connection=QUICK)
    digest = recorded_sha256(path)
    assert download(site.remote(digest.upper()), tmp_path, connection=QUICK) == path
    assert download(site.remote(), tmp_path, connection=QUICK) == path
    assert len(site.asked) == 1


def test_what_was_changed_on_disk_is_fetched_again(site: Site, tmp_path: Path) -> None:
    path = download(site.remote(), tmp_path, connection=QUICK)
    path.write_bytes(b"edited")
    assert download(site.remote(), tmp_path).read_bytes() == site.content


def test_an_interrupted_download_goes_on_where_it_stopped(site: Site, tmp_path: Path) -> None:
    site.breaks = [200_000, 100_000]
    path = download(site.remote(), tmp_path, connection=QUICK)
    assert path.read_bytes() == site.content
    assert site.statuses == [200, 206, 206]
    assert site.asked == [("", ""), ("bytes=200000-", '"one"'), ("bytes=300000-", '"one"')]


def test_a_later_call_goes_on_where_the_last_one_stopped(site: Site, tmp_path: Path) -> None:
    site.breaks = [50_000]
    once = Connection(timeout=5, attempts=1, pause=0)
    with pytest.raises(DownloadError, match=r"1 attempts \(last: broke off after 50,000 of .*goes on where it stopped"):
        download(site.remote(), tmp_path, connection=once)
    assert names(tmp_path) == {"cordis.zip.part", "cordis.zip.part.tag"}
    assert download(site.remote(), tmp_path, connection=once).read_bytes() == site.content
    assert site.asked[1] == ("bytes=50000-", '"one"')


def test_a_file_that_changed_meanwhile_is_fetched_from_the_start(site: Site, tmp_path: Path) -> None:
    site.breaks = [50_000]
    with pytest.raises(DownloadError):
        download(site.remote(), tmp_path, connection=Connection(attempts=1))
    site.content, site.etag = zip_bytes(9, 300_000), '"two"'
    assert download(site.remote(), tmp_path, connection=QUICK).read_bytes() == site.content
    assert site.statuses == [200, 200]


@pytest.mark.parametrize(
    ("etag", "modified", "condition"),
    [
        ('W/"weak"', "Tue, 03 Nov 2026 10:00:00 GMT", "Tue, 03 Nov 2026 10:00:00 GMT"),
        ('W/"weak"', "", ""),
        ("", "", ""),
    ],
)
def test_only_a_strong_validator_resumes(site: Site, tmp_path: Path, etag: str, modified: str, condition: str) -> None:
    site.etag, site.modified, site.breaks = etag, modified, [50_000]
    assert download(site.remote(), tmp_path, connection=QUICK).read_bytes() == site.content
    assert site.asked[1] == (("bytes=50000-", condition) if condition else ("", ""))


def test_a_server_without_ranges_starts_anew(site: Site, tmp_path: Path) -> None:
    site.with_ranges, site.breaks = False, [50_000]
    assert download(site.remote(), tmp_path, connection=QUICK).read_bytes() == site.content
    assert site.statuses == [200, 200]


def test_a_part_that_is_too_long_is_thrown_away(site: Site, tmp_path: Path) -> None:
    (tmp_path / "cordis.zip.part").write_bytes(site.content + b"more")
    (tmp_path / "cordis.zip.part.tag").write_text('"one"')
    assert download(site.remote(), tmp_path, connection=QUICK).read_bytes() == site.content
    assert site.statuses == [416, 200]


def test_a_server_that_does_not_say_the_length(site: Site, tmp_path: Path) -> None:
    site.with_length = False
    seen: list[int | None] = []
    path = download(site.remote(), tmp_path, connection=QUICK, progress=lambda _, total: seen.append(total))
    assert path.read_bytes() == site.content
    assert set(seen) == {None}


@pytest.mark.parametrize("code", [500, 503, 429])
def test_a_fault_that_passes_is_waited_for(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    waits: list[float] = []
    monkeypatch.setattr("training.sources.download.time.sleep", waits.append)
    site.faults = [code, code]
    path = download(site.remote(), tmp_path, connection=Connection(timeout=5, pause=1.5))
    assert path.read_bytes() == site.content
    assert waits == [1.5, 3.0]


def test_a_fault_that_stays_is_told(site: Site, tmp_path: Path) -> None:
    site.faults = [500] * 9
    with pytest.raises(DownloadError, match=r"in 4 attempts \(last: the server answered 500 .*check the connection"):
        download(site.remote(), tmp_path, connection=QUICK)
    assert len(site.asked) == 4


@pytest.mark.parametrize("code", [400, 401, 403, 404, 410])
def test_a_refusal_is_told_at_once(site: Site, tmp_path: Path, code: int) -> None:
    site.faults = [code]
    with pytest.raises(DownloadError, match=rf"cordis\.zip: the server answered {code} .*download it by hand"):
        download(site.remote(), tmp_path, connection=QUICK)
    assert len(site.asked) == 1
    assert names(tmp_path) == set()


def test_an_unexpected_success_is_no_archive(site: Site, tmp_path: Path) -> None:
    site.faults = [204] * 4
    with pytest.raises(DownloadError, match="unexpected answer 204"):
        download(site.remote(), tmp_path, connection=QUICK)


def test_a_wrong_checksum_is_refused_and_nothing_is_left(site: Site, tmp_path: Path) -> None:
    with pytest.raises(DownloadError, match=r"has SHA-256 [0-9a-f]{64}, expected 0{64}; it was replaced or tampered"):
        download(site.remote("0" * 64), tmp_path, connection=QUICK)
    assert names(tmp_path) == set()


def test_a_former_archive_stays_when_the_new_one_is_refused(site: Site, tmp_path: Path) -> None:
    path = download(site.remote(), tmp_path, connection=QUICK)
    before = path.read_bytes()
    site.content = b"<html>maintenance</html>"
    with pytest.raises(DownloadError):
        download(site.remote("0" * 64), tmp_path, connection=QUICK)
    assert path.read_bytes() == before
    assert names(tmp_path) == {"cordis.zip", "cordis.zip.sha256"}


def damaged() -> bytes:
    content = bytearray(zip_bytes())
    content[1000] ^= 0xFF
    return bytes(content)


@pytest.mark.parametrize("content", [b"", b"<html>maintenance</html>", zip_bytes()[:-40], damaged()])
def test_what_is_no_whole_zip_is_refused(site: Site, tmp_path: Path, content: bytes) -> None:
    site.content = content
    with pytest.raises(DownloadError, match=r"did not give a usable zip: .*try again later"):
        download(site.remote(), tmp_path, connection=QUICK)
    assert names(tmp_path) == set()


def test_a_file_without_end_is_refused(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(downloads, "LARGEST_ARCHIVE", 1000)
    with pytest.raises(DownloadError, match="is larger than 1,000 bytes"):
        download(site.remote(), tmp_path, connection=QUICK)


def test_no_server_is_told(tmp_path: Path, site: Site) -> None:
    remote = RemoteArchive("a.zip", "http://127.0.0.1:9/a.zip")
    with pytest.raises(DownloadError, match=r"http://127\.0\.0\.1:9/a\.zip could not be fetched in 4 attempts"):
        download(remote, tmp_path, connection=QUICK)
    assert site.asked == []


def test_a_folder_that_cannot_be_made_is_told(site: Site, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(DownloadError, match=r"cordis\.zip cannot be written to .*make room or check rights"):
        download(site.remote(), tmp_path / "file", connection=QUICK)


@pytest.mark.parametrize(
    ("name", "address"),
    [("../a.zip", "https://example.org/a.zip"), ("a.zip", "file:///etc/passwd"), ("a.zip", "ftp://example.org/a.zip"),
     ("", "https://example.org/"), ("..", "https://example.org/"), ("a.zip", "http://[broken")],
)  # fmt: skip
def test_only_plain_files_from_web_addresses(tmp_path: Path, name: str, address: str) -> None:
    with pytest.raises(DownloadError, match="is no file at a web address; correct the source list"):
        download(RemoteArchive(name, address), tmp_path)

"""Folders and zips of others: what is harmless opens, what is not is refused by name."""

import stat
import struct
import warnings
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recommender.errors import FileFormatError, FileMissingError, SourceError, UnsafeArchiveError
from training.sources import archive as archives
from training.sources.archive import open_archive


def zipped(path: Path, *members: tuple[str | zipfile.ZipInfo, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # a name that stands twice
        for name, content in members:
            archive.writestr(name, content)
    return path


def patched(path: Path, old: bytes, new: bytes) -> Path:
    """Change bytes of a zip that the zipfile module would not write."""
    content = path.read_bytes()
    assert old in content
    assert len(old) == len(new)
    path.write_bytes(content.replace(old, new))
    return path


def with_flag(path: Path, bit: int) -> Path:
    """Set a general-purpose flag in the local and the central header of a zip with one member."""
    content = bytearray(path.read_bytes())
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = content.index(signature) + place
        flags = struct.unpack_from("<H", content, start)[0]
        struct.pack_into("<H", content, start, flags | bit)
    path.write_bytes(content)
    return path


def test_a_zip_and_a_folder_give_the_same_bytes(tmp_path: Path) -> None:
    (tmp_path / "folder" / "csv").mkdir(parents=True)
    (tmp_path / "folder" / "csv" / "Project.CSV").write_bytes(b"id\n1\n")
    packed = open_archive(zipped(tmp_path / "a.zip", ("csv/Project.CSV", b"id\n1\n")))
    folder = open_archive(tmp_path / "folder")
    for archive in (packed, folder):
        member = archive.find("projects.csv", "project.csv")
        assert member == "csv/Project.CSV"
        with archive.stream(member) as stream:
            assert stream.read() == b"id\n1\n"
        assert archive.find("nothing.csv") is None


def test_zips_within_hidden_files_and_folders_are_ignored(tmp_path: Path) -> None:
    path = zipped(
        tmp_path / "a.zip", ("inner.zip", b"x"), ("__MACOSX/._project.csv", b"x"), ("csv/", b""), ("project.csv", b"id")
    )
    assert dict(open_archive(path).members) == {"project.csv": "project.csv"}


@pytest.mark.parametrize(
    "name",
    ["../project.csv", "csv/../../project.csv", "/etc/project.csv", "C:/project.csv", "c:project.csv",
     "csv\\project.csv", "..\\project.csv", "\\\\host\\share\\project.csv", "harmless/../project.csv", "."],
)  # fmt: skip
def test_names_that_escape_are_refused(tmp_path: Path, name: str) -> None:
    path = zipped(tmp_path / "a.zip", (name, b"id"))
    with pytest.raises(UnsafeArchiveError, match=r"a\.zip: member .* would escape its folder"):
        open_archive(path)


def test_a_name_with_nul_is_refused(tmp_path: Path) -> None:
    path = patched(zipped(tmp_path / "a.zip", ("project.csvX.txt", b"id")), b"project.csvX.txt", b"project.csv\0.txt")
    with pytest.raises(SourceError, match=r"a\.zip"):
        open_archive(path)


def test_a_link_is_refused(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("project.csv")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with pytest.raises(UnsafeArchiveError, match=r"'project\.csv' is a symbolic link"):
        open_archive(zipped(tmp_path / "a.zip", (link, b"/etc/passwd")))


def test_an_encrypted_member_is_refused(tmp_path: Path) -> None:
    path = with_flag(zipped(tmp_path / "a.zip", ("project.csv", b"id")), 0x1)
    with pytest.raises(FileFormatError, match=r"'project\.csv' is encrypted; unpack it"):
        open_archive(path)


def test_a_member_that_swells_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", ("project.csv", bytes(archives.SMALL_MEMBER + 1)))
    assert path.stat().st_size < 2**20
    with pytest.raises(UnsafeArchiveError, match=r"swells from [0-9,]+ to 52,428,801 bytes, more than 200 times"):
        open_archive(path)


def test_a_small_member_may_swell(tmp_path: Path) -> None:
    assert open_archive(zipped(tmp_path / "a.zip", ("project.csv", bytes(2**20)))).members


def test_an_archive_over_the_total_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "LARGEST_ARCHIVE", 10)
    path = zipped(tmp_path / "a.zip", ("project.csv", b"123456"), ("topics.csv", b"123456"))
    with pytest.raises(UnsafeArchiveError, match="would unpack to 12 bytes, more than 10"):
        open_archive(path)


def test_a_name_that_stands_twice_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", ("project.csv", b"1"), ("project.csv", b"2"))
    with pytest.raises(FileFormatError, match=r"holds project\.csv twice"):
        open_archive(path)


def test_a_folder_of_two_programmes_is_refused(tmp_path: Path) -> None:
    for programme in ("fp7", "h2020"):
        (tmp_path / programme).mkdir()
        (tmp_path / programme / "project.csv").write_text("id\n")
    with pytest.raises(FileFormatError, match=r"twice \(fp7/project\.csv, h2020/project\.csv\); name one folder"):
        open_archive(tmp_path)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"id;title\n1;a\n", bytes(range(256)) * 10, b"\x1f\x8b\x08\0"])
def test_what_is_no_zip_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.zip").write_bytes(content)
    with pytest.raises(FileFormatError, match=r"a\.zip is not a whole zip archive"):
        open_archive(tmp_path / "a.zip")


def test_a_truncated_zip_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", ("project.csv", bytes(range(256)) * 100))
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(FileFormatError, match="not a whole zip archive"):
        open_archive(path)


def test_a_damaged_member_is_met_while_reading(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as packed:
        packed.writestr("project.csv", b"id;title\n1;one\n")
    archive = open_archive(patched(path, b"1;one", b"1;two"))
    with pytest.raises(FileFormatError, match=r"project\.csv is damaged"), archive.stream("project.csv") as stream:
        stream.read()


def test_an_unknown_packing_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", ("project.csv", b"id"))
    content = bytearray(path.read_bytes())
    struct.pack_into("<H", content, content.index(b"PK\x03\x04") + 8, 99)
    struct.pack_into("<H", content, content.index(b"PK\x01\x02") + 10, 99)
    path.write_bytes(content)
    archive = open_archive(path)
    with pytest.raises(FileFormatError, match="packed in an unknown way"), archive.stream("project.csv"):
        pass


def test_what_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileMissingError, match=r"gone\.zip is neither a folder nor a file"):
        open_archive(tmp_path / "gone.zip")


def test_a_file_that_vanishes_is_named(tmp_path: Path) -> None:
    (tmp_path / "project.csv").write_text("id\n")
    archive = open_archive(tmp_path)
    (tmp_path / "project.csv").unlink()
    with pytest.raises(FileMissingError, match=r"project\.csv cannot be read"), archive.stream("project.csv"):
        pass


def test_a_zip_that_may_not_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    path = zipped(tmp_path / "a.zip", ("project.csv", b"id"))
    monkeypatch.setattr("training.sources.archive.zipfile.ZipFile", refuse)
    with pytest.raises(FileMissingError, match=r"a\.zip cannot be read .*check its rights"):
        open_archive(path)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=300)
@given(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 255)), min_size=1, max_size=4), st.integers(0, 30))
def test_no_damage_gives_another_error(tmp_path: Path, edits: list[tuple[int, int]], cut: int) -> None:
    whole = zipped(tmp_path / "a.zip", ("csv/project.csv", b"id;title\n" * 20), ("topics.csv", b"id\n"))
    content = bytearray(whole.read_bytes())
    for place, byte in edits:
        content[place % len(content)] = byte
    whole.write_bytes(content[: len(content) - cut * (cut > 25)])
    refused = ""
    try:
        archive = open_archive(whole)
        for member in archive.members.values():
            with archive.stream(member) as stream:
                stream.read()
    except SourceError as error:
        refused = str(error)
    assert not refused or "a.zip" in refused

import os
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recommender.errors import (
    ColumnsMissingError,
    FileFormatError,
    FileMissingError,
    FileTooLargeError,
    InvalidRecordError,
    SourceError,
)
from tests.training.sources.catalogue_entries import GOOD, cells, changed, tabled, taken, written
from training.sources import catalogue_files


def test_csv_and_yaml_say_the_same(tmp_path: Path) -> None:
    plain = changed(id="plain", names={"en": "P", "fi": "P"}, verified=False)
    from_yaml, summary = taken(written(tmp_path / "c.yaml", GOOD, plain))
    from_csv, same = taken(tabled(tmp_path / "c.csv", cells(GOOD), cells(plain)))
    assert from_yaml.ecosystem_list() == from_csv.ecosystem_list()
    assert from_yaml.organisation_list() == from_csv.organisation_list()
    assert summary == same


def test_a_folder_is_read_by_name_and_an_entry_may_stand_alone(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text(yaml.safe_dump(GOOD), "utf-8")
    tabled(tmp_path / "b.csv", cells(changed(id="b")))
    (tmp_path / "README.md").write_text("Not a catalogue.", "utf-8")
    tables, summary = taken(tmp_path)
    assert [e.id for e in tables.ecosystem_list()] == ["b", "mill-water"]
    assert (summary.files, summary.flagships) == (2, 1)


def test_plain_words_stay_words(tmp_path: Path) -> None:
    path = tmp_path / "c.yaml"
    norwegian = changed(country="NO", region="NO0", names={"en": "yes", "fi": "on"})
    text = yaml.safe_dump([norwegian], allow_unicode=True).replace("'", "").replace("2026-01-31", "2026-01-30")
    path.write_text("\ufeff" + text, "utf-8")
    (ecosystem,) = taken(path)[0].ecosystem_list()
    assert (ecosystem.country, ecosystem.names["en"], ecosystem.known_on) == ("NO", "yes", date(2026, 1, 30))


BOMB = "a: &a [x]\nb: &b [*a, *a]\nc: [*b, *b]\n"


@pytest.mark.parametrize(
    ("name", "content", "error", "told"),
    [
        ("c.yaml", b"", FileFormatError, "is empty"),
        ("c.yaml", b"# only a remark\n", FileFormatError, "is empty"),
        ("c.yaml", b"[]", FileFormatError, "empty list"),
        ("c.yaml", b"just words", FileFormatError, "line 1: expected a list of entries"),
        ("c.yaml", b"- a\n- b\n", InvalidRecordError, "line 1: an entry must be a mapping"),
        ("c.yaml", b"- id: a\n\0", FileFormatError, "line 2: a NUL byte"),
        ("c.yaml", b'- id: "a\\0b"\n', InvalidRecordError, "lacks"),
        ("c.yaml", b"- id: caf\xe9\n", FileFormatError, "byte 0xE9 is not UTF-8"),
        ("c.yaml", b"\xff\xfe-\0 \0", FileFormatError, "NUL byte"),
        ("c.yaml", b"- id: \xed\xa0\x80\n", FileFormatError, "line 1: byte 0xED is not UTF-8"),
        ("c.yaml", b'- id: "\\ud800"\n', FileFormatError, "line 1: not valid YAML"),
        ("c.yaml", b"- id: \x01\n", FileFormatError, "not valid YAML"),
        ("c.yaml", b"- id: [a\n- b", FileFormatError, "not valid YAML"),
        ("c.yaml", b"- id: a\n\t- b", FileFormatError, "line 2: not valid YAML"),
        ("c.yaml", b"--- [a]\n--- [b]\n", FileFormatError, "not valid YAML"),
        ("c.yaml", BOMB.encode(), FileFormatError, "line 1: anchors and aliases are not read"),
        ("c.yaml", b"- *other\n", FileFormatError, "anchors and aliases"),
        ("c.yaml", b"- !!python/object/apply:os.system [ls]\n", FileFormatError, "tags are not read"),
        ("c.yaml", b"- id: !!binary aGVq\n", FileFormatError, "tags are not read"),
        ("c.yaml", b"[" * 50_000, FileFormatError, "nested deeper than 8"),
        ("c.yaml", b"- id: a\n  id: b\n", FileFormatError, "line 2: the field 'id' stands twice"),
        ("c.yaml", b"- ? [a]\n  : b\n", FileFormatError, "line 1: the name of a field must be a text"),
        ("c.yaml", b"- 1: a\n", InvalidRecordError, "entry without id"),
        ("c.json", b"[]", FileFormatError, "is no catalogue; name a .yaml"),
        ("c", b"[]", FileFormatError, "is no catalogue"),
        ("c.csv", b"", FileFormatError, "is empty"),
        ("c.csv", b"id,name_en\na,b\n", ColumnsMissingError, "flagship_id"),
        ("c.csv", b"\0\0\0", FileFormatError, "NUL"),
        ("c.xlsx", b"PK\x03\x04 broken", FileFormatError, "damaged"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_by_name(
    tmp_path: Path, name: str, content: bytes, error: type[SourceError], told: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(error) as refusal:
        taken(path)
    assert told in str(refusal.value)
    assert str(path) in str(refusal.value)


@pytest.mark.parametrize("name", ["none.yaml", "none.csv", "no\0ne.yaml"])
def test_a_file_that_is_not_there_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(FileMissingError):
        taken(tmp_path / name)


def test_nothing_to_read_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileMissingError, match="holds no YAML"):
        taken(tmp_path)
    with pytest.raises(FileMissingError, match="No catalogue was named"):
        taken()


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "c.yaml")
    with pytest.raises(FileMissingError, match="not a file"):
        taken(tmp_path / "c.yaml")


@pytest.mark.parametrize("name", ["c.yaml", "c.csv"])
def test_a_file_over_the_limit_is_not_opened(tmp_path: Path, name: str) -> None:
    with (tmp_path / name).open("wb") as file:
        file.truncate(catalogue_files.FILE_LIMIT + 1)
    with pytest.raises(FileTooLargeError, match="10,485,761 bytes; the limit is 10,485,760"):
        taken(tmp_path / name)


@pytest.mark.parametrize(
    ("change", "error", "told"),
    [
        ({"sdgs": "6|six"}, InvalidRecordError, 'field sdgs[2]: "six"'),
        ({"sdgs": "99"}, InvalidRecordError, "field sdgs[1]: 99"),
        ({"sdgs": ""}, InvalidRecordError, "lacks sdgs"),
        ({"verified": "kyllä"}, InvalidRecordError, "field verified"),
        ({"verified": ""}, InvalidRecordError, "lacks verified"),
        ({"flagship_large": ""}, InvalidRecordError, "field flagship lacks large"),
        ({"goals_fi": " | "}, InvalidRecordError, "field goals.fi: [] cannot stand there"),
        ({"name_fi": ""}, InvalidRecordError, "field names lacks fi"),
        ({"id": ""}, InvalidRecordError, "entry without id, the entry lacks id"),
        ({"name_de": "C"}, ColumnsMissingError, "no catalogue has the column(s) name_de"),
    ],
)
def test_a_table_is_checked_as_strictly(
    tmp_path: Path, change: dict[str, str], error: type[SourceError], told: str
) -> None:
    with pytest.raises(error) as refusal:
        taken(tabled(tmp_path / "c.csv", cells(GOOD) | change))
    assert told in str(refusal.value)


def test_a_table_without_rows_or_with_loose_fields_is_refused(tmp_path: Path) -> None:
    path = tabled(tmp_path / "c.csv", cells(GOOD))
    content = path.read_text("utf-8")
    path.write_text(content.rstrip("\r\n") + ",stray\n", "utf-8")
    with pytest.raises(InvalidRecordError, match=r"line 2: 1 more field\(s\) than columns"):
        taken(path)
    path.write_text(content.splitlines()[0] + "\n", "utf-8")
    with pytest.raises(FileFormatError, match="holds no entry"):
        taken(path)


def test_a_file_that_may_not_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    path = written(tmp_path / "c.yaml", GOOD)
    monkeypatch.setattr(Path, "read_bytes", denied)
    with pytest.raises(FileMissingError, match=r"c\.yaml cannot be read: .*Permission denied"):
        taken(path)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=60), name=st.sampled_from(["c.yaml", "c.csv", "c.xlsx"]))
def test_no_bytes_get_past_with_another_error(tmp_path: Path, content: bytes, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(SourceError):
        taken(path)

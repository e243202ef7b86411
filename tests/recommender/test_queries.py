"""Files of queries: what is read, what is refused and how; runs are written whole or not at all."""

import contextlib
import csv
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recommender.catalogue import Catalogue
from recommender.entities import OrganisationId, Query
from recommender.errors import (
    ColumnsMissingError,
    FileFormatError,
    FileMissingError,
    FileTooLargeError,
    InvalidRecordError,
    SourceError,
)
from recommender.queries import MAX_TEXT, QUERY_COLUMNS, RUN_COLUMNS, QueryFile, read_queries, write_run
from recommender.ranking.base import Best
from recommender.taxonomy.countries import country_code
from tests.recommender.nouns import ecosystem

HEADER = b"query_id,sme_id,country,text\n"
CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
CATALOGUE = Catalogue([ecosystem("e,1", participant="f1"), ecosystem('e"2', participant="f2")])
BEST = Best("q1", np.array([1, 0]), np.array([1 / 3, -1e-12]), np.array([0.25, 0.0]))
NOTHING = Best("q2", np.zeros(0, dtype=np.int64), np.zeros(0), np.zeros(0))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "queries.csv"


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def read(file: Path, content: bytes) -> list[Query]:
    file.write_bytes(content)
    return list(read_queries(file).queries)


class TestReading:
    def test_fields_are_taken_by_name(self, file: Path) -> None:
        content = b"text,more,country,sme_id,query_id\nWe saw logs,x, fi , s1 , q1 \n,,,,q2\n"
        s1 = OrganisationId("s1")
        assert read(file, content) == [Query("q1", s1, "FI", "We saw logs"), Query("q2", None, "", "")]

    def test_a_byte_order_mark_blank_lines_and_other_line_ends(self, file: Path) -> None:
        content = b"\xef\xbb\xbf" + HEADER.replace(b"\n", b"\r\n") + b"\r\nq1,,,a\r\n\r\nq2,,,b"
        assert [query.text for query in read(file, content)] == ["a", "b"]

    def test_quoted_fields_may_hold_anything(self, file: Path) -> None:
        assert read(file, HEADER + b'q1,,,"a, ""b""\nc"\n')[0].text == 'a, "b"\nc'

    def test_a_header_alone_asks_nothing(self, file: Path) -> None:
        assert read(file, HEADER) == []

    def test_the_longest_field_is_taken(self, file: Path) -> None:
        assert len(read(file, HEADER + b"q1,,," + b"x" * MAX_TEXT)[0].text) == MAX_TEXT

    def test_countries_are_taken_as_people_write_them_and_what_is_none_is_told(self, file: Path) -> None:
        file.write_bytes(HEADER + b"q1,,gr,\nq2,,Finland,a\nq3,,GB,\nq4,,ZZ,\nq5,, ,\n")
        found = read_queries(file)
        assert [query.country for query in found.queries] == ["EL", "", "UK", "", ""]
        assert [line for line, _ in found.unplaced] == [3, 5]
        assert found.unplaced[0][1] == "'Finland' is not a country code; write FI."

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(rows=st.lists(st.tuples(CELLS, st.sampled_from(["", " fi ", "SE", "gr"]), CELLS), max_size=5))
    def test_what_is_written_is_read(self, file: Path, rows: list[tuple[str, str, str]]) -> None:
        with file.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(QUERY_COLUMNS)
            writer.writerows((f"q{place}", *row) for place, row in enumerate(rows))
        expected = [
            Query(f"q{place}", OrganisationId(sme.strip()) or None, country_code(country) if country else "", text)
            for place, (sme, country, text) in enumerate(rows)
        ]
        assert read_queries(file) == QueryFile(tuple(expected))

    @settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(content=st.binary(max_size=60) | st.binary(max_size=60).map(lambda tail: HEADER + tail))
    def test_any_bytes_are_read_or_refused(self, file: Path, content: bytes) -> None:
        with contextlib.suppress(SourceError):
            queries = read(file, content)
            assert len({query.id for query in queries}) == len(queries)


REFUSED: dict[str, tuple[bytes, type[SourceError], str]] = {
    "empty": (b"", FileFormatError, "is empty; it needs a header with query_id, sme_id, country, text"),
    "blank": (b"\n\n", FileFormatError, "is empty"),
    "columns": (b"query_id,name\nq1,x\n", ColumnsMissingError, "lacks .* sme_id, country, text; found: query_id, name"),
    "semicolons": (b"query_id;sme_id;country;text\n", ColumnsMissingError, "lacks the columns"),
    "a column twice": (b"query_id,text," + HEADER, ColumnsMissingError, "query_id, text .*twice"),
    "nul": (HEADER + b"q1,,,a\nq2,,,b\0\n", FileFormatError, "line 3: there is a NUL"),
    "latin-1": (HEADER + b"q1,,,p\xe4\xe4\n", FileFormatError, "line 2: this is not UTF-8; save"),
    "utf-16": (HEADER.decode().encode("utf-16"), FileFormatError, "line 1: this is not UTF-8"),
    "quote": (HEADER + b'q1,,,"open\nq2,,,b\n', FileFormatError, "line 3: this is not CSV .*quote fields"),
    "after quote": (HEADER + b'q1,,,"a" b\n', FileFormatError, "line 2: this is not CSV"),
    "few": (HEADER + b"q1,,a\n", InvalidRecordError, "line 2: 3 fields, but the header has 4"),
    "many": (HEADER + b"q1,,,a\nq2,,,a,b\n", InvalidRecordError, "line 3: 5 fields, but the header has 4"),
    "no id": (HEADER + b" ,,,a\n", InvalidRecordError, "line 2: query_id is empty"),
    "id twice": (HEADER + b"q1,,,a\nq2,,,\n q1,,,b\n", InvalidRecordError, "line 4: query_id 'q1' stands in line 2"),
    "long text": (HEADER + b"q1,,," + b"x" * (MAX_TEXT + 1), FileTooLargeError, "line 2: text is over 100,000"),
    "long id": (HEADER + b"x" * (MAX_TEXT + 1) + b",,,", FileTooLargeError, "line 2: query_id is over"),
    "huge": (HEADER + b"q1,,," + b"x" * (11 << 20), FileTooLargeError, "line 2: a field is over 100,000 characters"),
    "huge and open": (HEADER + b'q1,,,"' + b"x\n" * (6 << 20), FileTooLargeError, 'shorten it, or close its "'),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused(file: Path, name: str) -> None:
    content, kind, reason = REFUSED[name]
    with pytest.raises(kind, match=reason) as caught:
        read(file, content)
    assert str(file) in str(caught.value)


def test_a_file_that_is_missing_or_a_folder(tmp_path: Path) -> None:
    with pytest.raises(FileMissingError, match=r"none\.csv cannot be read \(No such file"):
        read_queries(tmp_path / "none.csv")
    with pytest.raises(FileMissingError, match=r"cannot be read \(Is a directory\)"):
        read_queries(tmp_path)


class TestRun:
    def test_what_is_written(self, tmp_path: Path) -> None:
        run = tmp_path / "new" / "folder" / "run.csv"
        assert write_run(run, CATALOGUE, [BEST, NOTHING]) == 2
        with run.open(encoding="utf-8", newline="") as stream:
            header, *rows = csv.reader(stream)
        assert tuple(header) == RUN_COLUMNS
        assert rows == [
            ["q1", "e,1", "f1", "1", "0.333333333", "0.25"],
            ["q1", 'e"2', "f2", "2", "-1e-12", "0"],
        ]

    def test_nothing_ranked_gives_a_header(self, tmp_path: Path) -> None:
        assert write_run(tmp_path / "run.csv", CATALOGUE, []) == 0
        assert (tmp_path / "run.csv").read_text("utf-8") == ",".join(RUN_COLUMNS) + "\n"

    def test_it_replaces_what_was_there_and_leaves_nothing_else(self, tmp_path: Path) -> None:
        run = tmp_path / "run.csv"
        run.write_text("old", "utf-8")
        write_run(run, CATALOGUE, [BEST])
        assert run.read_text("utf-8").startswith("query_id,")
        assert names(tmp_path) == ["run.csv"]

    def test_others_may_read_it_as_the_umask_says(self, tmp_path: Path) -> None:
        before = os.umask(0o027)
        try:
            write_run(tmp_path / "run.csv", CATALOGUE, [])
            assert os.umask(0o027) == 0o027
        finally:
            os.umask(before)
        assert (tmp_path / "run.csv").stat().st_mode & 0o777 == 0o640

    def test_one_that_cannot_be_written_leaves_nothing_behind(self, tmp_path: Path) -> None:
        folder, below_file = tmp_path / "folder", tmp_path / "file" / "run.csv"
        folder.mkdir()
        (tmp_path / "file").write_text("x", "utf-8")
        for place in (folder, below_file):
            with pytest.raises(FileMissingError, match=f"{place} cannot be written .*choose another --output"):
                write_run(place, CATALOGUE, [BEST])
        assert names(tmp_path) == ["file", "folder"]

    def test_one_that_fails_midway_leaves_the_old_one(self, tmp_path: Path) -> None:
        run = tmp_path / "run.csv"
        run.write_text("old", "utf-8")
        with pytest.raises(SourceError, match=r"run\.csv cannot be written"):
            write_run(run, CATALOGUE, [BEST, replace(BEST, query_id="q\ud800")])
        assert run.read_text("utf-8") == "old"
        assert names(tmp_path) == ["run.csv"]

    def test_an_answer_that_fails_is_not_laid_to_the_file(self, tmp_path: Path) -> None:
        def answers() -> Iterator[Best]:
            yield BEST
            raise ConnectionResetError(104, "the database went away")

        with pytest.raises(ConnectionResetError, match="went away"):
            write_run(tmp_path / "run.csv", CATALOGUE, answers())
        assert names(tmp_path) == []

    def test_an_answer_that_fails_leaves_the_old_one(self, tmp_path: Path) -> None:
        def answers() -> Iterator[Best]:
            yield BEST
            raise KeyboardInterrupt

        run = tmp_path / "run.csv"
        run.write_text("old", "utf-8")
        with pytest.raises(KeyboardInterrupt):
            write_run(run, CATALOGUE, answers())
        assert run.read_text("utf-8") == "old"
        assert names(tmp_path) == ["run.csv"]

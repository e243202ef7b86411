"""Exports: whatever a text holds, no spreadsheet takes it for a formula."""

import csv
import io
from collections.abc import Iterator

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.sheets import BOM, CHUNK, FORMULA, as_csv, as_xlsx, neutral

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), max_size=30)
DANGEROUS = st.builds(
    lambda blank, sign, rest: blank + sign + rest, st.sampled_from(["", " "]), st.sampled_from(FORMULA), TEXTS
)


def read_csv(content: bytes) -> list[list[str]]:
    text = content.decode()
    assert text.startswith(BOM)
    return list(csv.reader(io.StringIO(text.removeprefix(BOM), newline="")))


def read_xlsx(content: bytes) -> list[tuple[object, ...]]:
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    return [tuple(cell.value for cell in row) for row in sheet.iter_rows()]


@given(st.lists(st.one_of(DANGEROUS, TEXTS), min_size=1, max_size=5))
def test_no_cell_is_a_formula_and_no_text_is_lost(texts: list[str]) -> None:
    lines = [{"note": text, "n": number} for number, text in enumerate(texts)]
    [head, *rows] = read_csv(b"".join(as_csv(("n", "note"), lines)))
    assert head == ["n", "note"]
    for text, (number, shown) in zip(texts, rows, strict=True):
        assert not shown.lstrip(" ").startswith(FORMULA)
        assert shown.removeprefix("'") == text.replace("\0", "").removeprefix("'")
        assert texts[int(number)] == text
    assert len(read_xlsx(b"".join(as_xlsx(("n", "note"), lines)))) == len(texts) + 1


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", " =1", "＝1", "\0=1"])
def test_what_begins_like_a_formula_is_marked_as_text(text: str) -> None:
    assert neutral(text) == "'" + text.replace("\0", "")
    [_, [shown]] = read_xlsx(b"".join(as_xlsx(("note",), [{"note": text.replace("\0", "")}])))
    assert str(shown).startswith("'")


def test_values_keep_their_kind_in_xlsx() -> None:
    line: dict[str, object] = {"a": 1, "b": 0.5, "c": True, "d": None, "e": "x" * 40_000}
    [_, row] = read_xlsx(b"".join(as_xlsx(tuple(line), [line])))
    assert row == (1, 0.5, True, "", "x" * 32_767)
    [_, shown] = read_csv(b"".join(as_csv(tuple(line), [line])))
    assert shown == ["1", "0.5", "True", "", "x" * 40_000]


def test_a_long_table_comes_piece_by_piece() -> None:
    asked = 0

    def lines() -> Iterator[dict[str, object]]:
        nonlocal asked
        for _ in range(5_000):
            asked += 1
            yield {"note": "x" * 100}

    pieces = as_csv(("note",), lines())
    assert len(next(pieces)) < 2 * CHUNK
    assert asked < 1_000
    assert len(read_csv(BOM.encode() + b"".join(pieces))) > 4_000


@pytest.mark.parametrize("text", ["A;=1+1;B", "a,\t@SUM(A1)", "x\n=1", "; -2+3", 'A;"=1+1;B', "A;＝1+1;B"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_no_piece_of_a_csv_cell_is_a_formula_whatever_it_is_split_at(text: str, delimiter: str) -> None:
    [heading, line] = b"".join(as_csv(["name"], [{"name": text}])).decode("utf-8-sig").split("\r\n", 1)
    assert heading == "name"
    pieces = [piece.strip().strip('"').strip() for row in line.splitlines() for piece in row.split(delimiter)]
    assert not [piece for piece in pieces if piece.startswith(("=", "+", "-", "@", "＝"))]

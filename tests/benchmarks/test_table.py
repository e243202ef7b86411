import pytest

from tests.benchmarks.table import Row, Table, Timings, interleaved, peak_memory, timed


def test_a_row_is_held_below_what_is_allowed_and_above_what_is_asked_for() -> None:
    assert Row("answer", 10, 5, 10, "ms").held
    assert not Row("answer", 10, 5, 10.1, "ms").held
    assert Row("recall", 0.999, None, 0.999, "", least=True).held
    assert not Row("recall", 0.999, None, 0.9989, "", least=True).held


@pytest.mark.parametrize(
    ("row", "shown"),
    [
        (Row("answer", 10, 5, 12.345, "ms"), "| answer | ≤ 10 ms | 5 ms | 12.3 ms | 2.47 | missed |"),
        (Row("recall", 0.999, None, 1, "", least=True), "| recall | ≥ 0.999 |  | 1 |  | held |"),
        (Row("rate", 3000, 440, 12345, "/s", least=True), "| rate | ≥ 3,000 /s | 440 /s | 12,345 /s | 28.06 | held |"),
        (Row("few", 10, None, 12, "ms", judged=False), "| few | ≤ 10 ms |  | 12 ms |  | reduced, not judged |"),
        (Row("search", None, 2, 3, "ms"), "| search |  | 2 ms | 3 ms | 1.50 | no target |"),
        (Row("parts", 1e-6, None, 0, ""), "| parts | ≤ 1e-06 |  | 0 |  | held |"),
    ],
)
def test_a_row_as_it_is_printed(row: Row, shown: str) -> None:
    assert str(row) == shown


def test_a_table_has_a_line_a_row() -> None:
    table = Table("Speed", [])
    table.add(Row("one", 1, None, 1, "ms"), Row("two", 2, None, 1, "ms"))
    title, empty, head, rule, *rows = str(table).splitlines()
    assert (title, empty, head.count("|"), rule.count("|"), len(rows)) == ("Speed", "", 7, 7, 2)


def test_timings_are_told_by_median_and_nearest_rank() -> None:
    timings = Timings(tuple(float(n) for n in range(1, 101)))
    assert (timings.median, timings.quantile(0.99), timings.quantile(1)) == (50.5, 99.0, 100.0)


def test_what_warms_up_is_not_counted() -> None:
    calls: list[str] = []
    assert len(timed(lambda: calls.append("a"), 3, warm=1).each) == 3
    assert calls == ["a"] * 4
    one, two = interleaved([lambda: calls.append("b"), lambda: calls.append("c")], 2, warm=1)
    assert (len(one.each), len(two.each)) == (2, 2)
    assert calls[4:] == ["b", "c"] * 3


def test_memory_is_told_in_mebibytes() -> None:
    assert 10 < peak_memory() < 100_000

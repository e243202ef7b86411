"""The folder of an evaluation: findings as JSON, values of every query as CSV, a report to read."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from pydantic import ValidationError

from recommender.errors import FileFormatError, FileMissingError
from recommender.workspace import write_text_atomically
from training.evaluation.findings import PRODUCT, Findings, Measured
from training.evaluation.measures import ACCURACY
from training.evaluation.report import page

RESULT, PER_QUERY, REPORT = "result.json", "per_query.csv", "report.html"
KEYS = ("cutoff", "task", "query_id", "cluster", "warmth", "country", "history", "method")
COLUMNS = (*KEYS, *ACCURACY, "best_odds")


@dataclass(frozen=True)
class Row:
    """A query and how the product did on it."""

    query_id: str
    cluster: str
    values: dict[str, float]


@dataclass(frozen=True)
class Result:
    """A folder that was read: findings, and the product's values of each query by cutoff and task."""

    folder: Path
    findings: Findings
    rows: dict[tuple[str, str], tuple[Row, ...]]


def write(folder: Path, findings: Findings, judged: Sequence[Measured]) -> None:
    """Write an evaluation; ``result.json`` comes last, so that a folder that has it is whole.

    Raises
    ------
    FileMissingError
        If the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / RESULT).unlink(missing_ok=True)
        write_text_atomically(folder / PER_QUERY, _csv(judged))
        write_text_atomically(folder / REPORT, page(findings))
        write_text_atomically(folder / RESULT, findings.model_dump_json(indent=1) + "\n")
    except OSError as error:
        raise FileMissingError(
            f"{folder} cannot be written ({error.strerror or error}); choose another --output."
        ) from error


def read(folder: Path) -> Result:
    """Read what `write` wrote.

    Raises
    ------
    SourceError
        If a file is missing, or is not what an evaluation writes.
    """
    path = folder / RESULT
    try:
        findings = Findings.model_validate_json(_text(path))
    except ValidationError as error:
        problem = error.errors()[0]
        place = ".".join(str(part) for part in problem["loc"]) or "the whole"
        raise FileFormatError(
            f"{path} is not what this release of `kumppani evaluate` writes ({place}: {problem['msg']}); "
            "evaluate again."
        ) from error
    return Result(folder, findings, _rows(folder / PER_QUERY))


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except OSError as error:
        reason = error.strerror or error
        raise FileMissingError(
            f"{path} cannot be read ({reason}); name a folder that `kumppani evaluate` has written."
        ) from error
    except UnicodeDecodeError as error:
        raise FileFormatError(f"{path} is not UTF-8; evaluate again.") from error


def _csv(judged: Iterable[Measured]) -> str:
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    for part in judged:
        for method, table in part.tables.items():
            odds = [f"{value:.6g}" for value in part.best_odds] if method == PRODUCT else [""] * len(part.clusters)
            values = np.column_stack([table[measure] for measure in ACCURACY])
            for query, cluster, line, best in zip(part.task.queries, part.clusters, values, odds, strict=True):
                said = (part.groups[query.id][dimension][0] for dimension in ("warmth", "country", "history"))
                key = (part.task.day, part.task.name, query.id, cluster, *said, method)
                writer.writerow((*key, *(f"{value:.9g}" for value in line), best))
    return file.getvalue()


def _rows(path: Path) -> dict[tuple[str, str], tuple[Row, ...]]:
    found: dict[tuple[str, str], list[Row]] = {}
    reader = csv.DictReader(io.StringIO(_text(path), newline=""))
    if tuple(reader.fieldnames or ()) != COLUMNS:
        raise FileFormatError(f"{path} has not the columns that `kumppani evaluate` writes; evaluate again.")
    for line in reader:
        try:
            values = {measure: float(line[measure]) for measure in ACCURACY}
        except (TypeError, ValueError) as error:
            raise FileFormatError(f"{path}, line {reader.line_num}: {error}; evaluate again.") from error
        if line["method"] == PRODUCT:
            key = line["cutoff"], line["task"]
            found.setdefault(key, []).append(Row(line["query_id"], line["cluster"], values))
    return {key: tuple(rows) for key, rows in found.items()}

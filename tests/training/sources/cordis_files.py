"""CORDIS bulk files, written row by row."""

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

PROJECT = ("id", "acronym", "status", "title", "startDate", "endDate", "totalCost", "ecMaxContribution", "legalBasis",
           "topics", "frameworkProgramme", "objective", "rcn")  # fmt: skip
ORGANIZATION = ("projectID", "projectAcronym", "organisationID", "name", "SME", "activityType", "city", "country",
                "nutsCode", "organizationURL", "order", "role", "ecContribution")  # fmt: skip
TOPICS = ("projectID", "topic", "title")

Row = Mapping[str, str]


def table(columns: Sequence[str], rows: Sequence[Row]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="", delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def project(number: str, started: str = "2020-01-01", **more: str) -> Row:
    return {"id": number, "startDate": started, "title": f"Project {number}", "totalCost": "1200,5", **more}


def part(number: str, organisation: str, **more: str) -> Row:
    return {"projectID": number, "organisationID": organisation, "name": f"Org {organisation}", **more}


def folder(path: Path, projects: Sequence[Row], parts: Sequence[Row], topics: Sequence[Row] = ()) -> Path:
    path.mkdir(parents=True, exist_ok=True)
    (path / "project.csv").write_text(table(PROJECT, projects), "utf-8")
    (path / "organization.csv").write_text(table(ORGANIZATION, parts), "utf-8")
    if topics:
        (path / "topics.csv").write_text(table(TOPICS, topics), "utf-8")
    return path


def zipped(source: Path, path: Path, inside: str = "") -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(source.glob("*.csv")):
            archive.write(file, f"{inside}{file.name}")
    return path


def records(frame: pd.DataFrame) -> list[dict[str, str]]:
    return [{str(key): str(value) for key, value in row.items()} for row in frame.to_dict("records")]


def layout(path: Path) -> Path:
    """Write three projects, of which two are joint, with everything that the layout can say."""
    return folder(
        path,
        [
            project("1", "2019-05-01", endDate="2022-04-30", topics="T-1", frameworkProgramme="H2020",
                    objective="a\nb; c"),
            project("2", "2021-01-01 00:00:00", legalBasis="HORIZON.2.1", ecMaxContribution="12.5"),
            project("3", ""),
        ],
        [
            part("1", "10", SME="false", activityType="PRC", country="FI", nutsCode="FI1D2", role="coordinator",
                 name="Pulp Oy", organizationURL="https://pulp.example"),
            part("1", "11", SME="true", activityType="PRC", country="EL"),
            part("1", "12", SME="false", activityType="HES"),
            part("2", "10", SME="false", activityType="PRC", name="Pulp Oyj", role="participant"),
            part("2", "13", activityType="REC"),
            part("3", "14", activityType="PUB", SME="true"),
        ],
        [
            {"projectID": "1", "topic": "T-1", "title": "Forests"},
            {"projectID": "2", "topic": "T-2", "title": "Water"},
            {"projectID": "2", "topic": "T-3", "title": "Health"},
        ],
    )  # fmt: skip

"""Whatever file is named on the command line: one clear line and an exit code, and the workspace as before."""

import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from tests.tiny import Tiny, content, run
from tests.training.sources.catalogue_entries import changed, without

# Whole tables of each kind; each damage below is done to each of them.
TABLES = {
    "profiles": b"id,name,text,updated\na,Mill Oy,We saw wood.,2020-01-01\n",
    "partnerships": b"sme_id,ecosystem_id,since\na,circle,2020-01-01\n",
    "catalogue": b"id,flagship_id,flagship_name\na,b,Mill\n",
    "queries": b"query_id,sme_id,country,text\nq,,FI,We saw wood.\n",
}

DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "blank": lambda _: b" \n\n",
    "only a byte-order mark": lambda _: b"\xef\xbb\xbf",
    "binary": lambda _: bytes(range(256)) * 40,
    "picture": lambda _: b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
    "gzip": lambda _: b"\x1f\x8b\x08\x00\x00\x00\x00\x00",
    "zip of nothing": lambda _: b"PK\x05\x06" + bytes(18),
    "cut zip": lambda _: b"PK\x03\x04\x14\x00",
    "UTF-16": lambda whole: whole.decode().encode("utf-16"),
    "Latin 1": lambda whole: whole + "ä,ö,ä,ö\n".encode("latin-1"),
    "NUL": lambda whole: whole.replace(b"wood", b"wo\x00od").replace(b"circle", b"ci\x00rcle").replace(b"M", b"\x00"),
    "lone surrogate": lambda whole: whole + b"\xed\xa0\x80,b,c,d\n",
    "quote never closed": lambda whole: whole + b'"a,b,c,d\n',
    "text after a quote": lambda whole: whole + b'"a"b,c,d,e\n',
    "field of 10 MiB": lambda whole: whole + b"x" * 10 * 2**20 + b",b,2020-01-01,d\n",
    "wrong columns": lambda whole: b"colour,shape\n" + whole.split(b"\n", 1)[1],
    "no header": lambda whole: whole.split(b"\n", 1)[1],
    "JSON": lambda _: b'[{"id": "a", "name": "Mill Oy"}]',
    "page of the web": lambda _: b"<!doctype html><html><body>Sign in</body></html>\n",
}


@pytest.fixture(scope="module")
def workspace(trained: Path) -> Path:
    return trained


def arguments(kind: str, file: Path) -> list[str]:
    if kind == "queries":
        return ["recommend", "--queries", str(file), "--output", str(file.with_name("out.csv"))]
    return ["train", "--config", str(file)] if kind == "config" else ["ingest", kind, str(file)]


def assert_refused(kind: str, file: Path, workspace: Path) -> None:
    before = content(workspace)
    result = run(*arguments(kind, file), "--workspace", workspace)
    assert result.exit_code == 2, result.output
    told = result.stderr.splitlines()
    assert len(told) == 1
    assert told[0].startswith("error: ")
    assert "fault of kumppani" not in told[0]
    assert "Traceback" not in result.output
    assert 20 < len(told[0]) < 1000
    assert file.name in told[0]
    assert result.stdout == ""
    assert content(workspace) == before
    assert not file.with_name("out.csv").exists()


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("kind", TABLES)
def test_a_damaged_table_is_refused(kind: str, damage: str, tmp_path: Path, workspace: Path) -> None:
    file = tmp_path / "table.csv"
    file.write_bytes(DAMAGES[damage](TABLES[kind]))
    assert_refused(kind, file, workspace)


@pytest.mark.parametrize("kind", [*TABLES, "cordis", "config"])
@pytest.mark.parametrize("what", ["missing", "folder", "dangling link", "endless name"])
def test_what_is_no_file_is_refused(kind: str, what: str, tmp_path: Path, workspace: Path) -> None:
    file = tmp_path / ("x" * 300 if what == "endless name" else "file.csv")
    if what == "folder":
        file.mkdir()
    elif what == "dangling link":
        file.symlink_to(tmp_path / "nowhere")
    assert_refused(kind, file, workspace)


CONFIGS = {
    "binary": b"\xff\xfe\x00",
    "not TOML": b"trees: 10",
    "cut off": b'encoder = "tf',
    "key twice": b'encoder = "tfidf"\nencoder = "tfidf"\n',
    "unknown key": b"speed = 1\n",
    "unknown key inside": b"[fit]\nspeed = 1\n",
    "unknown encoder": b'encoder = "magic"\n',
    "trees as a text": b'[fit]\ntrees = "many"\n',
    "no trees": b"[fit]\ntrees = 0\n",
    "share over 1": b"[fit]\ntree_share = 1.5\n",
    "not a number": b"[fit]\nridge = nan\n",
    "fit as a list": b"fit = [1]\n",
    "lone surrogate": b'encoder = "\\ud800"\n',
    "JSON": b'{"encoder": "tfidf"}',
}


@pytest.mark.parametrize("text", CONFIGS.values(), ids=CONFIGS)
def test_a_config_that_cannot_be_used_is_refused(text: bytes, tmp_path: Path, workspace: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_bytes(text)
    assert_refused("config", file, workspace)


YAML: dict[str, object] = {
    "a text": "hello",
    "a mapping": {"id": "a"},
    "an empty list": [],
    "a list of texts": ["a", "b"],
    "unknown field": [changed(colour="blue")],
    "same id twice": [changed(), changed()],
    "day to come": [changed(known_on="2999-01-01")],
    "no such day": [changed(known_on="2024-02-30")],
    "unknown scope": [changed(scope="galactic")],
    "unknown theme": [changed(themes=["magic"])],
    "goal 18": [changed(sdgs=[18])],
    "goals as a number": [changed(goals=5)],
    "no address": [changed(source="somewhere")],
    "control character": [changed(note="a\x07b")],
    "long text": [changed(note="x" * 200_000)],
    "nested deep": [changed(note=[[[[[[[[[["a"]]]]]]]]]])],
    **{f"without {field}": [without(field)] for field in ("id", "flagship", "names", "scope", "summaries", "goals")},
}


@pytest.mark.parametrize("entries", YAML.values(), ids=YAML)
def test_a_catalogue_that_cannot_be_used_is_refused(entries: object, tmp_path: Path, workspace: Path) -> None:
    file = tmp_path / "catalogue.yaml"
    file.write_text(yaml.safe_dump(entries), "utf-8")
    assert_refused("catalogue", file, workspace)


RAW_YAML = {
    "empty": b"",
    "tab": b"\t- id: a",
    "billion laughs": b"a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n",
    "object": b"!!python/object/apply:os.system ['true']\n",
    "NUL": b"- id: a\x00b\n",
    "field twice": b"- id: a\n  id: b\n",
    "never closed": b"- [a, b\n",
    "deep": b"[" * 5000,
}


@pytest.mark.parametrize("text", RAW_YAML.values(), ids=RAW_YAML)
def test_yaml_that_is_odd_or_clever_is_refused(text: bytes, tmp_path: Path, workspace: Path) -> None:
    file = tmp_path / "catalogue.yml"
    file.write_bytes(text)
    assert_refused("catalogue", file, workspace)


def packed(file: Path, **members: bytes) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)


def cordis(folder: Path) -> dict[str, bytes]:
    Tiny().write(folder)
    return {path.name: path.read_bytes() for path in (folder / "cordis").iterdir()}


CORDIS: dict[str, Callable[[dict[str, bytes]], dict[str, bytes]]] = {
    "no members": lambda _: {},
    "no projects": lambda whole: {**whole, "project.csv": b""},
    "projects missing": lambda whole: {k: v for k, v in whole.items() if k != "project.csv"},
    "organisations missing": lambda whole: {k: v for k, v in whole.items() if k != "organization.csv"},
    "path upwards": lambda whole: {**whole, "../../escape.csv": b"a"},
    "path from the root": lambda whole: {**whole, "/etc/escape.csv": b"a"},
    "zip bomb": lambda whole: {**whole, "project.csv": bytes(300 * 2**20)},
    "binary projects": lambda whole: {**whole, "project.csv": bytes(range(256)) * 100},
    "NUL": lambda whole: {**whole, "project.csv": whole["project.csv"].replace(b"Project 3", b"Pro\x00ject")},
    "Latin 1": lambda whole: {**whole, "project.csv": whole["project.csv"].replace(b"Project 3", b"Pr\xf6jekt")},
    "UTF-16": lambda whole: {**whole, "project.csv": whole["project.csv"].decode().encode("utf-16")},
    "surrogate": lambda whole: {**whole, "project.csv": whole["project.csv"].replace(b"Project 3", b"\xed\xa0\x80")},
    "wrong columns": lambda whole: {**whole, "project.csv": b"colour;shape\na;b\n"},
    "columns twice": lambda whole: {**whole, "project.csv": b"id;id;title;startDate\n" + whole["project.csv"]},
    "only a header": lambda whole: {**whole, "organization.csv": whole["organization.csv"].split(b"\n")[0]},
    "field of 10 MiB": lambda whole: {**whole, "project.csv": whole["project.csv"] + b'"' + b"x" * 10 * 2**20 + b'"'},
}


@pytest.mark.parametrize("damage", CORDIS.values(), ids=CORDIS)
def test_a_damaged_archive_is_refused(
    damage: Callable[[dict[str, bytes]], dict[str, bytes]], tmp_path: Path, workspace: Path
) -> None:
    file = tmp_path / "cordis.zip"
    packed(file, **damage(cordis(tmp_path / "files")))
    assert_refused("cordis", file, workspace)
    assert not list(tmp_path.parent.glob("**/escape.csv"))


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9, 0.99])
def test_a_cut_archive_is_refused(share: float, tmp_path: Path, workspace: Path) -> None:
    file = tmp_path / "cordis.zip"
    packed(file, **cordis(tmp_path / "files"))
    os.truncate(file, int(file.stat().st_size * share))
    assert_refused("cordis", file, workspace)


ROWS = {
    "profiles": {
        "no name": "b,,We saw.,2020-01-01",
        "day to come": "b,Mill,We saw.,2999-01-01",
        "no such day": "b,Mill,We saw.,2023-02-30",
        "day in words": "b,Mill,We saw.,last spring",
        "id twice": "a,Mill,We saw.,2020-01-01",
        "long id": f"{'b' * 300},Mill,We saw.,2020-01-01",
        "long name": f"b,{'Mill' * 100},We saw.,2020-01-01",
        "control character in the id": "b\x07,Mill,We saw.,2020-01-01",
    },
    "partnerships": {
        "no SME": ",circle,2020-01-01",
        "no ecosystem": "b,,2020-01-01",
        "no day": "b,circle,",
        "day to come": "b,circle,2999-01-01",
        "no such day": "b,circle,2023-02-30",
        "month 13": "b,circle,2023-13-01",
        "same twice": "a,circle,2020-01-01",
        "with itself": "b,b,2020-01-01",
        "long id": f"{'b' * 300},circle,2020-01-01",
    },
}


@pytest.mark.parametrize(
    ("kind", "row"),
    [pytest.param(kind, row, id=f"{kind}: {name}") for kind, rows in ROWS.items() for name, row in rows.items()],
)
def test_a_bad_row_is_set_aside_and_counted_and_the_others_are_read(kind: str, row: str, tmp_path: Path) -> None:
    file = tmp_path / "table.csv"
    file.write_bytes(TABLES[kind] + row.encode() + b"\n")
    result = run(*arguments(kind, file), "--workspace", tmp_path / "workspace", "--json")
    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout)
    assert (told[kind], told["quarantined"], told["rows"]) == (1, 1, 2)


QUERIES = {
    "id twice": b"q,,,We plane wood.\n",
    "no id": b",,,We plane wood.\n",
    "too few fields": b"r,FI\n",
    "too many fields": b"r,,FI,We saw,and plane\n",
    "long text": b"r,,," + b"x" * 100_001 + b"\n",
}


@pytest.mark.parametrize("row", QUERIES.values(), ids=QUERIES)
def test_a_query_that_cannot_be_asked_is_refused(row: bytes, tmp_path: Path, workspace: Path) -> None:
    file = tmp_path / "queries.csv"
    file.write_bytes(TABLES["queries"] + row)
    assert_refused("queries", file, workspace)

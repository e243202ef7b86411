"""A backup, restored on an empty machine, of either kind from either kind; a backup that was changed is refused."""

import json
import struct
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select

from recommender.errors import ConflictError, FileFormatError, FileMissingError, InputError
from recommender.store import accounts, audit, outcomes, verdicts
from recommender.store.archive import MANIFEST, back_up, restore
from recommender.store.database import connected
from recommender.store.nouns import DeclineReason, Reached, Role, Stage, UserId, VerdictKind
from recommender.store.schema import metadata
from recommender.store.store import Store
from tests.databases import KINDS, START, Clock, fresh_postgresql
from tests.recommender.store.rows import ADVISOR, FOREST, OTHER, account, assigned, company, ranked, say


def filled(store: Store) -> Store:
    """Put something into a store: text of many scripts, JSON, moments, an undone verdict, an undone outcome."""
    company(store, text='Mittaamme vettä – "online" 🌊\nja = 1+1', offers=["Sensoreita"], size="micro")
    company(store, OTHER)
    account(store, ADVISOR, Role.ADVISOR)
    assigned(store, OTHER, ADVISOR)
    ranked(store, "run-1", text="x" * 5000)
    given = [say(VerdictKind.DECLINE, reason=DeclineReason.TOO_SMALL), say(VerdictKind.NOTE, FOREST, note="Ylös; ää")]
    first, _ = store.write(partial(verdicts.give, judgements=given, author=ADVISOR))
    store.write(partial(verdicts.give, judgements=[say(VerdictKind.UNDO, undoes=first.id)], author=ADVISOR))
    reached = Reached(OTHER, FOREST, Stage.RDI, START.date(), 10**10)
    told = store.write(partial(outcomes.record, reached=reached, author=ADVISOR))
    store.write(partial(outcomes.undo, outcome_id=told.id, author=ADVISOR))
    return store


def content(engine: Engine) -> dict[str, list[Any]]:
    with engine.connect() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key.columns))]
            for table in metadata.sorted_tables
        }


@pytest.fixture
def backup(store: Store, tmp_path: Path) -> Path:
    target = tmp_path / "backup.zip"
    back_up(filled(store).engine, target, at=START)
    return target


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Engine]:
    engine = connected(f"sqlite:///{tmp_path / 'empty.sqlite'}")
    yield engine
    engine.dispose()


@pytest.mark.parametrize("kind", KINDS)
def test_a_backup_restores_what_there_was_and_goes_on(
    store: Store, backup: Path, kind: str, tmp_path: Path, clock: Clock, request: pytest.FixtureRequest
) -> None:
    url = f"sqlite:///{tmp_path / 'new.sqlite'}"
    if kind == "postgresql":
        url = fresh_postgresql(request.getfixturevalue("postgresql"))
    engine = connected(url)
    manifest = restore(engine, backup)
    assert content(engine) == content(store.engine)
    assert manifest.at == START
    engine.dispose()
    again = Store.open(url, clock)
    new = accounts.NewUser("new@example.fi", Role.ADMIN)
    user = again.write(partial(accounts.create, new=new, actor=accounts.SYSTEM))
    with again.reading() as connection:
        assert accounts.find(connection, user.id) == user
        assert audit.verify(connection) == len(audit.entries(connection)) > 3
    again.close()


def test_a_backup_is_of_one_moment_and_its_owners_alone(store: Store, backup: Path) -> None:
    assert backup.stat().st_mode & 0o077 == 0
    assert not list(backup.parent.glob(".backup.zip-*"))
    account(store, UserId("usr-late"), Role.ADMIN)
    with zipfile.ZipFile(backup) as archive:
        assert b"usr-late" not in archive.read("users.jsonl")


def test_it_is_restored_into_an_empty_store_only(store: Store, backup: Path) -> None:
    before = content(store.engine)
    with pytest.raises(ConflictError, match="not empty"):
        restore(store.engine, backup)
    assert content(store.engine) == before


Files = dict[str, bytes]


def manifest(files: Files, change: Callable[[dict[str, Any]], object]) -> None:
    told = json.loads(files[MANIFEST])
    change(told)
    files[MANIFEST] = json.dumps(told).encode()


def reseal(files: Files, table: str, old: bytes, new: bytes) -> None:
    """Change rows and make the manifest fit: what is left to notice is the audit log and the schema."""
    import hashlib  # noqa: PLC0415 - here alone

    name = f"{table}.jsonl"
    assert old in files[name]
    files[name] = files[name].replace(old, new)
    digest = hashlib.sha256(files[name]).hexdigest()
    rows = files[name].count(b"\n")
    manifest(files, lambda told: told["tables"][table].update(sha256=digest, rows=rows))


DAMAGES: dict[str, Callable[[Files], object]] = {
    "changed row": lambda f: f.update({"verdicts.jsonl": f["verdicts.jsonl"].replace(b"too_small", b"too_early")}),
    "row lost": lambda f: f.update({"runs.jsonl": b""}),
    "row twice": lambda f: f.update({"runs.jsonl": f["runs.jsonl"] * 2}),
    "resealed log": lambda f: reseal(f, "audit", b"verdict.give", b"verdict.lose"),
    "resealed without a company": lambda f: reseal(f, "organisations", b'"id": "org-b"', b'"id": "org-c"'),
    "resealed with a bad moment": lambda f: reseal(f, "runs", b"2026-03-01T", b"2026-13-01T"),
    "resealed with a naive moment": lambda f: reseal(f, "runs", b"+00:00", b""),
    "resealed with another column": lambda f: reseal(f, "runs", b'"model"', b'"modelo"'),
    "resealed with no JSON": lambda f: reseal(f, "runs", b"{", b"["),
    "resealed with a number for a text": lambda f: reseal(f, "users", b'"role": "advisor"', b'"role": null'),
    "other file": lambda f: f.update({"../../etc/passwd": b"root"}),
    "file missing": lambda f: f.pop("tokens.jsonl"),
    "no manifest": lambda f: f.pop(MANIFEST),
    "broken manifest": lambda f: f.update({MANIFEST: b"{"}),
    "other format": lambda f: manifest(f, lambda told: told.update(format=2)),
    "other revision": lambda f: manifest(f, lambda told: told.update(revision="0000")),
    "other table": lambda f: manifest(f, lambda told: told["tables"].pop("users")),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_backup_that_was_changed_is_refused_and_leaves_nothing(
    tmp_path: Path, clock: Clock, empty: Engine, damage: str
) -> None:
    store = Store.open(f"sqlite:///{tmp_path / 'store.sqlite'}", clock)
    source = tmp_path / "backup.zip"
    back_up(filled(store).engine, source, at=START)
    store.close()
    with zipfile.ZipFile(source) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    DAMAGES[damage](files)
    with zipfile.ZipFile(source, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    with pytest.raises(InputError) as refusal:
        restore(empty, source)
    assert str(source) in str(refusal.value) or "revision" in str(refusal.value)
    assert not any(content(empty).values())


def test_cuts_and_flipped_bits_are_refused_or_change_nothing(
    tmp_path: Path, store: Store, backup: Path, empty: Engine
) -> None:
    """Some bits of a zip mean nothing, such as the hour in the header of a file; all of its data mean something."""
    whole, expected = backup.read_bytes(), content(store.engine)
    damaged, inside, restored = tmp_path / "damaged.zip", data_of(backup), set[int]()
    for spot in range(0, len(whole), max(1, len(whole) // 60)):
        for data in (whole[:spot], whole[:spot] + bytes([whole[spot] ^ 0x10]) + whole[spot + 1 :]):
            damaged.write_bytes(data)
            try:
                restore(empty, damaged)
            except (FileFormatError, ConflictError):
                assert not any(content(empty).values())
            else:
                assert len(data) == len(whole)
                restored.add(spot)
                assert content(empty) == expected
                empty.dispose()
                empty = connected(f"sqlite:///{tmp_path / f'empty{spot}.sqlite'}")
    empty.dispose()
    assert not restored & inside


@pytest.mark.parametrize("compression", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA, 99], ids=["bzip2", "lzma", "none"])
@pytest.mark.parametrize("member", ["manifest.json", "audit.jsonl"])
def test_another_compression_than_that_of_the_data_is_refused(
    member: str, compression: int, tmp_path: Path, backup: Path, empty: Engine
) -> None:
    whole = bytearray(backup.read_bytes())
    entry = whole.rindex(member.encode()) - 46  # a central directory entry has 46 bytes before the name
    assert struct.unpack_from("<I6xH", whole, entry) == (0x02014B50, zipfile.ZIP_DEFLATED)
    struct.pack_into("<H", whole, entry + 10, compression)
    damaged = tmp_path / "damaged.zip"
    damaged.write_bytes(whole)
    with pytest.raises(FileFormatError, match="take another backup"):
        restore(empty, damaged)
    assert not any(content(empty).values())


def data_of(archive: Path) -> set[int]:
    """Tell which bytes of an archive are data of a file in it, but for the last of each, which may be filled up.

    What a flipped bit makes of an empty file is an empty file still.
    """
    whole = archive.read_bytes()
    found = set[int]()
    with zipfile.ZipFile(archive) as opened:
        for info in opened.infolist():
            lengths = struct.unpack_from("<HH", whole, info.header_offset + 26)
            start = info.header_offset + 30 + sum(lengths)
            found.update(range(start, start + info.compress_size - 1) if info.file_size else ())
    assert found
    return found


@pytest.mark.parametrize(
    ("made", "error"), [(None, FileMissingError), (b"", FileFormatError), (b"no zip", FileFormatError)]
)
def test_what_is_no_backup_is_named(tmp_path: Path, empty: Engine, made: bytes | None, error: type[Exception]) -> None:
    source = tmp_path / "backup.zip"
    if made is not None:
        source.write_bytes(made)
    with pytest.raises(error, match=r"backup\.zip"):
        restore(empty, source)

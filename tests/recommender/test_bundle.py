"""Bundles: what is saved comes back, byte for byte, and a damaged one is refused before anything of it is read."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest

from recommender import bundle
from recommender.bundle import Training, load, read_manifest, save
from recommender.entities import Query
from recommender.errors import BundleCorruptError, BundleError, BundleMissingError, BundleVersionError, EncoderError
from recommender.indexing.exact import ExactIndex
from recommender.manifest import FORMAT, FileMark, Manifest, sealed
from tests.worlds import CONFIG, SEED, SOLE_TRADER, UNTIL, Fitted, sme

TRAINING = Training(UNTIL, SEED, {"kind": "tfidf"}, CONFIG.model_dump(), {"projects": "150"}, {"recall@10": 0.5})
FILES = (
    "calibration.json", "dense/means.npy", "dense/owners.data.npy", "dense/owners.indices.npy",
    "dense/owners.indptr.npy", "dense/passages.npy", "dense/plain.json", "dense/spread.npy", "dense/stands.data.npy",
    "dense/stands.indices.npy", "dense/stands.indptr.npy", "dense/told.npy", "encoder/components.npy",
    "encoder/idf.npy", "encoder/tfidf.json", "graph/common.data.npy", "graph/from_participants.npy",
    "graph/from_projects.npy", "graph/plain.json", "lexical/data.npy", "lexical/plain.json", "lexical/rows.npy",
    "lexical/starts.npy", "popular/by_country.npy", "popular/plain.json", "popular/seat.npy", "profiles/plain.json",
    "profiles/vectors.npy", "ranker/ranker.json", "ranker/trees.txt", "reciprocal/capacity.npy",
    "reciprocal/demand.npy", "reciprocal/plain.json", "space/centre.npy", "space/plain.json",
    "space/participants.npy", "tables/ecosystems.parquet", "tables/participations.parquet", "tables/projects.parquet",
)  # fmt: skip
"""What every bundle holds, among others; the test below takes in what else there is."""

QUERIES = [Query(f"w{n}", sme(n), "", "Hydrogen for the harbour." if n % 2 else "") for n in range(0, 90, 7)]
QUERIES += [Query("cold", None, "SE", "ore drill"), Query("empty")]


@pytest.fixture(scope="session")
def whole(small: Fitted, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a saved bundle under the name that its contents give it; copy before damaging it."""
    draft = tmp_path_factory.mktemp("bundles") / "draft"
    draft.mkdir()
    return draft.rename(draft.with_name(save(small.recommender, draft, TRAINING)))


@pytest.fixture
def copy(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(whole, tmp_path / whole.name))


def refused(folder: Path, kind: type[BundleError], reason: str) -> None:
    """Assert that the bundle is refused, and that nothing of it was opened for it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bundle, "_read", lambda *_: pytest.fail("the bundle was opened"))
        for attempt in (lambda: load(folder, folder), lambda: read_manifest(folder)):
            with pytest.raises(kind, match=reason):
                attempt()


def edited(folder: Path, edit: Callable[[dict[str, Any]], object]) -> None:
    record = json.loads((folder / "manifest.json").read_text("utf-8"))
    edit(record)
    (folder / "manifest.json").write_text(json.dumps(record), "utf-8")


def _mark(marks: dict[str, Any], record: dict[str, Any]) -> None:
    record["files"].update(marks)


def resealed(folder: Path, **changes: object) -> Path:
    """Write marks and name anew, as if training had written what is there now."""
    manifest = Manifest.model_validate_json((folder / "manifest.json").read_text("utf-8"))
    (folder / "manifest.json").unlink()
    name = sealed(manifest.model_copy(update=changes), folder)
    return folder.rename(folder.with_name(name))


class TestRoundTrip:
    def test_the_same_rankings_reasons_and_evidence(self, small: Fitted, whole: Path) -> None:
        loaded = load(whole, whole)
        for explain in (False, True):
            before = small.recommender.recommend(QUERIES, k=12, explain=explain)
            assert loaded.recommend(QUERIES, k=12, explain=explain) == before

    def test_the_version_is_the_name(self, whole: Path) -> None:
        assert whole.name.startswith(f"{UNTIL}-")
        assert load(whole, whole).version == whole.name

    def test_saving_twice_gives_the_same_bytes(self, small: Fitted, whole: Path, tmp_path: Path) -> None:
        assert save(small.recommender, tmp_path, TRAINING) == whole.name
        again = {p.relative_to(tmp_path): p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
        assert again == {p.relative_to(whole): p.read_bytes() for p in whole.rglob("*") if p.is_file()}

    def test_saving_what_was_loaded_gives_the_same_bytes(self, whole: Path, tmp_path: Path) -> None:
        assert save(load(whole, whole), tmp_path, TRAINING) == whole.name

    def test_the_manifest_tells_what_was_trained(self, small: Fitted, whole: Path) -> None:
        manifest = read_manifest(whole)
        assert (manifest.format, manifest.day, manifest.seed) == (FORMAT, "2024-01-01", SEED)
        assert manifest.encoder == {"kind": "tfidf", "name": small.encoder.name}
        assert manifest.index == "faiss:Flat"
        assert manifest.measures == {"recall@10": 0.5}
        assert set(manifest.libraries) == set(bundle.LIBRARIES)
        assert set(FILES) < set(manifest.files)

    def test_the_texts_of_profiles_are_kept_but_those_of_sole_traders(self, small: Fitted, whole: Path) -> None:
        said = {profile.organisation_id: profile.text.encode() for profile in small.facts.profiles}
        contents = [path.read_bytes() for path in whole.rglob("*") if path.is_file()]
        assert any(said[sme(SOLE_TRADER - 1)] in content for content in contents)
        assert not any(said[sme(SOLE_TRADER)] in content for content in contents)

    def test_nothing_is_pickled(self, whole: Path) -> None:
        assert {p.suffix for p in whole.rglob("*") if p.is_file()} <= {
            ".json", ".npy", ".parquet", ".txt", ".faiss", ".bin", ".index",
        }  # fmt: skip


class TestDamage:
    @pytest.mark.parametrize("name", FILES)
    def test_a_file_of_every_kind(self, copy: Path, name: str) -> None:
        self._damage(copy, name)

    def test_all_other_files(self, copy: Path) -> None:
        for name in sorted(set(read_manifest(copy).files) - set(FILES)):
            self._damage(copy, name)

    @staticmethod
    def _damage(folder: Path, name: str) -> None:
        file = folder / name
        content = file.read_bytes()
        middle = len(content) // 2
        for damaged in (
            content[:middle],
            b"",
            content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :],
            bytes([content[0] ^ 1]) + content[1:],
            content[:-1] + bytes([content[-1] ^ 1]),
            content + b"\n",
        ):
            file.write_bytes(damaged)
            refused(folder, BundleCorruptError, f"{name} is not the file that training wrote")
        file.unlink()
        refused(folder, BundleCorruptError, f"{name} is missing")
        outside = folder.parent / "outside"
        outside.write_bytes(content)
        file.symlink_to(outside)
        refused(folder, BundleCorruptError, f"{name} is not the file that training wrote")
        file.unlink()
        file.write_bytes(content)
        read_manifest(folder)

    @pytest.mark.parametrize("extra", ["extra.txt", "tables/more.parquet", ".hidden", "ranker/deep/er.json"])
    def test_an_extra_file(self, copy: Path, extra: str) -> None:
        (copy / extra).parent.mkdir(exist_ok=True)
        (copy / extra).write_text("x")
        refused(copy, BundleCorruptError, f"{extra} does not belong there")

    def test_a_dangling_link_and_a_link_to_a_folder(self, copy: Path, tmp_path: Path) -> None:
        (copy / "link").symlink_to("nowhere")
        refused(copy, BundleCorruptError, "link does not belong there")
        (copy / "link").unlink()
        (copy / "link").symlink_to(tmp_path)
        refused(copy, BundleCorruptError, "link does not belong there")

    def test_a_folder_that_became_a_link(self, copy: Path, tmp_path: Path) -> None:
        (copy / "tables").rename(tmp_path / "elsewhere")
        (copy / "tables").symlink_to(tmp_path / "elsewhere")
        refused(copy, BundleCorruptError, "tables")

    def test_a_missing_folder(self, copy: Path) -> None:
        shutil.rmtree(copy / "index")
        refused(copy, BundleCorruptError, "index/.* is missing")

    def test_no_bundle_at_all(self, tmp_path: Path) -> None:
        refused(tmp_path / "none", BundleMissingError, "There is no bundle at .*none; run `kumppani train`")
        (tmp_path / "file").write_text("x")
        refused(tmp_path / "file", BundleMissingError, "There is no bundle")

    def test_files_that_cannot_be_read_though_their_marks_are_right(self, copy: Path) -> None:
        (copy / "graph" / "common.data.npy").write_bytes(b"no array")
        with pytest.raises(BundleCorruptError, match="it cannot be read"):
            load(resealed(copy), copy)

    @pytest.mark.parametrize("content", [b"no trees", b"", b"tree\nversion=v4\nnum_class=1\n"])
    def test_trees_that_cannot_be_read_though_their_marks_are_right(self, copy: Path, content: bytes) -> None:
        (copy / "ranker" / "trees.txt").write_bytes(content)
        with pytest.raises(BundleCorruptError, match="trees"):
            load(resealed(copy), copy)

    def test_a_ranker_of_other_features(self, copy: Path) -> None:
        file = copy / "ranker" / "ranker.json"
        record = json.loads(file.read_text("utf-8"))
        file.write_text(json.dumps({**record, "features": ["other"]}), "utf-8")
        with pytest.raises(BundleCorruptError, match="trained on other features; train again"):
            load(resealed(copy), copy)

    def test_a_config_that_makes_no_sense(self, copy: Path) -> None:
        with pytest.raises(BundleCorruptError, match="it cannot be read"):
            load(resealed(copy, config={"pipeline": {"depth": 0}}), copy)


class TestManifest:
    @pytest.mark.parametrize(
        "content",
        [b"", b"no json", b"{", b"[]", b"null", b"3", b"\xff\xfe", b"[" * 200_000, b'{"format": ' + b"9" * 5000 + b"}"],
    )
    def test_one_that_cannot_be_read(self, copy: Path, content: bytes) -> None:
        (copy / "manifest.json").write_bytes(content)
        refused(copy, BundleCorruptError, "its manifest cannot be read")

    def test_none(self, copy: Path) -> None:
        (copy / "manifest.json").unlink()
        refused(copy, BundleCorruptError, "its manifest cannot be read")
        (copy / "manifest.json").mkdir()
        refused(copy, BundleCorruptError, "its manifest cannot be read")

    @pytest.mark.parametrize("version", [0, FORMAT + 1, "1", None])
    def test_another_format(self, copy: Path, version: object) -> None:
        edited(copy, lambda record: record.update(format=version))
        refused(copy, BundleVersionError, f"it has format {version}, this version reads {FORMAT}. Train again")

    @pytest.mark.parametrize("version", ["0.2.0", "1.0.0", "0", "0.10.0", "", "later"])
    def test_another_release_of_kumppani(self, copy: Path, version: str) -> None:
        edited(copy, lambda record: record.update(kumppani=version, more=1))
        refused(copy, BundleVersionError, f"kumppani {version} wrote it and this is .* Train again")

    def test_another_patch_of_the_same_release(self, copy: Path) -> None:
        patched = resealed(copy, kumppani=f"{'.'.join(metadata.version('kumppani').split('.')[:2])}.99")
        assert load(patched, patched).version == patched.name

    @pytest.mark.parametrize("field", sorted(set(Manifest.model_fields) - {"format", "files"}))
    def test_a_field_that_is_missing(self, copy: Path, field: str) -> None:
        edited(copy, lambda record: record.pop(field))
        refused(copy, BundleCorruptError, f"{field} in its manifest: Field required")

    def test_a_field_that_is_unknown_or_of_another_type(self, copy: Path) -> None:
        edited(copy, lambda record: record.update(more=1))
        refused(copy, BundleCorruptError, "more in its manifest: Extra inputs")
        edited(copy, lambda record: (record.pop("more"), record.update(seed="many")))
        refused(copy, BundleCorruptError, "seed in its manifest")

    def test_marks_that_were_edited(self, copy: Path) -> None:
        moved = copy.rename(copy.with_name("renamed"))  # else the name gives it away first
        name = "space/centre.npy"
        mark = read_manifest(moved).files[name]
        for wrong in (FileMark(size=mark.size + 1, sha256=mark.sha256), FileMark(size=mark.size, sha256="0" * 64)):
            changed = {name: wrong.model_dump()}
            edited(moved, partial(_mark, changed))
            refused(moved, BundleCorruptError, f"{name} is not the file that training wrote")
        edited(moved, lambda record: record["files"].pop(name))
        refused(moved, BundleCorruptError, f"{name} does not belong there")

    def test_a_mark_outside_the_folder(self, copy: Path) -> None:
        moved = copy.rename(copy.with_name("renamed"))
        edited(moved, partial(_mark, {"../outside": {"size": 0, "sha256": ""}}))
        refused(moved, BundleCorruptError, r"\.\./outside is missing")

    @pytest.mark.parametrize("change", [{"seed": 8}, {"measures": {"recall@10": 0.99}}, {"day": "2030-01-01"}])
    def test_any_other_edit_shows_by_the_name(self, copy: Path, change: dict[str, object]) -> None:
        edited(copy, lambda record: record.update(change))
        refused(copy, BundleCorruptError, "manifest.json is not the file that training wrote")


class TestEncoder:
    def test_another_than_it_was_trained_with(self, copy: Path) -> None:
        other = resealed(copy, encoder={"kind": "tfidf", "name": "tfidf-other"})
        with pytest.raises(EncoderError, match="trained with the encoder tfidf-other"):
            load(other, other)

    def test_a_sentence_encoder_that_is_not_there(self, copy: Path) -> None:
        config = {"model": str(copy / "no-model")}
        other = resealed(copy, encoder={"kind": "sentence", "name": "e5", "configs": [config]})
        with pytest.raises(EncoderError):
            load(other, other)

    def test_one_that_the_manifest_does_not_describe(self, copy: Path) -> None:
        with pytest.raises(BundleCorruptError, match="it cannot be read"):
            load(resealed(copy, encoder={"name": "some"}), copy)


class TestSaving:
    def test_another_index_than_faiss_cannot_be_saved(self, small: Fitted, tmp_path: Path) -> None:
        world = replace(small.recommender.world, index=ExactIndex(small.recommender.world.space.participants))
        with pytest.raises(BundleError, match="FAISS index"):
            save(replace(small.recommender, world=world), tmp_path, TRAINING)

    def test_a_folder_that_is_a_file(self, small: Fitted, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("x")
        with pytest.raises(BundleError, match=r"Cannot write the bundle to .*file"):
            save(small.recommender, tmp_path / "file", TRAINING)

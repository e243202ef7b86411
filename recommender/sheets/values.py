"""What people write in a cell, read as a value; ``None`` where it is not one."""

import hashlib
import re
import unicodedata
from datetime import date

from recommender.entities import SizeClass

_ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")
_NORDIC_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
EARLIEST_YEAR = 1900

_YES = frozenset({"true", "yes", "y", "1", "x", "kyllä", "on", "ja", "tosi", "sant"})
_NO = frozenset({"false", "no", "n", "0", "ei", "nej", "epätosi", "falskt"})

_SIZE_WORDS = {
    SizeClass.MICRO: ("micro", "mikro", "mikroyritys", "mikroföretag"),
    SizeClass.SMALL: ("small", "pieni", "pienyritys", "liten", "litet", "småföretag"),
    SizeClass.MEDIUM: ("medium", "medium-sized", "keskisuuri", "keskisuuri yritys", "medelstor", "medelstort"),
    SizeClass.SME: ("sme", "pk", "pk-yritys", "kmu", "små och medelstora företag", "smf"),
    SizeClass.LARGE: ("large", "suuri", "suuryritys", "stor", "stort", "storföretag"),
    SizeClass.UNKNOWN: ("unknown", "ei tiedossa", "okänd", "okänt"),
}
_SIZES = {word: size for size, words in _SIZE_WORDS.items() for word in words}
_HEADCOUNT = re.compile(r"(\d{1,9})(?:\s*[-–]\s*(\d{1,9}))?")
_HEADCOUNT_LIMITS = ((10, SizeClass.MICRO), (50, SizeClass.SMALL), (250, SizeClass.MEDIUM))


def parse_day(text: str) -> date | None:
    """Day written as ``2024-05-31`` (a time after it is ignored) or ``31.5.2024``, from the year 1900."""
    if match := _ISO_DAY.fullmatch(text):
        year, month, day = (int(part) for part in match.groups())
    elif match := _NORDIC_DAY.fullmatch(text):
        day, month, year = (int(part) for part in match.groups())
    else:
        return None
    try:
        return date(year, month, day) if year >= EARLIEST_YEAR else None
    except ValueError:
        return None


def parse_flag(text: str) -> bool | None:
    """Yes or no in English, Finnish or Swedish."""
    word = text.casefold()
    return True if word in _YES else False if word in _NO else None


def parse_size(text: str) -> SizeClass | None:
    """Size class from a word in English, Finnish or Swedish, or from a number or range of employees.

    Headcounts as in Commission Recommendation 2003/361/EC, annex, article 2: micro below 10, small below 50, medium
    below 250; turnover is not asked. A range that spans two classes of SME gives ``SME``.
    """
    word = " ".join(text.casefold().split())
    if word in _SIZES:
        return _SIZES[word]
    match = _HEADCOUNT.fullmatch(word)
    if not match:
        return None
    least, most = (_of_headcount(int(part or match.group(1))) for part in match.groups())
    if least is most:
        return least
    return SizeClass.SME if most.is_sme else SizeClass.UNKNOWN


def _of_headcount(employees: int) -> SizeClass:
    return next((size for limit, size in _HEADCOUNT_LIMITS if employees < limit), SizeClass.LARGE)


def parse_list(text: str) -> tuple[str, ...]:
    """Return the parts between semicolons, bars or line breaks, without blanks and repetitions."""
    parts = (" ".join(part.split()) for part in re.split(r"[;|\n]", text))
    return tuple(dict.fromkeys(part for part in parts if part))


def stable_id(name: str, *more: str) -> str:
    """Readable id that depends on nothing but the words given: a slug of `name` and eight digits of a SHA-256."""
    ascii_name = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", ascii_name).strip("-")[:48].rstrip("-")
    words = "\n".join(" ".join(word.casefold().split()) for word in (name, *more))
    digest = hashlib.sha256(words.encode()).hexdigest()[:8]
    return f"{slug}-{digest}" if slug else digest

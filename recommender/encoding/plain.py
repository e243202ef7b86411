"""Texts without what only a machine reads: invisible characters, and what is said again and again."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator

LEAST = 3
"""Words of a sentence that counts once however often it is said; times that a phrase has to follow itself."""

LONGEST = 40
"""Words of a phrase that is looked for after itself."""

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+")
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")


def plain(text: str) -> str:
    """Leave out invisible characters, sentences said before, and phrases that follow themselves three times or more.

    Most texts hold nothing of this and come back as they are.
    """
    seen = text if text.isascii() else text.translate(dict.fromkeys(map(ord, filter(_is_invisible, set(text)))))
    words = seen.casefold().split()
    if len(set(words)) == len(words):  # nothing is said twice
        return seen
    sentences = _SENTENCE_END.split(seen)
    kept = list(_said_once(sentences))
    once = seen if len(kept) == len(sentences) else " ".join(kept)
    if max(Counter(words).values()) < LEAST:  # no phrase follows itself so often
        return once
    spoken = once.split()
    fewer = list(_without_runs(spoken))
    return once if len(fewer) == len(spoken) else " ".join(fewer)


def _is_invisible(character: str) -> bool:
    return unicodedata.category(character) == "Cf" or _SELECTORS.match(character) is not None


def _said_once(sentences: Iterable[str]) -> Iterator[str]:
    """Sentences that were not said before; short ones stay, as they may be abbreviations."""
    said: set[tuple[str, ...]] = set()
    for sentence in sentences:
        words = tuple(sentence.casefold().split())
        if len(words) < LEAST or words not in said:
            yield sentence
        said.add(words)


def _without_runs(words: list[str]) -> Iterator[str]:
    """Words, with each phrase that follows itself at least `LEAST` times given once."""
    folded = [word.casefold() for word in words]
    often = Counter(folded)
    place = 0
    while place < len(words):
        length, times = _run(folded, place) if often[folded[place]] >= LEAST else (1, 1)
        yield from words[place : place + length]
        place += length * times


def _run(words: list[str], place: int) -> tuple[int, int]:
    """Words of the shortest phrase that is said `LEAST` times or more from here, and how often; else one word, once."""
    for length in range(1, min(LONGEST, (len(words) - place) // LEAST) + 1):
        if words[place] != words[place + length]:
            continue
        phrase, times = words[place : place + length], 1
        while words[place + times * length : place + (times + 1) * length] == phrase:
            times += 1
        if times >= LEAST:
            return length, times
    return 1, 1

"""Whether a text is English, by byte n-grams (langid.py, Lui and Baldwin 2012, in its successor py3langid)."""

from __future__ import annotations

import functools
import re
from typing import Any

from claimkit.errors import NotEnglishError

ENGLISH = "en"
# Below this probability of English a text is set aside. English headlines of six words go as low as .002; whole
# articles in any of 66 other languages lie below .000001 (benchmarks/reading.py).
_LEAST_PROBABLE = 0.001
_NO_LANGUAGE = "zxx"
# So much of a text tells its language; the rest costs time alone.
_CHARACTERS_ENOUGH = 4_000
# Numbers and addresses are in no language; a column of prices outweighs the English around it.
_NO_WORD = re.compile(r"\d|://|@")
_LATIN_LETTER = re.compile("[A-Za-z\xc0-\u024f]")
_LETTER = re.compile(r"[^\W\d_]")


def language_of(text: str) -> str | None:
    """``en``, or ``None`` where the text is too short or too mixed to tell.

    Raises :class:`NotEnglishError` where it is certainly in another language. Lines in another script that stand
    beside English ones, as on pages of foreign agencies, do not count: layout sets them aside.
    """
    words = _main_part(text[:_CHARACTERS_ENOUGH]).split()
    sample = " ".join(word for word in words if not _NO_WORD.search(word))
    ranking = dict(_identifier().rank(sample))
    likely = max(ranking, key=lambda language: ranking[language])
    if likely == ENGLISH:
        return ENGLISH
    if ranking[ENGLISH] >= _LEAST_PROBABLE:
        return None
    raise NotEnglishError(f"the text looks like {likely!r} (ISO 639), and claimkit reads English")


def _main_part(text: str) -> str:
    """The lines in Latin script if they are half of the text, else all of it."""
    lines = text.splitlines()
    counts = [(len(_LETTER.findall(line)), len(_LATIN_LETTER.findall(line))) for line in lines]
    latin = [line for line, (letters, roman) in zip(lines, counts, strict=True) if 2 * roman >= letters]
    total, kept = sum(letters for letters, _ in counts), sum(roman for _, roman in counts)
    return "\n".join(latin) if 2 * kept >= total else text


@functools.cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    # A text of which we know nothing is not set aside for being nothing.
    identifier.set_languages([language for language in identifier.labels if language != _NO_LANGUAGE])
    return identifier

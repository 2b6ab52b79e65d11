"""A number that its words do not say."""

from __future__ import annotations

import functools
import math
from collections.abc import Iterator

from claimkit.checks.catalogue import Hit, Row, Settings, hit, row_check
from claimkit.checks.data import Data
from claimkit.checks.text import no_text


@row_check(
    id="value-not-reproducible",
    title="A value that its words do not say",
    severity="error",
    table="claims",
    description="The words of a quantity, read again by themselves, give another number than the one stored.",
    mend='Correct low and high, or the span: in "8.5 %" the number is 8.5 and not 85.',
    template="low is {low:g} and high {high:g}, but {words!r} reads {read}",
    skip=no_text,
)
def value_not_reproducible(row: Row, data: Data, _settings: Settings) -> Iterator[Hit]:
    text = data.text(row["article_id"])
    if text is None:
        return
    for number, quantity in enumerate(row["quantities"]):
        words = text[quantity["span"]["start"] : quantity["span"]["end"]]
        read = _numbers(words)
        # «a couple of», «no»: words that the reader of amounts leaves to the parse say nothing here.
        if read and not _agrees(quantity["low"], quantity["high"], read):
            told = ", ".join(f"{low:g}" if low == high else f"{low:g} to {high:g}" for low, high in read)
            yield hit(f"$.quantities[{number}]", low=quantity["low"], high=quantity["high"], words=words, read=told)


@functools.lru_cache(maxsize=4096)
def _numbers(words: str) -> tuple[tuple[float, float], ...]:
    """The numbers of the words. In «30 and 40 million» the scale of the last is that of all, so both readings count."""
    from claimkit.extraction.amounts import amounts_in
    from claimkit.extraction.parsing import normalise

    found = amounts_in(normalise(words), ())
    scale = found[-1].scale if found else 1.0
    return tuple(
        dict.fromkeys(
            (each.low * by, each.high * by) for by in (1.0, scale) for each in found if by * each.scale <= scale
        )
    )


def _agrees(low: float, high: float, read: tuple[tuple[float, float], ...]) -> bool:
    """Whether the interval is one of those read, or runs from an end of one to an end of another («100 and 150»)."""
    ends = [each for pair in read for each in pair]
    return any(map(functools.partial(_near, low), ends)) and any(map(functools.partial(_near, high), ends))


def _near(a: float, b: float) -> bool:
    # «a third» is 0.333 to whoever types it in.
    return math.isclose(a, b, rel_tol=1e-3)

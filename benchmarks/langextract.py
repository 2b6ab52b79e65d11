"""How well altered claims are found in their article again, and how surely false ones are not.

    python benchmarks/langextract.py [--corpora ../shared/corpora]

Claims that the program finds in the demo articles, and reported contents of PolNeAR dev (Newell, Margolin and Ruths
2018; in one span, of 4 to 60 words), each altered in the ways of a language model that repeats a passage, at random
with a fixed seed. What is still said must be found, with at least nine tenths of the right characters (intersection
over union); what is no longer said must not be: another number, a "not" put in or taken out, words of another article,
the same words in another order. Errors were read on the demo articles alone; PolNeAR was only measured. Prints JSON and
writes benchmarks/results/langextract.json. ``milliseconds`` are CPU time for one claim, all alterations together.
"""

import argparse
import json
import os
import random
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from claimkit.evaluation.brat import read_brat
from claimkit.exchange.alignment import Searchable, align, searchable
from claimkit.extraction.pipeline import extract
from claimkit.reading import read_articles
from claimkit.records import Span
from claimkit.resources import load_lexicon, resource

HERE = Path(__file__).parent
RESULT = HERE / "results" / "langextract.json"
CORPORA = os.environ.get("CLAIMKIT_CORPORA", str(HERE.parents[1] / "shared" / "corpora"))
RIGHT = 0.9


class Case(NamedTuple):
    """A passage of an article, and another article to look for it in."""

    article: Searchable
    span: Span
    other: Searchable

    @property
    def words(self) -> str:
        """The passage."""
        return self.article.text[self.span.start : self.span.end]


def main() -> None:
    """Measure both collections."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, default=Path(CORPORA))
    options = parser.parse_args()
    result = {"demo": measure(list(demo_cases()))}
    polnear = next(iter(sorted(options.corpora.rglob("*/dev/text"))), None) if options.corpora.is_dir() else None
    if polnear is not None:
        result["polnear_dev"] = measure(list(polnear_cases(polnear.parent)))
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(result, indent=2))


def demo_cases() -> Iterator[Case]:
    """The claims of the demo articles, in one span."""
    found = [extract(article) for article in read_articles([Path(str(resource("demo/articles")))])]
    texts = [searchable(each.article.text or "") for each in found]
    for number, each in enumerate(found):
        # Demo articles are in groups of four about one event; the other one is of another event.
        other = texts[(number + 5) % len(texts)]
        for claim in each.claims:
            if len(claim.spans) == 1 and enough(claim.text or ""):
                yield Case(texts[number], claim.spans[0], other)


def polnear_cases(folder: Path) -> Iterator[Case]:
    """The contents of PolNeAR, in one span."""
    documents = list(read_brat(folder))
    texts = [searchable(document.text) for document in documents]
    for number, document in enumerate(documents):
        for link in document.attributions:
            if len(link.content) == 1:
                case = Case(texts[number], link.content[0], texts[(number + 1) % len(texts)])
                if enough(case.words) and align(case.words, case.other) is None:
                    yield case


def enough(words: str) -> bool:
    """Whether a passage is neither a word nor a page."""
    return 4 <= len(words.split()) <= 60


Alter = Callable[[str, random.Random], str | None]


def plain_words(words: str) -> list[int]:
    """Places of inner words without which the same is said: no number, no denial, no day."""
    decisive = {each for group in load_lexicon("alignment")["decisive"].values() for each in group}
    pieces = words.split()
    return [
        at
        for at, piece in enumerate(pieces)
        if 0 < at < len(pieces) - 1 and piece.isalpha() and piece.lower() not in decisive
    ]


def without_a_word(words: str, chance: random.Random) -> str | None:
    """One word left out."""
    places = plain_words(words)
    if not places:
        return None
    pieces, at = words.split(), chance.choice(places)
    return " ".join(pieces[:at] + pieces[at + 1 :])


def with_another_word(words: str, chance: random.Random) -> str | None:
    """One word replaced."""
    places = plain_words(words)
    if not places:
        return None
    pieces = words.split()
    pieces[chance.choice(places)] = "something"
    return " ".join(pieces)


def with_a_word_more(words: str, chance: random.Random) -> str | None:
    """One word put in."""
    pieces = words.split()
    pieces.insert(chance.randrange(1, len(pieces)), "also")
    return " ".join(pieces)


def shortened(words: str, chance: random.Random) -> str | None:
    """The middle left out, with an ellipsis."""
    pieces = words.split()
    third = len(pieces) // 3
    return f"{' '.join(pieces[:third])} ... {' '.join(pieces[-third:])}" if third >= 3 and chance else None


def respelt(words: str, chance: random.Random) -> str | None:
    """Other marks, other case, other spacing."""
    plain = words.translate(str.maketrans({"“": '"', "”": '"', "’": "'", "—": "-", "–": "-"}))
    return re.sub(" ", lambda _: chance.choice([" ", "  ", "\n"]), plain[:1].swapcase() + plain[1:])


def with_another_number(words: str, chance: random.Random) -> str | None:
    """One number changed."""
    numbers = list(re.finditer(r"\d+", words))
    if not numbers:
        return None
    chosen = chance.choice(numbers)
    return words[: chosen.start()] + str(int(chosen.group()) + 10) + words[chosen.end() :]


def denied(words: str, chance: random.Random) -> str | None:
    """A "not" taken out, or put in."""
    if re.search(r"\bnot\b", words):
        return re.sub(r"\bnot\s?", "", words, count=1)
    pieces = words.split()
    pieces.insert(chance.randrange(1, len(pieces)), "not")
    return " ".join(pieces)


def shuffled(words: str, chance: random.Random) -> str | None:
    """The same words in another order."""
    pieces = words.split()
    if len(set(pieces)) < 6:
        return None
    chance.shuffle(pieces)
    return " ".join(pieces)


STILL_SAID: dict[str, Alter] = {
    "unchanged, offsets off": lambda words, _: words,
    "respelt": respelt,
    "a word left out": without_a_word,
    "a word replaced": with_another_word,
    "a word put in": with_a_word_more,
    "middle left out": shortened,
}
NOT_SAID: dict[str, Alter] = {
    "another number": with_another_number,
    "not put in or taken out": denied,
    "another order": shuffled,
}


def measure(cases: list[Case]) -> dict[str, Any]:
    """The shares of each kind of alteration."""
    chance = random.Random(7)  # noqa: S311 - alterations, no secrets
    start, tried = time.process_time(), 0
    found: dict[str, Any] = {}
    for name, alter in STILL_SAID.items():
        hits = [hit(case, alter(case.words, chance), chance) for case in cases]
        told = [share for share in hits if share is not None]
        tried += len(told)
        found[name] = {"claims": len(told), "found": rate([share >= RIGHT for share in told]),
                       "exactly": rate([share == 1.0 for share in told])}  # fmt: skip
    rejected: dict[str, Any] = {}
    for name, alter in NOT_SAID.items():
        altered = [(case, words) for case in cases if (words := alter(case.words, chance)) is not None]
        tried += len(altered)
        refused = [align(words, case.article, off(case, chance)) is None for case, words in altered]
        rejected[name] = {"claims": len(altered), "rejected": rate(refused)}
    elsewhere = [align(case.words, case.other) is None for case in cases]
    tried += len(cases)
    rejected["of another article"] = {"claims": len(cases), "rejected": rate(elsewhere)}
    spent = round(1000 * (time.process_time() - start) / max(tried, 1), 2)
    return {"claims": len(cases), "still_said": found, "not_said": rejected, "milliseconds": spent}


def off(case: Case, chance: random.Random) -> Span:
    """Offsets that are off by some words."""
    by = chance.randrange(-40, 40)
    return Span(max(0, case.span.start + by), max(1, case.span.end + by))


def hit(case: Case, words: str | None, chance: random.Random) -> float | None:
    """Intersection over union with the right characters; ``None`` where the passage could not be altered so."""
    if words is None:
        return None
    aligned = align(words, case.article, off(case, chance))
    if aligned is None:
        return 0.0
    start, end = aligned.spans[0].start, aligned.spans[-1].end
    common = min(end, case.span.end) - max(start, case.span.start)
    union = max(end, case.span.end) - min(start, case.span.start)
    return max(common, 0) / union


def rate(outcomes: list[bool]) -> float | None:
    """The share of what is true, in three digits."""
    return round(sum(outcomes) / len(outcomes), 3) if outcomes else None


if __name__ == "__main__":
    main()

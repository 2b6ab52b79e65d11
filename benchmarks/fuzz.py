"""Mutated articles through extract(): no exception, and every row valid by its schema and in itself.

    python benchmarks/fuzz.py [--corpora ../shared/corpora] [--articles 10000] [--first 0] [--tagger-every 4]

Articles are cut, doubled and shuffled; quotation marks are swapped and lost; emoji, NUL, right-to-left text, odd
spaces, lone surrogates, impossible dates and numbers and long repeats are put in. They start from the demo articles
and, where the corpora are present, from pieces of PolNeAR's train part. Article ``n`` is made from seed ``n`` alone,
so one that fails is made again with ``--first n --articles 1``. Every ``--tagger-every``-th is read with the tagger,
the others by rules alone. Prints JSON and writes benchmarks/results/fuzz.json (not for a part of the numbers).
"""

import argparse
import json
import os
import platform
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from claimkit import Article, extract
from claimkit.dataset.rows import rows_of
from claimkit.errors import InputError
from claimkit.quality.integrity import FINDINGS
from claimkit.quality.references import Known, Place, parent_findings, remember
from claimkit.resources import resource
from claimkit.schema import ID_OF, findings

HERE = Path(__file__).parent
RESULT = HERE / "results" / "fuzz.json"
CORPORA = os.environ.get("CLAIMKIT_CORPORA", str(HERE.parents[1] / "shared" / "corpora"))
ARTICLES = 10_000
LONGEST_SEED, LONGEST_PIECE = 2_500, 600
MOST_REPORTED = 40
DATES = (None, "2024-03-05", "2020-02-29", "0001-01-01", "9999-12-31", "1582-10-10")

QUOTES = "\"'“”‘’„«»‹›`´＂"
SPACES = "\u00a0\u2003\u200b\u2028\u2029\u202f\u3000\t\v\f\x1c\x1d\x1e\x85\r\n"
MARKS = "\x00\ufeff\u0301\u202e\u200f\u2066\u2069\ufffd\x1b\x7f"
EMOJI = ("😀", "👩‍👩‍👧", "🇰🇵", "🏳️‍🌈", "✍🏽", "\U0010ffff")
RTL = ("‏אמר ראש העיר.‏", "قال الوزير «إن العدد ٤٢».", "\u202eno sey\u202c")
ODD = (
    *("February 30, 2023", "31/31/2031", "the year 0", "in 99999", "on the 32nd", "00:61", "24:60 GMT", "Q9 2024"),
    *("1e400", "1,2,3.4.5", "-0", "½⅓", "²³", "٤٢", "一二三", "10" * 60, "$-5bn", "5 to", "between and", "0/0", "NaN"),
    *("infinity per cent", "per per cent", "a dozen dozen dozen", "minus minus 3", "€£¥ 7", "7 US$ 8", "100 000 00"),
    *("last last year", "a century of decades ago", "999999999 years ago", "1000000 days later", "next February 29"),
    *("<p>said</p>", "&nbsp;&quot;", "{{template}}", "\\u0000", "%s%n", "https://a.b/c?d=“e”", "@who", "(((", ")))"),
    *("he she they it said said said", "who whom whose which that that that", "according to according to"),
    *("CITY (AP) —", "By By By", "(Reuters)", "Photo: :", "- - -", "...", "?!?!", "No. 1. 2. 3.", "Mr. Dr. Gen. Sen."),
)  # fmt: skip

Mutation = Callable[[str, random.Random], str]


def main() -> None:
    """Run the numbers asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, default=Path(CORPORA))
    parser.add_argument("--articles", type=int, default=ARTICLES)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--tagger-every", type=int, default=4)
    options = parser.parse_args()
    result = run(seeds(options.corpora), range(options.first, options.first + options.articles), options.tagger_every)
    if options.first == 0 and options.articles >= ARTICLES:
        RESULT.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(result, indent=2))
    sys.exit(bool(result["exceptions"] or result["faults"]))


def run(texts: Sequence[str], numbers: range, tagger_every: int) -> dict[str, Any]:
    """Extract and check each; what failed is listed by number and kind, never with its words."""
    outcomes: Counter[str] = Counter()
    exceptions: list[str] = []
    faults: list[str] = []
    slowest: list[tuple[float, int, int]] = []
    claims = 0
    for number in numbers:
        if number % 500 == 499:
            print(
                f"{number + 1 - numbers.start:,} articles, {time.process_time():.0f} CPU s", file=sys.stderr, flush=True
            )
        article = mutated(texts, number)
        begin = time.process_time()
        try:
            rows = rows_of(extract(article, rules_only=number % tagger_every != 0))
        except InputError as error:
            outcomes[error.reason] += 1
            continue
        except Exception as error:  # noqa: BLE001 - to find them is what this is for
            outcomes["exception"] += 1
            exceptions.append(f"{number}: {type(error).__name__}: {str(error)[:80]} at {_place(error)}")
            print(exceptions[-1], file=sys.stderr, flush=True)
            continue
        slowest = sorted([*slowest, (time.process_time() - begin, number, len(article.text or ""))], reverse=True)[:5]
        outcomes["extracted"] += 1
        claims += len(rows["claims"])
        found = _faults(rows)
        if found:
            faults.append(f"{number}: {found[0]}")
            print(faults[-1], file=sys.stderr, flush=True)
    return {
        "articles": len(numbers),
        "seed_texts": len(texts),
        "python": platform.python_version(),
        "with_tagger": sum(number % tagger_every == 0 for number in numbers),
        "outcomes": dict(sorted(outcomes.items())),
        "claims": claims,
        "exceptions": len(exceptions),
        "faults": len(faults),
        "first_exceptions": exceptions[:MOST_REPORTED],
        "first_faults": faults[:MOST_REPORTED],
        "slowest": [{"number": n, "cpu_seconds": round(s, 2), "characters": length} for s, n, length in slowest],
    }


def seeds(corpora: Path) -> list[str]:
    """The demo articles, and the beginnings of some of PolNeAR's train articles where they are present."""
    demo = sorted(resource("demo/articles").iterdir(), key=lambda file: file.name)
    texts = [file.read_text(encoding="utf-8") for file in demo if file.name.endswith(".txt")]
    train = sorted((corpora / "attribution" / "polnear" / "train" / "text").glob("*.txt"))
    return texts + [path.read_bytes().decode("utf-8")[:LONGEST_SEED] for path in train[::8]]


def mutated(texts: Sequence[str], number: int) -> Article:
    """Article ``number``: one to six mutations of one of the texts, with a date that is often odd or absent."""
    # Not for secrets: the same number must give the same article.
    chance = random.Random(number)  # noqa: S311
    text = _piece(chance.choice(texts), chance)
    for _ in range(chance.randint(1, 6)):
        text = chance.choice(MUTATIONS)(text, chance)
    if chance.random() < 0.15:
        text += "\n\n" + _piece(chance.choice(texts), chance)
    return Article.from_text(text, published=chance.choice(DATES), publisher="Corran Herald", url=f"urn:fuzz:{number}")


def _piece(text: str, chance: random.Random) -> str:
    """A few lines of the text, so that ten thousand articles are affordable; now and then all of it."""
    if chance.random() < 0.03:
        return text
    start = text.find("\n", chance.randint(0, len(text))) + 1
    return text[start : start + LONGEST_PIECE]


def _slice(text: str, chance: random.Random) -> tuple[int, int]:
    edges = sorted(chance.randint(0, len(text)) for _ in range(2))
    return edges[0], edges[1]


def cut(text: str, chance: random.Random) -> str:
    """Take a slice out, or keep nothing else."""
    start, end = _slice(text, chance)
    return text[start:end] if chance.random() < 0.3 else text[:start] + text[end:]


def double(text: str, chance: random.Random) -> str:
    """Say a slice twice."""
    start, end = _slice(text, chance)
    return text[:end] + text[start:]


def swap_quotes(text: str, chance: random.Random) -> str:
    """Other quotation marks in the place of some, and none in the place of others."""
    return "".join(chance.choice(QUOTES + " ") if each in QUOTES and chance.random() < 0.5 else each for each in text)


def space_out(text: str, chance: random.Random) -> str:
    """Odd white space in the place of some spaces, and none in the place of others."""
    rate = chance.choice((0.02, 0.3))
    return "".join(chance.choice(("", *SPACES)) if each == " " and chance.random() < rate else each for each in text)


def _insert(text: str, pieces: Sequence[str], chance: random.Random, most: int) -> str:
    for _ in range(chance.randint(1, most)):
        at = chance.randint(0, len(text))
        text = text[:at] + chance.choice(pieces) + text[at:]
    return text


def put_emoji(text: str, chance: random.Random) -> str:
    """Emoji anywhere, often before a quotation mark."""
    if chance.random() < 0.5:
        return text.replace('"', chance.choice(EMOJI) + '"')
    return _insert(text, EMOJI, chance, 20)


def put_quotes(text: str, chance: random.Random) -> str:
    """Quotation marks where none belong."""
    return _insert(text, QUOTES, chance, 30)


def put_marks(text: str, chance: random.Random) -> str:
    """Control characters, joiners, marks of direction."""
    return _insert(text, MARKS, chance, 20)


def put_rtl(text: str, chance: random.Random) -> str:
    """Right-to-left words and overrides."""
    return _insert(text, RTL, chance, 6)


def put_odd(text: str, chance: random.Random) -> str:
    """Impossible dates and numbers, markup, and fragments of what rules look for."""
    return _insert(text, tuple(f" {piece} " for piece in ODD), chance, 8)


def put_surrogate(text: str, chance: random.Random) -> str:
    """Half a character."""
    return _insert(text, ("\ud83d", "\udc00"), chance, 3) if chance.random() < 0.3 else text


def repeat(text: str, chance: random.Random) -> str:
    """A character, a word or a line, many times over."""
    words = text.split() or ["a"]
    piece = chance.choice(
        (
            chance.choice(QUOTES),
            chance.choice(words) + " ",
            "said " + chance.choice(words) + ", ",
            "\n",
            "(",
            "5 to ",
            "a",
        )
    )
    at = chance.randint(0, len(text))
    return text[:at] + piece * chance.choice((5, 20, 80, 300)) + text[at:]


def shuffle_words(text: str, chance: random.Random) -> str:
    """The words of one slice in any order."""
    start, end = _slice(text, chance)
    words = text[start:end].split(" ")
    chance.shuffle(words)
    return text[:start] + " ".join(words) + text[end:]


def shuffle_lines(text: str, chance: random.Random) -> str:
    """Lines in any order, with any line ends."""
    lines = text.splitlines()
    chance.shuffle(lines)
    return "".join(line + chance.choice(("\n", "\r\n", "\r", "\n\n", " ", "")) for line in lines)


def change_case(text: str, chance: random.Random) -> str:
    """One slice in capitals, small letters or titles; «ß» and «ŉ» grow when they are capitalised."""
    start, end = _slice(text, chance)
    piece = chance.choice((str.upper, str.lower, str.title, str.swapcase))(text[start:end] + "ßŉİ")
    return text[:start] + piece + text[end:]


def lose_characters(text: str, chance: random.Random) -> str:
    """Any character may be missing, or be another of the text."""
    return "".join(
        each if chance.random() > 0.02 else chance.choice(("", chance.choice(text), each * 2)) for each in text
    )


MUTATIONS: tuple[Mutation, ...] = (
    *(cut, double, swap_quotes, space_out, put_emoji, put_quotes, put_marks, put_rtl, put_odd, put_odd, put_surrogate),
    *(repeat, shuffle_words, shuffle_lines, change_case, lose_characters),
)


def _faults(rows: dict[str, list[dict[str, Any]]]) -> list[str]:
    known = Known(present=frozenset(rows))
    faults: list[str] = []
    if any(_has_half_characters(row) for table in rows.values() for row in table):
        return []  # set aside as unstorable by every writer
    for config in ("articles", "mentions", "attributions", "claims"):
        for line, row in enumerate(rows[config], start=1):
            found = findings(config, row)
            if valid := not found:
                FINDINGS[config](row, known, found)
            if not remember(config, row[ID_OF[config]], row, known, Place(config, line, valid)):
                faults.append(f"{config}: an identifier occurs twice")
            faults += [f"{config}: {finding.path}: {finding.message[:60]}" for finding in found]
    return faults + [f"attributions: {finding.path}" for _, _, finding in parent_findings(known)]


def _has_half_characters(row: dict[str, Any]) -> bool:
    try:
        json.dumps(row, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False


def _place(error: BaseException) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return "?" if trace is None else f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}"


if __name__ == "__main__":
    main()

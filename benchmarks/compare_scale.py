"""Comparison of 100,000 and of a million synthetic claims: seconds, peak memory, growth.

    python benchmarks/compare_scale.py            # results/compare_scale.json; every size in a process of its own

The claims are of our own making: events with a place, people and a toll, told by one to a dozen outlets in sentences of
twenty templates, with names after Zipf's law, copies, rounded and conflicting figures, and background facts that many
articles repeat.
What is measured is all that ``compare`` does once the tables are read: events, copies and origins, linkage, relations,
clusters, verification, with a process beside it for every processor; apart from that the writing of its tables; and
linkage alone, from profiles whose events are given to sets of the same claim.
"""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import datetime as dt
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from multiprocessing import active_children
from pathlib import Path

from claimkit.comparison.compare import Comparison, compare_corpus
from claimkit.comparison.corpus import Corpus
from claimkit.comparison.linkage import link, same_claims
from claimkit.comparison.profiles import Profile, content_words
from claimkit.dataset.storage import open_table
from claimkit.records import (
    Article,
    Bound,
    ClaimKind,
    Direction,
    Quantity,
    QuantityRole,
    RangeKind,
    Span,
    TimeAnchor,
    TimeExpression,
    TimeType,
)

RESULTS = Path(__file__).parent / "results" / "compare_scale.json"
SIZES = (100_000, 1_000_000)
MUST_SECONDS, MUST_BYTES, AIM_SECONDS = 600, 8 * 2**30, 240
_SYLLABLES = ("ba", "cor", "del", "fen", "gar", "hol", "jen", "kas", "lor", "mir", "nos", "pol", "ras", "sel", "tor")
# {p} a person, {c} a place, {n} a number, {w} a word of the event's own; predicate, subject, object, counted.
_TEMPLATES = (
    ("{n} people died in the {w} fire in {c}", "die", "people", None, "people"),
    ("the fire in {c} killed {n} people", "kill", "fire", "people", "people"),
    ("{n} residents of {c} were injured by the {w} fire", "injure", "residents", None, "resident"),
    ("{p} visited the {w} quarter of {c} on the following day", "visit", "{p}", "quarter", None),
    ("mayor {p} promised {n} new homes for {c}", "promise", "{p}", "homes", "home"),
    ("police arrested {p} over the {w} affair", "arrest", "police", "{p}", None),
    ("prosecutors charged {p} with arson in {c}", "charge", "prosecutors", "{p}", None),
    ("{p} denied any part in the {w} affair", "deny", "{p}", "part", None),
    ("the {w} company closed its works in {c}", "close", "company", "works", None),
    ("the works in {c} employed {n} workers", "employ", "works", "workers", "worker"),
    ("schools in {c} stayed shut for {n} days", "shut", "schools", None, "day"),
    ("the {w} bridge in {c} reopened to traffic", "reopen", "bridge", None, None),
    ("neighbours heard a blast near the {w} depot", "hear", "neighbours", "blast", None),
    ("{p} was taken to the {w} hospital in {c}", "take", "{p}", None, None),
    ("the council of {c} set aside {n} crowns for repairs", "set", "council", "crowns", "crown"),
    ("an inquiry into the {w} fire is under way", "be", "inquiry", None, None),
    ("{p} resigned as head of the {w} works", "resign", "{p}", None, None),
    ("firefighters from {c} worked through the night", "work", "firefighters", None, None),
)
_BACKGROUND = (
    ("{p} has led {c} since {y}", "lead", "{p}", "{c}", None),
    ("{c} has {n} inhabitants", "have", "{c}", "inhabitants", "inhabitant"),
)


def names(count: int, words: int, chance: random.Random) -> list[str]:
    """Names that do not exist, all different."""
    found: dict[str, None] = {}
    while len(found) < count:
        found[" ".join("".join(chance.choices(_SYLLABLES, k=4)) for _ in range(words))] = None
    return list(found)


def profiles(size: int, events: dict[str, str], seed: int = 7) -> Iterator[Profile]:
    """``size`` claims, event by event; ``events`` is filled with the event of each article on the way."""
    chance = random.Random(seed)  # noqa: S311 - no secret, and the same claims every time
    people, places, words = (names(size // part + 50, n, chance) for part, n in ((60, 2), (300, 1), (100, 1)))
    made = 0
    while made < size:
        event = f"event {len(events)}"
        cast = [people[_zipf(len(people), chance)] for _ in range(3)]
        place, word = places[_zipf(len(places), chance)], words[chance.randrange(len(words))]
        told = chance.sample(_TEMPLATES, 9)
        figures = [chance.choice((2, 3, 5, 12, 40, 100, 250)) for _ in told]
        copied: list[tuple[str, ...]] = []
        for _ in range(min(12, int(chance.paretovariate(1.2)))):
            article = f"a{len(events)}"
            events[article] = event
            copy = bool(copied) and chance.random() < 0.15
            lines = copied if copy else _article(told, figures, cast, place, word, chance)
            copied = lines
            for number, line in enumerate(lines[: size - made]):
                yield _profile(f"{made:07d}", article, number, line)
                made += 1
            if made >= size:
                return


def _zipf(count: int, chance: random.Random) -> int:
    return min(count - 1, int(chance.paretovariate(0.6)) - 1)


def _article(told, figures, cast, place, word, chance):  # type: ignore[no-untyped-def]  # tuples of templates
    lines = []
    for template, figure in zip(told, figures, strict=True):
        if chance.random() < 0.75:
            # One in eight outlets gives another figure.
            number = figure + (chance.randint(1, 9) if chance.random() < 0.125 else 0)
            lines.append((*template, chance.choice(cast[:2]), place, str(number), word, "2004"))
    if chance.random() < 0.5:
        lines.append((*chance.choice(_BACKGROUND), cast[0], place, str(1000 + len(place) * 977), word, "2004"))
    return lines


def _profile(claim: str, article: str, number: int, line: tuple[str, ...]) -> Profile:
    text, predicate, subject, other, counted, person, place, figure, word, year = line
    values = {"p": person.title(), "c": place.title(), "n": figure, "w": word, "y": year}
    text = text.format(**values)
    named = tuple(sorted(name for name in (person, place) if name.title() in text))
    return Profile(
        claim_id=claim,
        article_id=article,
        publisher=None,
        published="2024-05-06",
        sentence=Span(number * 100, number * 100 + len(text)),
        text=text,
        predicate=predicate,
        negated=False,
        kind=ClaimKind.EVENT,
        presupposed=False,
        subject=subject.format(**values).lower(),
        object=other.format(**values).lower() if other else None,
        obliques=(),
        places=(place,) if place in named else (),
        names=named,
        words=content_words(text),
        quantities=(_quantity(figure, counted),) if counted else (),
        times=(_year(year),) if year in text else (),
        hedges=(),
        certainty=None,
        chain=(),
        chain_certain=True,
    )


def _quantity(figure: str, counted: str) -> Quantity:
    return Quantity(
        span=Span(0, 1),
        low=float(figure),
        high=float(figure),
        unit=None,
        counted=(counted,),
        property=None,
        per=None,
        range_kind=RangeKind.NONE,
        bound=Bound.EXACT,
        direction=Direction.NONE,
        role=QuantityRole.VALUE,
        resolution=1.0,
    )


def _year(year: str) -> TimeExpression:
    return TimeExpression(
        span=Span(0, 4),
        type=TimeType.DATE,
        timex=year,
        edtf=year,
        start=f"{year}-01-01",
        end=f"{year}-12-31",
        anchor=TimeAnchor.NONE,
        unresolved=None,
    )


def corpus_of(size: int) -> Corpus:
    """The claims with their articles: outlets by turns, a week for every hundred events, the lines as text."""
    events: dict[str, str] = {}
    found = list(profiles(size, events))
    lines: dict[str, list[str]] = {}
    for profile in found:
        lines.setdefault(profile.article_id, []).append(f"{profile.text}.")
    number = {event: at for at, event in enumerate(dict.fromkeys(events.values()))}
    # Twenty templates are no newspaper: what an event is about has words and names of its own besides.
    chance = random.Random(11)  # noqa: S311 - as above
    vocabulary = names(20_000, 1, chance)
    subject = {event: chance.sample(vocabulary, 60) for event in number}
    articles = {}
    for at, (article_id, told) in enumerate(lines.items()):
        day = dt.date(2020, 1, 6) + dt.timedelta(days=number[events[article_id]] // 15 % 1500)
        about = chance.sample(subject[events[article_id]], 45)
        text = " ".join(
            [*(f"{one} {two.title()} {three}." for one, two, three in zip(*[iter(about)] * 3, strict=True)), *told]
        )
        title = " ".join(subject[events[article_id]][:4]).title()
        article = Article.from_text(text, title=title, publisher=f"outlet {at % 211}", published=day.isoformat())
        articles[article_id] = dataclasses.replace(article, article_id=article_id)
    known = articles.get
    return Corpus(
        articles,
        tuple(
            dataclasses.replace(each, publisher=article.publisher, published=article.published)
            for each in found
            if (article := known(each.article_id)) is not None
        ),
    )


def measure(size: int) -> dict[str, float | int]:
    """One size, in this process."""
    corpus = corpus_of(size)
    workers = os.cpu_count() or 1
    started, cpu = time.perf_counter(), time.process_time()
    with _watched() as memory:
        found = compare_corpus(corpus, workers=workers)
    seconds, cpu = time.perf_counter() - started, time.process_time() - cpu
    others = resource.getrusage(resource.RUSAGE_CHILDREN)
    return {
        "claims": len(corpus.profiles),
        "articles": len(corpus.articles),
        "pairs": len(found.pairs),
        "clusters": len(found.clusters),
        "workers": workers,
        "seconds": round(seconds, 1),
        "cpu_seconds": round(cpu + others.ru_utime + others.ru_stime, 1),
        "peak_bytes": max(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024, *memory),
        "seconds_writing": _written(found),
    }


@contextlib.contextmanager
def _watched() -> Iterator[list[int]]:
    """What this process and those beside it hold in memory together, in bytes, every other second (Linux)."""
    seen, over = [0], threading.Event()

    def watch() -> None:
        while not over.wait(2):
            seen.append(sum(map(_resident, [os.getpid(), *(each.pid or 0 for each in active_children())])))

    watching = threading.Thread(target=watch, daemon=True)
    watching.start()
    try:
        yield seen
    finally:
        over.set()
        watching.join()


def _resident(process: int) -> int:
    """Bytes of a process in memory; of a page that several share its part (``Pss``), or copies would count twice."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        return 0  # ended in between
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)


def _written(found: Comparison) -> float:
    """Seconds that the tables take to be written."""
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        for config, records in (
            ("pairs", found.pairs),
            ("clusters", found.clusters),
            ("verification", found.verification),
        ):
            table = open_table(Path(folder), config, "parquet")
            for record in records:
                table.add(record.to_dict())
            table.close()
    return round(time.perf_counter() - started, 1)


def measure_linkage(size: int) -> dict[str, float | int]:
    """Linkage alone, in this process; the making of the claims is taken off."""
    started = time.perf_counter()
    events: dict[str, str] = {}
    made = sum(1 for _ in profiles(size, events))
    making = time.perf_counter() - started
    started, cpu = time.perf_counter(), time.process_time()
    linkage = link(profiles(size, {}), events)
    linked = time.perf_counter() - started - making
    sets = same_claims(linkage.pairs)
    return {
        "claims": made,
        "articles": len(events),
        "compared": linkage.compared,
        "pairs": len(linkage.pairs),
        "sets": len(sets),
        "seconds_link": round(linked, 1),
        "seconds": round(time.perf_counter() - started - making, 1),
        "cpu_seconds": round(time.process_time() - cpu - making, 1),
        "peak_bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
    }


def _apart(size: int, *more: str) -> dict[str, float]:
    """A size in a process of its own, so that the peak of one is not the other's."""
    call = [sys.executable, __file__, "--size", str(size), *more]
    run = subprocess.run(call, check=True, capture_output=True, text=True)
    row: dict[str, float] = json.loads(run.stdout.splitlines()[-1])
    print(*more, row, flush=True)
    return row


def main() -> None:
    """Every size in a process of its own, then the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, help="measure this size in this process and print it")
    parser.add_argument("--linkage", action="store_true", help="with --size: linkage alone")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    options = parser.parse_args()
    if options.size:
        print(json.dumps((measure_linkage if options.linkage else measure)(options.size)))
        return
    rows = [_apart(size) for size in options.sizes]
    _write(rows, [])
    _write(rows, [_apart(size, "--linkage") for size in options.sizes])
    print(RESULTS.read_text(encoding="utf-8"))


def _write(rows: list[dict[str, float]], linkage: list[dict[str, float]]) -> None:
    last = rows[-1]
    result = {
        "rerun": "python benchmarks/compare_scale.py",
        "workload": "compare: profiles and articles to pairs, clusters and verification",
        "sizes": rows,
        "linkage_alone": linkage,
        "must": {"seconds": MUST_SECONDS, "peak_bytes": MUST_BYTES, "claims": 1_000_000},
        "aim": {"seconds": AIM_SECONDS},
        "growth": round(last["seconds"] / rows[0]["seconds"] / (last["claims"] / rows[0]["claims"]), 2),
    }
    RESULTS.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

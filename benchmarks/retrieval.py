"""Claim retrieval: MAP@5 on CheckThat 2020 dev, beside BM25 and static vectors alone; the speed of an index.

    python benchmarks/retrieval.py [--corpora ../shared/corpora] [--speed] [--errors 50]

Prints JSON and writes benchmarks/results/retrieval.json. Every system is this package's own code: ``index`` is
``ClaimIndex.search`` as it ships, without and with ``rerank``; ``bm25`` and ``vectors`` are two of its three ways of
fetching, alone. The rankers were learned and chosen on train. The corpus holds many claims twice, worded alike under
two identifiers of which one is right; ``copies_as_one`` tells how the systems do where those count as one claim.
``presence`` asks whether the best match is rightly ``found``: once with the tweet's claim in the index, once without.
``--speed`` measures building and searching instead, on texts of twenty words drawn by their frequency from the claims,
and keeps the other figures of the file. ``--errors`` prints tweets whose claim is not first: for reading, never for the
repository.
"""

import argparse
import functools
import hashlib
import json
import os
import platform
import random
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from checkthat import Part, read_claims, read_part

from claimkit.comparison import lexical
from claimkit.comparison.index import ClaimIndex, fetched
from claimkit.comparison.sentences import Encoder, load_encoder
from claimkit.comparison.store import Query, store_of
from claimkit.evaluation.bootstrap import interval, resampled
from claimkit.evaluation.retrieval import average_precision, recall_at
from claimkit.extraction.intervals import convert

RESULT = Path(__file__).parent / "results" / "retrieval.json"
CORPORA = Path(os.environ.get("CLAIMKIT_CORPORA", Path(__file__).parents[2] / "shared" / "corpora"))
DEPTH = 5
SIZES = (10_000, 100_000)
WORDS = 20
RERANKED = "index, re-ranked"


def main() -> None:
    """Measure what was asked for and keep the rest of the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, default=CORPORA)
    parser.add_argument("--speed", action="store_true")
    parser.add_argument("--errors", type=int, default=0)
    arguments = parser.parse_args()
    claims = read_claims(arguments.corpora)
    known = json.loads(RESULT.read_text(encoding="utf-8")) if RESULT.is_file() else {}
    if arguments.speed:
        known["speed"] = {"cpus": os.cpu_count(), "sizes": {str(size): speed(claims, size) for size in SIZES}}
    else:
        known |= quality(claims, read_part(arguments.corpora, "dev"), arguments.errors)
    known["versions"] = {
        "python": platform.python_version(),
        **{name: version(name) for name in ("scipy", "wordllama", "numpy")},
    }
    RESULT.write_text(json.dumps(known, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(known, indent=2))


def quality(claims: Mapping[str, tuple[str, str]], part: Part, errors: int) -> dict[str, Any]:
    """MAP@5 of each system on the part, and whether claims that are there, or not, are said to be."""
    names = list(claims)
    # Each text is encoded once: speed is measured elsewhere.
    read = functools.cache(functools.partial(Encoder.read, load_encoder()))
    Encoder.read = lambda _, text: read(text)  # type: ignore[method-assign]  # for this run alone
    store = store_of([claim for claim, _ in claims.values()], [title for _, title in claims.values()])
    index = ClaimIndex.from_texts(claims)
    ways: dict[str, Callable[[Query], Any]] = {
        "bm25": lambda query: query.scores,
        "bm25 of character grams": lambda query: query.gram_scores,
        "vectors": lambda query: store.nearness(query.mean),
    }
    ranked: dict[str, list[list[str]]] = {name: [] for name in (*ways, "index", RERANKED)}
    reached: list[float] = []
    there: dict[str, list[bool]] = {"index": [], RERANKED: []}
    for tweet, text in part.tweets.items():
        query = store.query(text)
        for name, scores in ways.items():
            best = np.argsort(-scores(query), kind="stable")[: 2 * DEPTH]
            ranked[name].append([names[row] for row in best.tolist()])
        rows = [names[row] for row in fetched(query, store).tolist()]
        reached.append(recall_at(rows, part.relevant[tweet], depth=len(rows)))
        for name in there:
            matches = index.search(text, 2 * DEPTH, rerank=name == RERANKED)
            ranked[name].append([match.claim_id for match in matches])
            there[name].append(matches[0].found)
    absent = absent_found(claims, part)
    relevant = [part.relevant[tweet] for tweet in part.tweets]
    if errors:
        print_errors(claims, part, ranked[RERANKED], errors)
    one = first_told(claims)
    merged = {
        name: [list(dict.fromkeys(one[each] for each in names)) for names in lists] for name, lists in ranked.items()
    }
    return {
        "corpus": {"part": "dev", "tweets": len(part.tweets), "claims": len(claims)},
        "map_at_5": {name: summary(lists, relevant) for name, lists in ranked.items()},
        "map_at_5_copies_as_one": {
            name: summary(lists, [frozenset(one[each] for each in own) for own in relevant])
            for name, lists in merged.items()
        },
        "fetched_recall": round(float(np.mean(reached)), 4),
        "presence": {
            name: {
                "found_where_there": round(float(np.mean(there[name])), 3),
                "found_where_absent": round(float(np.mean(absent[name])), 3),
            }
            for name in there
        },
    }


def first_told(claims: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    """For each claim the first that has the same words."""
    worded = {name: tuple(lexical.words(lexical.plain(claim))) for name, (claim, _) in claims.items()}
    first: dict[tuple[str, ...], str] = {}
    for name, words in worded.items():
        first.setdefault(words, name)
    return {name: first[words] for name, words in worded.items()}


def absent_found(claims: Mapping[str, tuple[str, str]], part: Part) -> dict[str, list[bool]]:
    """Whether something is found for each tweet in an index without the claims of any tweet of the part."""
    taken = {name for names in part.relevant.values() for name in names}
    one = first_told(claims)
    taken = {one[name] for name in taken}
    index = ClaimIndex.from_texts({name: text for name, text in claims.items() if one[name] not in taken})
    return {
        name: [index.search(text, 1, rerank=name == RERANKED)[0].found for text in part.tweets.values()]
        for name in ("index", RERANKED)
    }


def summary(lists: Sequence[Sequence[str]], relevant: Sequence[frozenset[str]]) -> dict[str, Any]:
    """MAP@5 with its interval over tweets, and the share of tweets with a claim of theirs in first place."""
    precisions = [average_precision(*each, depth=DEPTH) for each in zip(lists, relevant, strict=True)]
    sums = resampled([(precision, 1.0) for precision in precisions], 2)
    mean = float(np.mean(precisions))
    low, high = interval(sums[:, 0] / sums[:, 1], mean)
    first = np.mean([bool(ranked) and ranked[0] in own for ranked, own in zip(lists, relevant, strict=True)])
    return {"value": round(mean, 4), "interval": [round(low, 4), round(high, 4)], "first": round(float(first), 3)}


def print_errors(
    claims: Mapping[str, tuple[str, str]], part: Part, ranked: Sequence[Sequence[str]], count: int
) -> None:
    """Tweets whose claim is not first, with that claim and the one in its place."""
    wrong = [
        (text, part.relevant[tweet], names)
        for (tweet, text), names in zip(part.tweets.items(), ranked, strict=True)
        if not names or names[0] not in part.relevant[tweet]
    ]
    for text, own, names in wrong[:count]:
        places = [names.index(name) + 1 for name in own if name in names]
        print(f"TWEET {text}\n  RIGHT {[claims[name] for name in own]} at {places or 'none'}")
        print(f"  FIRST {claims[names[0]] if names else None}")


def speed(claims: Mapping[str, tuple[str, str]], size: int, searches: int = 200) -> dict[str, float | str]:
    """CPU seconds to build an index of ``size`` texts, searches in one such second, and a digest of what was found."""
    draw = random.Random(size)  # noqa: S311  (made-up texts, not secrecy)
    counts = Counter(word for claim, _ in claims.values() for word in claim.split())
    words, weights = list(counts), list(counts.values())
    drawn = (draw.choices(words, weights, k=WORDS) for _ in range(size))
    texts = {str(number): " ".join(each) for number, each in enumerate(drawn)}
    began = time.process_time()
    index = ClaimIndex.from_texts(texts)
    built = time.process_time() - began
    convert(1, "[mi_i]", "km")  # the units, which the first values to be converted wait for
    queries = [text for text, _ in list(claims.values())[:searches]]
    index.search(queries[0])
    began = time.process_time()
    matches = [index.search(query) for query in queries]
    searched = time.process_time() - began
    began = time.process_time()
    for query in queries[:: searches // 20]:
        index.search(query, rerank=True)
    reranked = (time.process_time() - began) / len(queries[:: searches // 20])
    found = json.dumps([[match.to_dict() for match in each] for each in matches])
    return {
        "build_cpu_seconds": round(built, 1),
        "searches_per_cpu_second": round(searches / searched, 1),
        "cpu_seconds_of_a_search_with_rerank": round(reranked, 3),
        "digest": hashlib.sha256(found.encode()).hexdigest()[:16],
    }


if __name__ == "__main__":
    main()

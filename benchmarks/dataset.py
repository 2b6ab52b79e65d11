"""The program against the dataset this project publishes: five articles reviewed by hand, put together from their text.

    python benchmarks/dataset.py [--articles ../shared/seeds] [--errors]

Hydrates ``dataset/``, runs the pipeline over the articles, prints JSON and writes benchmarks/results/dataset.json.
``--errors`` lists on standard error what is missed, spurious or different, with the words of the articles: for the
eye, never for the repository.

* ``claims``: the measures of ``claimkit evaluate claims``.
* ``attribution``: the measures of ``claimkit evaluate attribution``, nested links included.
* ``claim_fields``: of claims whose predicate was found, the share with the same value of each field.
* ``factuality``: of the same claims, the share in which the innermost holder has the same value.
* ``hedges_in_text``: cues of the body by overlap and type, whether or not a claim owns them; ``found`` less ``right``
  are the false alarms.
* ``mentions``: spans of entities, exactly; ``coreference`` is B³ (Bagga and Baldwin 1998) over the gold's spans, those
  not found being alone.

Five articles by four outlets: an interval says little, and these articles were open while the rules were mended.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from build_dataset import DATASET, reviewed

from claimkit.dataset.hydration import hydrate
from claimkit.evaluation.articles import as_read
from claimkit.evaluation.attribution import evaluate_attribution
from claimkit.evaluation.segmentation import evaluate_claims, pair_claims
from claimkit.extraction.hedging import find_hedges
from claimkit.extraction.pipeline import extract
from claimkit.records import Article, Claim, Hedge, Mention, SegmentKind, Span

HERE = Path(__file__).parent
RESULT = HERE / "results" / "dataset.json"
SEEDS = Path(os.environ.get("CLAIMKIT_SHARED", HERE.parents[1] / "shared")) / "seeds"
FIELDS = ("kind", "negated", "presupposed", "chain_certain", "check_worthy", "repeats")

Pairs = list[tuple[Claim, Claim]]


def main() -> None:
    """Score, print and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=Path, default=SEEDS)
    parser.add_argument("--errors", action="store_true", help="list what differs on standard error")
    options = parser.parse_args()
    result = measured(options.articles, errors=options.errors)
    words = json.dumps(result, indent=2)
    print(words)
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(words + "\n", encoding="utf-8")


def measured(articles: Path, *, errors: bool = False) -> dict[str, Any]:
    """All figures; ``errors`` prints what they are made of."""
    with tempfile.TemporaryDirectory() as scratch:
        gold = Path(scratch) / "gold"
        hydrate(DATASET, articles, gold)
        claims = evaluate_claims(gold).to_dict()
        attribution = evaluate_attribution(gold, outermost=False).to_dict()
    records = list(reviewed(articles))
    found = [extract(as_read(record.article)) for record in records]
    pairs = [
        pair
        for record, extraction in zip(records, found, strict=True)
        for pair in pair_claims(record.claims, extraction.claims)
    ]
    if errors:
        for record, extraction in zip(records, found, strict=True):
            for line in differences(record.article, pair_claims(record.claims, extraction.claims)):
                print(line, file=sys.stderr)
    hedges = [
        (_body_hedges(record.article), {*record.loose_hedges, *(h for claim in record.claims for h in claim.hedges)})
        for record in records
    ]
    return {
        "claims": {"paired": claims["paired"], "missed": len(claims["missed"]),
                   "spurious": len(claims["spurious"]), **claims["measures"]},
        "attribution": attribution["measures"],
        "claim_fields": {name: _share(_same(one, other, name) for one, other in pairs) for name in FIELDS},
        "factuality": _share(_certainty(one) == _certainty(other) for one, other in pairs),
        "hedges_in_text": _figures([_hedge_counts(*each) for each in hedges]),
        "mentions": _mentions([(record.mentions, each.mentions) for record, each in zip(records, found, strict=True)]),
    }  # fmt: skip


def _same(one: Claim, other: Claim, name: str) -> bool:
    mine, theirs = getattr(one, name), getattr(other, name)
    return bool(mine) == bool(theirs) if name == "repeats" else mine == theirs


def _certainty(claim: Claim) -> str | None:
    holder = claim.chain[-1].attribution_id if claim.chain else "author"
    return next((each.value for each in claim.factuality if each.holder == holder), None)


def _share(judgements: Iterable[bool]) -> dict[str, float | int]:
    counts = Counter(judgements)
    return {"value": round(counts[True] / max(counts.total(), 1), 4), "right": counts[True], "of": counts.total()}


def _body_hedges(article: Article) -> set[Hedge]:
    """The hedges of the body paragraphs, at their places in the article."""
    text = article.text or ""
    return {
        Hedge(
            cue=Span(part.start + hedge.cue.start, part.start + hedge.cue.end),
            scope=tuple(Span(part.start + start, part.start + end) for start, end in hedge.scope),
            type=hedge.type,
            szeged_type=hedge.szeged_type,
        )
        for part in article.segments
        if part.kind is SegmentKind.BODY
        for hedge in find_hedges(text[part.start : part.end])
    }


def _hedge_counts(found: set[Hedge], gold: set[Hedge]) -> tuple[int, int, int]:
    # One cue may hedge several claims, each with a scope of its own.
    wanted, seen = ({(hedge.cue, hedge.type) for hedge in each} for each in (gold, found))
    right = sum(
        any(kind is other and cue.start < span.end and span.start < cue.end for span, other in seen)
        for cue, kind in wanted
    )
    return right, len(seen), len(wanted)


def _figures(counts: Sequence[tuple[int, int, int]]) -> dict[str, float | int]:
    right, found, gold = (sum(each) for each in zip(*counts, strict=True))
    return {
        "f1": round(2 * right / max(found + gold, 1), 4),
        "precision": round(right / max(found, 1), 4),
        "recall": round(right / max(gold, 1), 4),
        "right": right,
        "found": found,
        "gold": gold,
    }


def _mentions(documents: Sequence[tuple[Sequence[Mention], Sequence[Mention]]]) -> dict[str, Any]:
    spans = []
    precision, recall, total = 0.0, 0.0, 0
    for gold, found in documents:
        ours, theirs = _clusters(gold), _clusters(found)
        spans.append((len(set(ours) & set(theirs)), len(theirs), len(ours)))
        for span, cluster in ours.items():
            other = theirs.get(span, frozenset({span})) & ours.keys()
            precision += len(cluster & other) / len(other)
            recall += len(cluster & other) / len(cluster)
        total += len(ours)
    precision, recall = precision / total, recall / total
    f1 = 2 * precision * recall / (precision + recall)
    b_cubed = {"f1": round(f1, 4), "precision": round(precision, 4), "recall": round(recall, 4)}
    return {"spans": _figures(spans), "coreference": b_cubed}


def _clusters(mentions: Iterable[Mention]) -> Mapping[Span, frozenset[Span]]:
    return {span: frozenset(mention.spans) for mention in mentions for span in mention.spans}


def differences(article: Article, pairs: Pairs) -> Iterator[str]:
    """One line for each field in which a claim differs from the gold, with the words of the article."""
    text = article.text or ""
    for one, other in pairs:
        head = f"{article.publisher} › {one.predicate.lemma}"
        for name, show in _SHOWN.items():
            gold, found = show(one, text), show(other, text)
            if gold != found:
                yield f"{head} › {name}: {gold} ≠ {found}"


_SHOWN: Mapping[str, Any] = {
    "spans": lambda claim, _: claim.text,
    "chain": lambda claim, _: [link.source_head for link in claim.chain],
    "hedges": lambda claim, text: sorted((text[slice(*h.cue)], h.type.value, h.scope) for h in claim.hedges),
    "quantities": lambda claim, text: [
        (
            text[slice(*each.span)],
            each.low,
            each.high,
            each.unit,
            each.bound.value,
            each.direction.value,
            each.role.value,
        )
        for each in claim.quantities
    ],
    "times": lambda claim, text: [(text[slice(*each.span)], each.timex, each.start, each.end) for each in claim.times],
    "fields": lambda claim, _: [str(getattr(claim, name)) for name in FIELDS[:5]],
    "certainty": lambda claim, _: _certainty(claim),
}


if __name__ == "__main__":
    main()

"""Kind and check-worthiness of claims against labels made by hand.

    python benchmarks/kinds.py --shared ../shared [--output benchmarks/results/kinds.json]

``kind_gold/labels.csv`` (``kind_gold/README.md`` has the codebook): claims of the seeds, of the demo articles and of
PolNeAR, half of the documents for development, half for the test. The shipped models were trained on the development
half and on ``train.csv``, so only the figures of the test half are held back; what the threshold is was decided by
cross-validation on the same claims as the training. Rules had been fitted on seeds and demo before: their slices of the
test half flatter, those of PolNeAR do not. Beside ours: the rules without the model, the most frequent kind, and
"every claim is worth checking". A labelled claim that extraction does not find counts as wrong. Intervals are of 1,000
bootstrap samples of documents. ``self_consistency`` compares with ``again.csv``, a second pass by the same hand.
"""

from __future__ import annotations

import argparse
import json
import os
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kind_gold.draw import article_of
from train_kinds import GOLD, Label, read_labels

from claimkit.evaluation.measures import Counts, measure_all
from claimkit.extraction.claims import matters_in
from claimkit.extraction.kinds import WORTH, judge, ruled_kind
from claimkit.extraction.pipeline import read_findings
from claimkit.records import ClaimKind

KINDS = tuple(kind.value for kind in ClaimKind)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the program says of a labelled claim: kind by rules and model, by rules alone, whether to check it."""

    kind: str
    ruled: str
    check_worthy: bool


def main() -> None:
    """Score both halves, print the JSON, and write it where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path(os.environ.get("CLAIMKIT_SHARED", "../shared")))
    parser.add_argument("--output", type=Path)
    arguments = parser.parse_args()
    labels = list(read_labels(GOLD / "labels.csv"))
    answers = answers_to(labels, arguments.shared)
    result: dict[str, Any] = {"labelled": _labelled(labels)}
    for half in ("test", "dev"):
        own = [label for label in labels if label.half == half]
        result[half] = scores(own, answers)
        for name in ("polnear", "seeds", "demo"):
            result[half][name] = scores([one for one in own if one.collection.startswith(name)], answers, brief=True)
    result["self_consistency"] = consistency(labels, list(read_labels(GOLD / "again.csv")))
    text = json.dumps(result, indent=2)
    print(text)
    if arguments.output:
        arguments.output.write_text(text + "\n", encoding="utf-8")


def answers_to(labels: Iterable[Label], shared: Path) -> dict[Label, Answer]:
    """The program's answers to the labels whose claim it finds."""
    documents: dict[tuple[str, str], dict[int, Label]] = {}
    for label in labels:
        documents.setdefault((label.collection, label.document), {})[label.start] = label
    answers = {}
    for (collection, name), wanted in documents.items():
        _, parsed, findings = read_findings(article_of(collection, name, shared))
        for matter in matters_in(parsed, findings):
            label_there = wanted.get(matter.predicate.token.idx)
            if label_there is not None:
                judged = judge(matter)
                answers[label_there] = Answer(judged.kind.value, ruled_kind(matter).value, judged.check_worthy)
    return answers


def scores(labels: Sequence[Label], answers: dict[Label, Answer], *, brief: bool = False) -> dict[str, Any]:
    """Accuracy of kind, F1 of each kind and their macro average, F1 of check-worthiness, and the plain answers'."""
    commonest = Counter(label.kind.value for label in labels).most_common(1)[0][0]

    def ours(label: Label) -> str | None:
        return answers[label].kind if label in answers else None

    def worth(label: Label) -> bool:
        return label in answers and answers[label].check_worthy

    table: dict[str, tuple[str, Callable[[Label], Counts]]] = {
        "kind": ("share", lambda one: _right(ours(one) == one.kind.value)),
        "kind_rules_alone": ("share", lambda one: _right(one in answers and answers[one].ruled == one.kind.value)),
        "kind_always_commonest": ("share", lambda one: _right(one.kind.value == commonest)),
        "check_worthy": ("f1", lambda one: _binary(one.check_worthy == WORTH, worth(one))),
        "check_worthy_always": ("f1", lambda one: _binary(one.check_worthy == WORTH, True)),
    }
    if not brief:
        table |= {
            kind: ("f1", lambda one, kind=kind: _binary(one.kind.value == kind, ours(one) == kind)) for kind in KINDS
        }
    documents: dict[tuple[str, str], list[Label]] = {}
    for label in labels:
        documents.setdefault((label.collection, label.document), []).append(label)
    rows = [
        {name: _sum(count(label) for label in own) for name, (_, count) in table.items()} for own in documents.values()
    ]
    measures = measure_all(rows, {name: statistic for name, (statistic, _) in table.items()})  # type: ignore[misc]
    shown: dict[str, Any] = {"claims": len(labels), "not_found": sum(label not in answers for label in labels)}
    shown |= {name: measure.to_dict() for name, measure in measures.items() if measure.gold}
    if not brief:
        present = [measures[kind].value for kind in KINDS if measures[kind].gold]
        shown["kind_macro_f1"] = round(sum(present) / len(present), 4)
        confused = Counter((label.kind.value, ours(label) or "not found") for label in labels)
        shown["confused"] = {f"{a} as {b}": n for (a, b), n in confused.most_common() if a != b}
    return shown


def consistency(first: Sequence[Label], again: Sequence[Label]) -> dict[str, Any]:
    """The second labels against the first: share of the same kind and of the same answer, with Krippendorff's alpha."""
    known = {(one.collection, one.document, one.start): one for one in first}
    pairs = [(known[one.collection, one.document, one.start], one) for one in again]
    kinds = [(a.kind.value, b.kind.value) for a, b in pairs]
    worth = [(a.check_worthy, b.check_worthy) for a, b in pairs]
    both = sum(a == b == WORTH for a, b in worth)
    return {
        "claims": len(pairs),
        "kind": {"share": round(sum(a == b for a, b in kinds) / len(pairs), 4), "alpha": _alpha(kinds)},
        "check_worthy": {
            "share": round(sum(a == b for a, b in worth) / len(pairs), 4),
            "f1": round(2 * both / sum((a == WORTH) + (b == WORTH) for a, b in worth), 4),
            "alpha": _alpha(worth),
        },
    }


def _alpha(pairs: Sequence[tuple[str, str]]) -> float:
    import krippendorff

    values = sorted({value for pair in pairs for value in pair})
    data = [[values.index(pair[side]) for pair in pairs] for side in (0, 1)]
    return round(float(krippendorff.alpha(reliability_data=data, level_of_measurement="nominal")), 4)


def _labelled(labels: Sequence[Label]) -> dict[str, Any]:
    return {
        "claims": len(labels),
        "documents": len({(label.collection, label.document) for label in labels}),
        "kinds": dict(Counter(label.kind.value for label in labels).most_common()),
        "check_worthy": sum(label.check_worthy == WORTH for label in labels),
        "trained_on": sum(1 for _ in read_labels(GOLD / "train.csv")) + sum(label.half == "dev" for label in labels),
    }


def _right(flag: bool) -> Counts:
    return Counts(int(flag), 1, 1)


def _binary(gold: bool, found: bool) -> Counts:
    return Counts(int(gold and found), int(found), int(gold))


def _sum(counts: Iterable[Counts]) -> Counts:
    counts = list(counts)
    return Counts(sum(one.right for one in counts), sum(one.found for one in counts), sum(one.gold for one in counts))


if __name__ == "__main__":
    main()

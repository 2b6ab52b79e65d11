"""Attribution by rules on PolNeAR, outermost links against the first annotator.

    python benchmarks/attribution.py --corpora ../shared/corpora [--part dev] [--every 1]
        [--output benchmarks/results/attribution.json]

``--corpora`` defaults to ``CLAIMKIT_CORPORA``, else ``../shared/corpora``; ``--every 3`` reads every third article.
Strict exact F1 of contiguous segments for source, cue and content; *linked* counts a content Jaccard of .5 or more,
*full* one whose source and cue overlap as well (or are absent on both sides). Each with the 95 % interval of 1,000
bootstrap samples of articles. ``rules`` gives the share of each rule's outermost links that are linked: on every third
article of train it is where the confidences in ``cues.toml`` come from. ``failed`` counts articles that raised.

PolNeAR also counts stances without a proposition ("endorsed X"), which claimkit's guidelines leave out on purpose.
No sentence of the corpus is printed or stored.
"""

from __future__ import annotations

import argparse
import json
import os
from collections import Counter
from itertools import islice
from pathlib import Path
from typing import Any

from claimkit.evaluation.attribution import as_gold, count_document, match_links, score_documents
from claimkit.evaluation.brat import GoldDocument, read_brat
from claimkit.extraction.attribution import find_attributions
from claimkit.records import Attribution


def main() -> None:
    """Score, print the JSON, and write it where asked."""
    arguments = _arguments()
    folder = arguments.corpora / "attribution" / "polnear" / arguments.part
    result = {"corpus": f"PolNeAR 1.0, {arguments.part}", "every": arguments.every}
    result |= evaluate(list(islice(read_brat(folder), 0, None, arguments.every)))
    text = json.dumps(result, indent=2)
    print(text)
    if arguments.output:
        arguments.output.parent.mkdir(parents=True, exist_ok=True)
        arguments.output.write_text(text + "\n", encoding="utf-8")


def evaluate(documents: list[GoldDocument]) -> dict[str, Any]:
    """Scores, rule precisions and failures over the documents."""
    counts = []
    failed: Counter[str] = Counter()
    fired: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for document in documents:
        try:
            links = [link for link in find_attributions(document.text) if link.parent is None]
        except Exception as error:  # noqa: BLE001  (the figure to show is that none is raised)
            failed[type(error).__name__] += 1
            links = []
        found = as_gold(links)
        counts.append(count_document(found, document.attributions))
        fired.update(rule_of(link) for link in links)
        right.update(rule_of(links[index]) for index, _ in match_links(found, document.attributions))
    scores = score_documents(counts)
    return {
        "articles": len(documents),
        "failed": dict(failed),
        "scores": {
            name: {
                "precision": round(100 * score.precision, 1),
                "recall": round(100 * score.recall, 1),
                "f1": round(100 * score.f1, 1),
                "interval": [round(100 * score.low, 1), round(100 * score.high, 1)],
            }
            for name, score in scores.items()
        },
        "rules": {rule: {"links": n, "linked": round(right[rule] / n, 2)} for rule, n in fired.most_common()},
    }


def rule_of(link: Attribution) -> str:
    """The name of the rule that made the link."""
    return link.provenance.rule or ""


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    default = Path(os.environ.get("CLAIMKIT_CORPORA", "../shared/corpora"))
    parser.add_argument("--corpora", type=Path, default=default)
    parser.add_argument("--part", choices=("dev", "train"), default="dev")
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--output", type=Path)
    return parser.parse_args()


if __name__ == "__main__":
    main()

"""Attribution on PolNeAR, outermost links against the first annotator, by rules alone and with the learned tagger.

    python benchmarks/attribution.py --corpora ../shared/corpora [--mode both] [--part dev] [--every 1]
        [--output benchmarks/results/attribution.json]

``--corpora`` defaults to ``CLAIMKIT_CORPORA``, else ``../shared/corpora``; ``--every 3`` reads every third article;
``--mode rules``, ``model`` or ``both``. The measures, slices and the calibration error are those of
``claimkit evaluate attribution`` (which also prints the errors), in percent, each with the 95 % interval of 1,000
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
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from claimkit.errors import MissingModelError
from claimkit.evaluation.analysis import Analysis, analyse
from claimkit.evaluation.attribution import AttributionScores, score_attributions
from claimkit.evaluation.brat import read_brat
from claimkit.evaluation.matching import match_links
from claimkit.evaluation.measures import Measure, Share
from claimkit.evaluation.relations import GoldDocument, as_gold
from claimkit.extraction.attribution import find_attributions
from claimkit.records import Attribution

MODES: Mapping[str, Callable[[str], list[Attribution]]] = {
    "rules": partial(find_attributions, rules_only=True),
    "model": find_attributions,
}


def main() -> None:
    """Score, print the JSON, and write it where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_corpus_options(parser)
    parser.add_argument("--mode", choices=(*MODES, "both"), default="both")
    arguments = parser.parse_args()
    documents = read_corpus(arguments)
    analyses = {document.text: analyse(document.text) for document in documents}
    modes = MODES if arguments.mode == "both" else (arguments.mode,)
    result = {
        "corpus": f"PolNeAR 1.0, {arguments.part}",
        "every": arguments.every,
        "articles": len(documents),
        "modes": {mode: evaluate(documents, MODES[mode], analyses) for mode in modes},
    }
    write(result, arguments.output)


def evaluate(
    documents: Sequence[GoldDocument], find: Callable[[str], list[Attribution]], analyses: Mapping[str, Analysis]
) -> dict[str, Any]:
    """Scores, precisions by rule, and failures over the documents."""
    failed: Counter[str] = Counter()
    fired: Counter[str] = Counter()
    right: Counter[str] = Counter()
    models: set[str] = set()
    cases = []
    for document in documents:
        try:
            links = [link for link in find(document.text) if link.parent is None]
        except MissingModelError:
            raise
        except Exception as error:  # noqa: BLE001  (the figure to show is that none is raised)
            failed[type(error).__name__] += 1
            links = []
        found = as_gold(links)
        cases.append((document, found))
        models |= {link.provenance.model or "" for link in links}
        fired.update(rule_of(link) for link in links)
        right.update(rule_of(links[index]) for index, _ in match_links(found, document.attributions))
    return {
        "by": sorted(models),
        "failed": dict(failed),
        **report(score_attributions(cases, analyses=analyses)),
        "rules": {rule: {"links": n, "linked": round(right[rule] / n, 2)} for rule, n in fired.most_common()},
    }


def rule_of(link: Attribution) -> str:
    """The name of the rule that made the link."""
    return link.provenance.rule or ""


def report(scores: AttributionScores) -> dict[str, Any]:
    """The scores in percent: measures, slices, calibration, and how many errors of each kind there are."""
    row = scores.to_dict()
    calibration = row["calibration"]
    return {
        "scores": {name: _measure(measure) for name, measure in scores.measures.items()},
        "slices": {
            name: {
                "gold": shares["linked_recall"].of,
                "found": shares["linked_precision"].of,
                **{share: _share(each) for share, each in shares.items()},
            }
            for name, shares in scores.slices.items()
        },
        "calibration": calibration,
        "errors": row["errors"]["counts"],
    }


def _measure(measure: Measure) -> dict[str, Any]:
    figures = {measure.statistic: percent(measure.value), "interval": [percent(measure.low), percent(measure.high)]}
    if measure.statistic == "share":
        return figures
    return {"precision": percent(measure.precision), "recall": percent(measure.recall), **figures}


def _share(share: Share) -> list[float | None]:
    """The share and the two ends of its interval."""
    return [None if each is None else percent(each) for each in (share.value, share.low, share.high)]


def percent(share: float) -> float:
    """In percent, one decimal."""
    return round(100 * share, 1)


def add_corpus_options(parser: argparse.ArgumentParser) -> None:
    """Where the corpus lies, which part of it is read, and where the result is written."""
    default = Path(os.environ.get("CLAIMKIT_CORPORA", "../shared/corpora"))
    parser.add_argument("--corpora", type=Path, default=default)
    parser.add_argument("--part", choices=("dev", "train"), default="dev")
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--output", type=Path)


def read_corpus(arguments: argparse.Namespace) -> list[GoldDocument]:
    """The documents that the options ask for."""
    folder = arguments.corpora / "attribution" / "polnear" / arguments.part
    return list(islice(read_brat(folder), 0, None, arguments.every))


def write(result: Mapping[str, Any], output: Path | None) -> None:
    """Print the JSON, and write it where asked."""
    text = json.dumps(result, indent=2)
    print(text)
    if output:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

"""Segmentation on the demo gold: are the claims found, are their spans, quantities, times and chains theirs.

    python benchmarks/segmentation.py [--gold FOLDER] [--errors]

Runs the pipeline over the texts of the gold's articles. Prints JSON and writes benchmarks/results/segmentation.json.
``--errors`` lists on standard error the claims that were missed and those that are no claims in the gold.
The gold is small and made by the maintainers along the same rules as the program: read the interval, not the figure.
"""

import argparse
import json
import sys
from pathlib import Path

from claimkit.evaluation.articles import as_read
from claimkit.evaluation.segmentation import evaluate_claims
from claimkit.extraction.pipeline import extract
from claimkit.reading.tables import read_rows
from claimkit.records import Article

HERE = Path(__file__).parent
RESULT = HERE / "results" / "segmentation.json"
GOLD = HERE.parent / "claimkit" / "resources" / "demo" / "gold"


def main() -> None:
    """Score, print and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, default=GOLD)
    parser.add_argument("--errors", action="store_true", help="list missed and spurious claims on standard error")
    options = parser.parse_args()
    scores = evaluate_claims(options.gold)
    result = scores.to_dict()
    missed, spurious = result.pop("missed"), result.pop("spurious")
    words = json.dumps({**result, "missed": len(missed), "spurious": len(spurious)}, indent=2)
    print(words)
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(words + "\n", encoding="utf-8")
    if options.errors:
        list_errors(options.gold, set(missed), set(spurious))


def list_errors(gold: Path, missed: set[str], spurious: set[str]) -> None:
    """Each missed (-) and each spurious (+) claim with its predicate, by article."""
    rows = [("-", row) for row in read_rows(gold, "claims") if row["claim_id"] in missed]
    for row in read_rows(gold, "articles"):
        claims = extract(as_read(Article.from_dict(row))).claims
        rows += [("+", claim.to_dict()) for claim in claims if claim.claim_id in spurious]
    for sign, row in sorted(rows, key=lambda each: (each[1]["article_id"], each[1]["predicate"]["start"])):
        print(sign, row["article_id"], row["predicate"]["lemma"], "|", row["text"], file=sys.stderr)


if __name__ == "__main__":
    main()

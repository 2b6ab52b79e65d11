"""Wire copy on PolNeAR: is the agency whose words an article prints found, and nobody else's.

    python benchmarks/wires.py [CORPORA] [--errors]

Gold is the column ``wire`` of ``metadata.tsv`` ("NA" is not known and left out). Found is what
:func:`claimkit.comparison.wires.wires_of` says of the text alone; a mere contribution ("AP contributed to this report")
is no wire copy. A prediction is an article and an agency. The rules were written on train; dev was only measured.
Prints JSON and writes benchmarks/results/wires.json; intervals are Wilson's, 95 %. ``--errors`` lists the articles.
"""

import argparse
import csv
import json
import math
import os
import sys
from pathlib import Path

from claimkit.comparison.wires import WireEvidence, canonical, wires_of
from claimkit.errors import EmptyBodyError
from claimkit.extraction.layout import lay_out
from claimkit.records import Article

RESULT = Path(__file__).parent / "results" / "wires.json"
CORPORA = Path(os.environ.get("CLAIMKIT_CORPORA", "../shared/corpora"))


def main() -> None:
    """Score train and dev, print and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", type=Path, nargs="?", default=CORPORA)
    parser.add_argument("--errors", action="store_true", help="list the articles with a miss or a false wire")
    options = parser.parse_args()
    folder = options.corpora / "attribution" / "polnear"
    with (folder / "metadata.tsv").open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines, delimiter="\t") if row["wire"] != "NA"]
    result = {part: score(folder, rows, part, errors=options.errors) for part in ("train", "dev")}
    words = json.dumps(result, indent=2)
    print(words)
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(words + "\n", encoding="utf-8")


def score(folder: Path, rows: list[dict[str, str]], part: str, *, errors: bool) -> dict[str, object]:
    """Precision and recall of one part."""
    right = found = gold = articles = 0
    for row in rows:
        path = folder / part / "text" / f"{row['filename']}.txt"
        if row["compartment"] != part or not path.is_file():
            continue
        articles += 1
        text = path.read_bytes().decode("utf-8")
        wanted = set() if row["wire"] == "None" else {canonical(named(row["wire"]))}
        printed = printed_wires(Article.from_text(text, publisher=row["publisher"]))
        right, found, gold = right + len(wanted & printed), found + len(printed), gold + len(wanted)
        if errors and wanted != printed:
            print(part, row["filename"], "gold", sorted(wanted), "found", sorted(printed), file=sys.stderr)
    return {
        "articles": articles,
        "precision": share(right, found),
        "recall": share(right, gold),
    }


def printed_wires(article: Article) -> set[str]:
    """The agencies whose words the article prints; none where nothing of it is an article."""
    try:
        laid_out = lay_out(article)
    except EmptyBodyError:
        return set()
    return {wire.agency for wire in wires_of(laid_out) if wire.evidence is not WireEvidence.CONTRIBUTED}


def named(wire: str) -> str:
    """Agencies by their initials are written in capitals, the others as names."""
    return wire.upper() if len(wire) <= 4 else wire.title()


def share(part: int, whole: int) -> dict[str, object]:
    """A share with Wilson's interval."""
    if not whole:
        return {"n": 0}
    z, p = 1.96, part / whole
    middle, spread = p + z * z / (2 * whole), z * math.sqrt(p * (1 - p) / whole + z * z / (4 * whole * whole))
    low, high = ((middle + sign * spread) / (1 + z * z / whole) for sign in (-1, 1))
    return {"n": whole, "share": round(p, 4), "low": round(max(low, 0.0), 4), "high": round(min(high, 1.0), 4)}


if __name__ == "__main__":
    main()

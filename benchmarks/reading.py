"""The readers: articles a second by format, memory by number of articles, errors of the language and encoding checks.

    python benchmarks/reading.py [--corpora DIR] [--articles 300] [--many 1000 10000]

Prints JSON and writes benchmarks/results/reading.json. The articles are PolNeAR's, put into web pages of three make-ups
with menus, teasers, comments and metadata around them; ``words`` says how much of the text comes back from such pages,
and how much else with it. Languages: articles of three English corpora that are set aside (none should be), and the
example texts that spaCy ships for other languages that are not. Encodings: each PolNeAR article that is not ASCII, in
an encoding that nobody declares. ``cpu`` figures hold on a busy machine, ``wall`` figures on a quiet one.
"""

import argparse
import gzip
import json
import os
import platform
import re
import runpy
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import spacy

from claimkit.errors import NotEnglishError, UndecodableError
from claimkit.reading import read_articles
from claimkit.reading.charsets import decode
from claimkit.reading.language import language_of

RESULT = Path(__file__).parent / "results" / "reading.json"
CORPORA = Path(os.environ.get("CLAIMKIT_CORPORA", Path(__file__).parents[2] / "shared" / "corpora"))
WORD = re.compile(r"\w+")
ENCODINGS = ("utf-8", "utf-16", "utf-16-le", "cp1252", "mac-roman")
LEAST_WORDS = 10

MENU = "<ul>" + "".join(f'<li><a href="/{n}">Section number {n}</a></li>' for n in range(30)) + "</ul>"
TEASERS = "".join(
    f'<div class="teaser"><h3><a href="/x{n}">The other story of the day, number {n}</a></h3></div>' for n in range(12)
)
HEAD = (
    "<title>{title} | Osterby Post</title><style>p {{ margin: 0 }}</style><script>var page = {{}};</script>"
    '<meta property="og:site_name" content="Osterby Post"><script type="application/ld+json">{{"@type": "NewsArticle",'
    ' "headline": "{title}", "datePublished": "2024-05-03T10:00:00Z", "author": {{"name": "Ann Lee"}}}}</script>'
)
COMMENTS = '<section id="comments">' + "<p>I was there too, and it was nothing like that.</p>" * 20 + "</section>"
BODIES = (
    "<nav>{menu}</nav><main><article><h1>{title}</h1>{paragraphs}</article><aside>{teasers}</aside></main>{comments}",
    '<div id="nav">{menu}</div><div class="story-body"><h1>{title}</h1>{paragraphs}</div><div>{teasers}</div>',
    "<table><tr><td>{menu}</td><td><h1>{title}</h1>{paragraphs}</td><td>{teasers}</td></tr></table>",
)
PEAK = r"""
import re, sys
from pathlib import Path
from claimkit.reading import read_articles
count = sum(1 for _ in read_articles(sys.argv[1], on_reject=print))
# Not getrusage: its peak is inherited from the process that started this one.
print(count, int(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1]) // 1024)
"""


def main() -> None:
    """Measure one after the other; nothing runs beside."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, default=CORPORA)
    parser.add_argument("--articles", type=int, default=300)
    parser.add_argument("--many", type=int, nargs="*", default=[1_000, 10_000])
    options = parser.parse_args()
    texts = polnear(options.corpora)
    with tempfile.TemporaryDirectory() as folder:
        result = {
            "python": platform.python_version(),
            "cpus": os.cpu_count(),
            "load": round(os.getloadavg()[0], 1),
            "versions": {
                name: version(name) for name in ("trafilatura", "fastwarc", "py3langid", "charset-normalizer")
            },
            "speed": speed(texts[: options.articles], Path(folder)),
            "peak_memory_mb": memory(options.many, Path(folder)),
            "language": language(options.corpora, texts),
            "encodings": encodings(texts),
        }
    RESULT.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(result, indent=2))


def polnear(corpora: Path) -> list[str]:
    """The texts of dev, then of train."""
    folder = corpora / "attribution" / "polnear"
    files = [file for part in ("dev", "train") for file in sorted((folder / part / "text").iterdir())]
    return [file.read_bytes().decode("utf-8") for file in files]


def speed(texts: Sequence[str], folder: Path) -> dict[str, Any]:
    """Articles a second by format, and the words of the pages that come back."""
    pages = [page_of(text, BODIES[n % len(BODIES)]) for n, text in enumerate(texts)]
    records = [{"text": text, "url": f"https://post.example/{n}"} for n, text in enumerate(texts)]
    lines = "".join(json.dumps(record) + "\n" for record in records).encode()
    html = folder / "html"
    html.mkdir()
    for n, page in enumerate(pages):
        (html / f"{n:05}.html").write_text(page, encoding="utf-8")
    (folder / "a.warc.gz").write_bytes(b"".join(gzip.compress(response(n, page)) for n, page in enumerate(pages)))
    (folder / "a.jsonl").write_bytes(lines)
    (folder / "a.jsonl.gz").write_bytes(gzip.compress(lines))
    (folder / "a.json").write_text(json.dumps(records), encoding="utf-8")
    pq.write_table(pa.Table.from_pylist(records), folder / "a.parquet")
    # The first page and the first address load the libraries.
    list(read_articles([html / "00000.html", folder / "a.jsonl"], on_reject=print))
    figures: dict[str, Any] = {}
    for path in (html, *sorted(folder.glob("a.*"))):
        cpu, wall = time.process_time(), time.perf_counter()
        rejects = Counter[str]()
        read = [a.text or "" for a in read_articles(path, on_reject=lambda r, c=rejects: c.update([r.reason]))]
        cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
        figures[path.name.removeprefix("a.")] = {
            "articles": len(read),
            "rejects": dict(rejects),
            "articles_per_cpu_second": round(len(read) / cpu, 1),
            "articles_per_second": round(len(read) / wall, 1),
        }
        if path == html:
            figures["html"]["words"] = overlap(texts, read)
    return figures


def page_of(text: str, body: str) -> str:
    """A web page with the lines of ``text`` as its paragraphs."""
    first, *rest = [escaped(line) for line in text.splitlines() if line.strip()]
    title = first.replace('"', "&quot;")
    paragraphs = "".join(f"<p>{line}</p>" for line in rest)
    filled = body.format(menu=MENU, title=first, paragraphs=paragraphs, teasers=TEASERS, comments=COMMENTS)
    return f"<!DOCTYPE html><html><head>{HEAD.format(title=title)}</head><body>{filled}</body></html>"


def escaped(line: str) -> str:
    """``line`` as HTML."""
    return line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def response(number: int, page: str) -> bytes:
    """A WARC record of the page's HTTP response."""
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page.encode()
    header = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://post.example/{number}\r\n"
        "WARC-Date: 2024-05-03T10:00:00Z\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000000>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return header.encode() + http + b"\r\n\r\n"


def overlap(texts: Sequence[str], read: Sequence[str]) -> dict[str, float]:
    """Precision and recall of the words that come back, over all articles."""
    gold, found, common = 0, 0, 0
    for text, back in zip(texts, read, strict=True):
        ours, theirs = Counter(WORD.findall(text)), Counter(WORD.findall(back))
        gold, found, common = gold + ours.total(), found + theirs.total(), common + (ours & theirs).total()
    return {"precision": round(common / found, 4), "recall": round(common / gold, 4)}


def memory(counts: Sequence[int], folder: Path) -> dict[str, dict[str, int]]:
    """Peak memory of a process that reads so many articles, by format."""
    peaks: dict[str, dict[str, int]] = {}
    for form, write in (("warc.gz", write_archive), ("jsonl", write_lines), ("parquet", write_table)):
        peaks[form] = {}
        for count in counts:
            path = folder / f"{count}.{form}"
            write(path, [f"On day {n} the river rose, officials in Osterby said. " * 8 for n in range(count)])
            run = subprocess.run([sys.executable, "-c", PEAK, path], capture_output=True, text=True, check=True)
            read, peak = map(int, run.stdout.split())
            peaks[form][str(count)] = peak
            if read != count:
                raise RuntimeError(f"{path.name}: {read} of {count} articles were read")
            path.unlink()
    return peaks


def write_archive(path: Path, texts: Sequence[str]) -> None:
    """Each text on a page of its own."""
    with path.open("wb") as file:
        for n, text in enumerate(texts):
            file.write(gzip.compress(response(n, f"<html><body><article><p>{text}</p></article></body></html>"), 1))


def write_lines(path: Path, texts: Sequence[str]) -> None:
    """Each text on a line."""
    path.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts), encoding="utf-8")


def write_table(path: Path, texts: Sequence[str]) -> None:
    """Each text in a row."""
    pq.write_table(pa.table({"text": list(texts)}), path, use_dictionary=False)


def language(corpora: Path, texts: Sequence[str]) -> dict[str, Any]:
    """English that is set aside, and other languages that are not."""
    english = {"polnear": list(texts), "meantime": list(meantime(corpora)), "shootings": list(shootings(corpora))}
    lines = [line for text in texts[:84] for line in text.splitlines() if len(line.split()) >= LEAST_WORDS]
    other = {
        file.parent.name: list(runpy.run_path(str(file))["sentences"])
        for file in sorted(Path(spacy.__path__[0]).glob("lang/*/examples.py"))
        if file.parent.name != "en"
    }
    sentences = [sentence for each in other.values() for sentence in each]
    documents = ["\n".join(each) for each in other.values()]
    return {
        "english_set_aside": {name: wrong(each, set_aside=True) for name, each in english.items()}
        | {f"lines_of_{LEAST_WORDS}_words": wrong(lines, set_aside=True)},
        "other_languages_kept": {
            "texts": wrong(documents, set_aside=False),
            f"sentences_of_{LEAST_WORDS}_words": wrong(
                [each for each in sentences if len(each.split()) >= LEAST_WORDS], set_aside=False
            ),
            "shorter_sentences": wrong(
                [each for each in sentences if len(each.split()) < LEAST_WORDS], set_aside=False
            ),
        },
    }


def wrong(texts: Sequence[str], *, set_aside: bool) -> dict[str, int]:
    """How many of ``texts`` are set aside, or are not."""
    return {"texts": len(texts), "wrong": sum(fails(language_of, text, NotEnglishError) is set_aside for text in texts)}


def fails(function: Callable[[Any], Any], argument: Any, error: type[Exception]) -> bool:
    """Whether ``function`` raises ``error``."""
    try:
        function(argument)
    except error:
        return True
    return False


def meantime(corpora: Path) -> Iterator[str]:
    """The articles of MEANTIME, from their tokens."""
    for file in sorted((corpora / "time" / "meantime").rglob("*.xml")):
        yield " ".join(re.findall(r"<token [^>]*>([^<]*)</token>", file.read_text(encoding="utf-8")))


def shootings(corpora: Path) -> Iterator[str]:
    """The local-news articles of the comparison corpus that have a text."""
    with (corpora / "comparison" / "shootings_articles.jsonl").open(encoding="utf-8") as lines:
        yield from (text for line in lines if (text := json.loads(line)["content"]))


def encodings(texts: Sequence[str]) -> dict[str, dict[str, int]]:
    """How often the text comes back exactly, otherwise, or not at all."""
    counts: dict[str, dict[str, int]] = {}
    for encoding in ENCODINGS:
        tally = Counter(exact=0, different=0, undecodable=0)
        for text in texts:
            if text.isascii() or fails(lambda t, e=encoding: t.encode(e), text, UnicodeEncodeError):
                continue
            data = text.encode(encoding)
            if fails(decode, data, UndecodableError):
                tally["undecodable"] += 1
            else:
                tally["exact" if decode(data) == text else "different"] += 1
        counts[encoding] = dict(tally)
    return counts


if __name__ == "__main__":
    main()

"""The news annotated for hedging: MEANTIME stand-off by token numbers, and the demo articles' own gold.

``hedge_gold/README.md`` has the codebook. A MEANTIME text is its tokens joined as an editor would set them.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.etree import ElementTree

from claimkit.evaluation.tokens import join_tokens, read_tokens
from claimkit.evaluation.uncertainty import GoldHedge, UncertainDocument
from claimkit.extraction.parsing import Parse, parse, split_paragraphs
from claimkit.reading.tables import read_rows
from claimkit.records import Article, Claim, SegmentKind, Span, SzegedType
from claimkit.resources import resource
from claimkit.schema import FLAT_COLUMNS

GOLD = Path(__file__).parent / "hedge_gold"
EVERY = 3  # articles of MEANTIME, in the order of their names
SENTENCES = 10
SHORTEST = 8  # tokens: shorter ones are datelines and headings
CONTEXT = 50


def read_news(corpora: Path) -> list[UncertainDocument]:
    """The annotated documents."""
    return [*read_pass(corpora, "first"), *_demo()]


def read_pass(corpora: Path, which: str) -> list[UncertainDocument]:
    """The part annotated twice, MEANTIME; ``which`` pass, ``first`` or ``second``."""
    return list(_meantime(corpora / "time" / "meantime", GOLD / f"meantime_{which}.csv"))


def _meantime(folder: Path, labels: Path) -> Iterator[UncertainDocument]:
    rows: dict[tuple[str, int], list[tuple[int, int, str]]] = {}
    with labels.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            place = row["article"], int(row["sentence"])
            rows.setdefault(place, []).append((int(row["first"]), int(row["last"]), row["type"]))
    files = sorted((folder / "intra-doc_annotation").rglob("*.xml"), key=lambda file: file.name)
    for file in files[::EVERY]:
        name = file.name.partition("_")[0]
        sentences: dict[int, list[str]] = {}
        for token in ElementTree.parse(file).getroot().iter("token"):  # noqa: S314  # a corpus of the reader's choice
            sentences.setdefault(int(token.get("sentence", 0)), []).append(token.text or "")
        chosen = [number for number in sorted(sentences)[1:] if len(sentences[number]) >= SHORTEST][:SENTENCES]
        yield _document(name, [(sentences[number], rows.get((name, number), ())) for number in chosen])


def _document(name: str, sentences: Sequence[tuple[list[str], Sequence[tuple[int, int, str]]]]) -> UncertainDocument:
    text, spans, hedges = "", [], []
    for tokens, labels in sentences:
        sentence, places = join_tokens(read_tokens(tokens), [len(tokens)])
        start = len(text)
        for first, last, kind in labels:
            cue = Span(start + places[first].start, start + places[last].end)
            hedges.append(GoldHedge(cue, SzegedType(kind), None))
        spans.append(Span(start, start + len(sentence)))
        text += sentence + "\n\n"
    return UncertainDocument(name, text, tuple(spans), tuple(hedges))


def _demo() -> Iterator[UncertainDocument]:
    """The demo articles, a sentence a span; cues are those of the gold's claims, and of ``demo.csv``."""
    folder = str(resource("demo/gold"))
    cues: dict[str, set[tuple[Span, SzegedType]]] = {}
    for row in read_rows(folder, "claims"):
        claim = Claim.from_dict({name: value for name, value in row.items() if name not in FLAT_COLUMNS})
        own = cues.setdefault(claim.article_id, set())
        own |= {(hedge.cue, hedge.szeged_type) for hedge in claim.hedges if hedge.szeged_type is not None}
    with (GOLD / "demo.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            cue = Span(int(row["start"]), int(row["end"])), SzegedType(row["type"])
            cues.setdefault(row["article"], set()).add(cue)
    for row in read_rows(folder, "articles"):
        article = Article.from_dict(row)
        text = article.text or ""
        body = [Span(each.start, each.end) for each in article.segments if each.kind is SegmentKind.BODY]
        hedges = [GoldHedge(cue, kind, None) for cue, kind in sorted(cues.get(article.article_id, ()))]
        sentences = parse(text, body or split_paragraphs(text)).sentences()
        spans = tuple(Span(each.start_char, each.end_char) for each in sentences)
        yield UncertainDocument(article.article_id, text, spans, tuple(hedges))


def show_errors(
    parses: Sequence[Parse],
    gold: Sequence[Sequence[tuple[int, int, str]]],
    found: Sequence[Sequence[tuple[int, int, str]]],
) -> None:
    """Print missed and spurious cues with a few words around them, for reading at the screen."""
    for parse_, wanted, given in zip(parses, gold, found, strict=True):
        for sign, cues in (("missed", set(wanted) - set(given)), ("spurious", set(given) - set(wanted))):
            for start, end, kind in sorted(cues):
                words = f"{parse_.text[max(0, start - CONTEXT) : start]}[{parse_.text[start:end]}]"
                print(sign, kind, f"{words}{parse_.text[end : end + CONTEXT]}".replace("\n", " "))

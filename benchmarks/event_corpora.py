"""Collections of articles with the event each reports: read where they lie, never copied.

shootings   3,104 local-news articles on 1,822 incidents of the Gun Violence Archive, with title, date and outlet
ecb         ECB+ (Cybulska and Vossen 2014): articles of a topic are of its first event (ecb) or its second (ecbplus);
            undated, without titles, a few sentences each
polnear     PolNeAR: 840 articles on one election campaign, the same persons in most; no events are marked
meantime    MEANTIME (Minard et al. 2016): 120 Wikinews articles; two are linked where the lead of both mentions the
            same event instance (``instance_id`` of the cross-document annotation)
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import json
import os
import re
import xml.etree.ElementTree as ElementTree
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from claimkit.records import Article

CORPORA = Path(os.environ.get("CLAIMKIT_CORPORA", Path(__file__).parents[2] / "shared" / "corpora"))
# Sentence 0 of MEANTIME is the title, 1 the date line, 2 the first of the body.
_LEAD = 2
_EVENT_OF_DOCUMENT = re.compile(r"(\d+)_\d+(ecb|ecbplus)")


@dataclass(frozen=True, slots=True)
class Collection:
    """Articles, and for each the event it reports; ``topics`` is what must not be split between folds."""

    articles: list[Article]
    events: list[str]
    topics: list[str]


def add_corpora(parser: argparse.ArgumentParser) -> None:
    """The option that says where the corpora lie."""
    parser.add_argument("--corpora", type=Path, default=CORPORA)


def shootings(corpora: Path) -> Collection:
    """Every article of the collection; an incident is a topic of its own."""
    articles, events = [], []
    for line in (corpora / "comparison/shootings_articles.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        articles.append(
            Article.from_text(
                row["content"] or "",
                title=row["title"],
                url=row["url"],
                published=row["date"],
                publisher=row["domain"],
            )
        )
        events.append(row["incident"])
    return Collection(articles, events, events)


def registered(corpora: Path) -> set[str]:
    """The incidents that have a row in the register."""
    lines = (corpora / "comparison/shootings_incidents.jsonl").read_text("utf-8").splitlines()
    return {json.loads(line)["incident_uri"] for line in lines}


def ecb(corpora: Path, part: str) -> Collection:
    """The documents of ``part`` (Train, Dev)."""
    documents: dict[str, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    for line in (corpora / f"comparison/ecbplus/ECB_{part}_corpus.txt").read_text("utf-8").splitlines():
        if line.strip():
            name, sentence, _, word, *_ = line.split("\t")
            documents[name][int(sentence)].append(word)
    articles, events, topics = [], [], []
    for name, sentences in documents.items():
        text = "\n\n".join(_joined(words) for _, words in sorted(sentences.items()))
        found = _EVENT_OF_DOCUMENT.fullmatch(name)
        if found is None:
            raise SystemExit(f"{name}: is no document of ECB+")
        articles.append(Article.from_text(text, url=f"ecbplus:{name}"))
        events.append(found[1] + found[2])
        topics.append(found[1])
    return Collection(articles, events, topics)


def polnear(corpora: Path) -> list[Article]:
    """The training articles of PolNeAR, with their dates."""
    folder = corpora / "attribution/polnear"
    with (folder / "metadata.tsv").open(encoding="utf-8", newline="") as table:
        rows = [row for row in csv.DictReader(table, delimiter="\t") if row["compartment"] == "train"]
    articles = []
    for row in rows:
        with (folder / "train/text" / f"{row['filename']}.txt").open(encoding="utf-8", newline="") as text:
            articles.append(
                Article.from_text(
                    text.read(),
                    title=row["title"],
                    url=f"polnear:{row['filename']}",
                    published=row["publication_date"],
                    publisher=row["publisher"],
                )
            )
    return articles


def meantime(corpora: Path, topic: str = "*") -> tuple[list[Article], list[set[str]]]:
    """The articles of a topic, and the event instances that the lead of each mentions."""
    articles, leads = [], []
    for path in sorted((corpora / "time/meantime/intra_cross-doc_annotation").glob(f"corpus_{topic}/*.xml")):
        root = ElementTree.parse(path).getroot()  # noqa: S314 - a corpus chosen by whoever calls
        sentences: dict[int, list[str]] = defaultdict(list)
        for token in root.iter("token"):
            sentences[int(token.get("sentence", 0))].append(token.text or "")
        date = dt.datetime.strptime(" ".join(sentences[1]).replace(" ,", ","), "%B %d, %Y").date()
        text = "\n\n".join(_joined(words) for number, words in sorted(sentences.items()) if number >= _LEAD)
        articles.append(
            Article.from_text(
                text, title=_joined(sentences[0]), published=date.isoformat(), url=f"meantime:{path.stem}"
            )
        )
        leads.append(_lead_events(root))
    return articles, leads


def _lead_events(root: ElementTree.Element) -> set[str]:
    sentence = {token.get("t_id"): int(token.get("sentence", 0)) for token in root.iter("token")}
    marks = list(root.iterfind("Markables/*"))
    where = {
        mark.get("m_id"): min(sentence[anchor.get("t_id")] for anchor in mark.iter("token_anchor"))
        for mark in marks
        if mark.tag == "EVENT_MENTION"
    }
    instances = {mark.get("m_id"): mark.get("instance_id") for mark in marks if mark.tag == "EVENT"}
    found = set()
    for relation in root.iterfind("Relations/REFERS_TO"):
        target = relation.find("target")
        instance = instances.get(target.get("m_id")) if target is not None else None
        places = [where[source.get("m_id")] for source in relation.iterfind("source") if source.get("m_id") in where]
        if instance and places and min(places) <= _LEAD:
            found.add(instance)
    return found


def _joined(words: list[str]) -> str:
    """Tokens as running text: enough of it for names and numbers to be read as in an article."""
    text = " ".join(words).replace("`` ", '"').replace(" ''", '"')
    text = re.sub(r"\s+([.,;:!?)\]’”%])", r"\1", text)
    text = re.sub(r"([(\[“$])\s+", r"\1", text)
    return re.sub(r" (n['’]t|['’](?:s|re|ve|ll|d|m))\b", r"\1", text)

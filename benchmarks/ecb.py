"""Cross-document event coreference on ECB+ dev, for information: which mentions are of one event.

    python benchmarks/ecb.py --corpora ../shared/corpora [--output benchmarks/results/ecb.json]

Gold mentions, predicted topics: documents are grouped by ``claimkit.group_articles``, and no two mentions meet across
groups. ``gold_topics`` takes the topics of the corpus instead. Singletons are scored. No sentence is printed or stored.

lemma      mentions of a group whose heads have one lemma are one event: the usual baseline
embedding  average link over the probabilities of a logistic regression with three features, whether the lemmas are
           equal and the wordllama cosines of the mentions and of their sentences, learned on the training topics
"""

from __future__ import annotations

import argparse
import itertools
import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import event_corpora
import numpy as np

from claimkit.comparison.agglomeration import average_link
from claimkit.comparison.grouping import group_articles
from claimkit.evaluation.coreference import score_partitions
from claimkit.extraction.parsing import parse
from claimkit.records import Span

THRESHOLD = 0.5


@dataclass(frozen=True, slots=True)
class EventMention:
    """One gold mention: where it is, what it says, its head's lemma, its sentence, its event."""

    document: str
    words: str
    lemma: str
    sentence: str
    event: str


def read_mentions(corpora: Path, part: str) -> list[EventMention]:
    """The gold mentions of events in ``part``; heads and lemmas come from the parse of their sentence."""
    folder = corpora / "comparison/ecbplus"
    sentences = _sentences(folder / f"ECB_{part}_corpus.txt")
    found = []
    by_sentence = defaultdict(list)
    for row in json.loads((folder / f"ECB_{part}_Event_gold_mentions.json").read_text("utf-8")):
        by_sentence[row["doc_id"], row["sent_id"]].append(row)
    for (document, number), rows in by_sentence.items():
        words = sentences[document, number]
        text = " ".join(words)
        starts = [0, *itertools.accumulate(len(word) + 1 for word in words)]
        doc = parse(text, (Span(0, len(text)),)).doc
        for row in rows:
            first, last = min(row["tokens_number"]), max(row["tokens_number"])
            span = doc.char_span(starts[first], starts[last] + len(words[last]), alignment_mode="expand")
            lemma = span.root.lemma_.casefold() if span is not None else row["tokens_str"].casefold()
            found.append(EventMention(document, row["tokens_str"], lemma, text, row["coref_chain"]))
    return found


def _sentences(path: Path) -> dict[tuple[str, int], list[str]]:
    found: dict[tuple[str, int], list[str]] = defaultdict(list)
    for line in path.read_text("utf-8").splitlines():
        if line.strip():
            name, sentence, _, word, *_ = line.split("\t")
            found[name, int(sentence)].append(word)
    return found


def predicted_topics(corpora: Path, part: str) -> dict[str, int]:
    """The group of each document."""
    articles = event_corpora.ecb(corpora, part).articles
    name = {article.article_id: (article.url or "").removeprefix("ecbplus:") for article in articles}
    groups = group_articles(articles)
    return {name[article_id]: number for number, group in enumerate(groups) for article_id in group}


def gold_topics(corpora: Path, part: str) -> dict[str, int]:
    """The topic of each document in the corpus: two events of one kind."""
    collection = event_corpora.ecb(corpora, part)
    names = [(article.url or "").removeprefix("ecbplus:") for article in collection.articles]
    return dict(zip(names, map(int, collection.topics), strict=True))


def by_topic(mentions: Sequence[EventMention], topics: dict[str, int]) -> list[list[int]]:
    """The numbers of the mentions of each topic."""
    found: dict[int, list[int]] = defaultdict(list)
    for number, mention in enumerate(mentions):
        found[topics[mention.document]].append(number)
    return list(found.values())


def same_lemma(mentions: Sequence[EventMention], topics: dict[str, int]) -> list[list[int]]:
    """One cluster a lemma and topic."""
    found: dict[tuple[int, str], list[int]] = defaultdict(list)
    for number, mention in enumerate(mentions):
        found[topics[mention.document], mention.lemma].append(number)
    return list(found.values())


def embedded(mentions: Sequence[EventMention]) -> tuple[Any, Any]:
    """Unit vectors of the mentions and of their sentences."""
    import wordllama

    model = wordllama.WordLlama.load(cache_dir=Path(wordllama.__file__).parent, disable_download=True)
    words, sentences = ([getattr(mention, field) for mention in mentions] for field in ("words", "sentence"))
    return model.embed(words, norm=True), model.embed(sentences, norm=True)


def features(mentions: Sequence[EventMention], vectors: tuple[Any, Any], pairs: Any) -> Any:
    """Pairs × 3."""
    lemmas = np.array([mention.lemma for mention in mentions])
    first, second = pairs.T
    cosines = [(each[first] * each[second]).sum(axis=1) for each in vectors]
    return np.column_stack([lemmas[first] == lemmas[second], *cosines])


def learn(corpora: Path) -> Any:
    """The regression over pairs of the training topics."""
    from sklearn.linear_model import LogisticRegression

    mentions = read_mentions(corpora, "Train")
    topics = by_topic(mentions, gold_topics(corpora, "Train"))
    pairs = np.array([pair for topic in topics for pair in itertools.combinations(topic, 2)])
    events = np.array([mention.event for mention in mentions])
    same = events[pairs[:, 0]] == events[pairs[:, 1]]
    return LogisticRegression(max_iter=1000).fit(features(mentions, embedded(mentions), pairs), same)


def by_embedding(mentions: Sequence[EventMention], topics: dict[str, int], model: Any) -> list[list[int]]:
    """Average link within each topic."""
    vectors = embedded(mentions)
    found = []
    for topic in by_topic(mentions, topics):
        own = tuple(each[topic] for each in vectors)
        chosen = [mentions[number] for number in topic]
        pairs = np.array(list(itertools.combinations(range(len(topic)), 2))).reshape(-1, 2)
        links = []
        if len(pairs):
            probability = model.predict_proba(features(chosen, own, pairs))[:, 1]
            links = [(int(a), int(b), float(p)) for (a, b), p in zip(pairs, probability, strict=True)]
        for cluster in average_link(len(topic), links, threshold=THRESHOLD, known=len(topic)):
            found.append([topic[number] for number in cluster])  # noqa: PERF401 - reads as two nested lists otherwise
    return found


def main() -> None:
    """Score both on the dev topics."""
    parser = argparse.ArgumentParser(description="Cross-document event coreference on ECB+ dev")
    event_corpora.add_corpora(parser)
    parser.add_argument("--output", type=Path)
    arguments = parser.parse_args()
    mentions = read_mentions(arguments.corpora, "Dev")
    gold = defaultdict(list)
    for number, mention in enumerate(mentions):
        gold[mention.event].append(number)
    model = learn(arguments.corpora)
    result: dict[str, Any] = {"mentions": len(mentions), "events": len(gold)}
    for name, find in (("predicted_topics", predicted_topics), ("gold_topics", gold_topics)):
        topics = find(arguments.corpora, "Dev")
        systems = {"lemma": same_lemma(mentions, topics), "embedding": by_embedding(mentions, topics, model)}
        result[name] = {
            system: {measure: score.to_dict() for measure, score in score_partitions(gold.values(), found).items()}
            for system, found in systems.items()
        }
    text = json.dumps(result, indent=2)
    print(text)
    if arguments.output:
        arguments.output.write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()

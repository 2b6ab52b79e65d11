"""Source types and speakers against 300 hand-labelled attributions of PolNeAR dev.

    python benchmarks/speakers.py --corpora ../shared/corpora [--output benchmarks/results/speakers.json]
    python benchmarks/speakers.py --part train [--output benchmarks/results/speakers_train.json]

``--corpora`` defaults to ``CLAIMKIT_CORPORA``, else ``../shared/corpora``. The labels are in ``speaker_gold/``, with
their codebook. ``--part train`` scores the 353 labels of other articles on which
the rules were written, in the first setting alone. Two settings:

* ``gold_spans``: the gold source is given; its head word is typed and resolved as a source of a link is. Attributions
  without a source are left out.
* ``end_to_end``: of the links that are found, those whose source overlaps the gold one (where there is none: whose cue
  overlaps and that have no source either). ``found`` says how many of the attributions that leaves.

*Types*: accuracy, precision and recall a type, confusions. *Speakers*: right is a source whose entity has the gold
antecedent among its mentions and no antecedent of another gold entity; where the gold has none, one that is no
entity or is shared with no other gold entity. A place that several mentions cover belongs to the narrowest.
Coordinations are typed but not resolved. Baselines: the most frequent type; the nearest person name up to the end of
the source, with all names that end in the same word. Each accuracy has the 95 % interval of 1,000 bootstrap samples of
articles. No sentence of the corpus is printed or stored.
"""

from __future__ import annotations

import argparse
import json
import os
import random
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from claimkit.evaluation.brat import read_brat
from claimkit.extraction.attribution import find_attributions
from claimkit.extraction.entities import entity_at, find_mentions
from claimkit.extraction.parsing import Parse, parse, token_span
from claimkit.extraction.source_types import source_type
from claimkit.records import Attribution, Mention, SourceType, Span

if TYPE_CHECKING:
    from claimkit.extraction.tokens import Token

GOLD = Path(__file__).parent / "speaker_gold"
COORDINATION = "coordination"
FORMS = ("name", "short", "pronoun", "description")
ROUNDS = 1000

Cluster = tuple[Span, ...]  # the mentions of one entity, as the program sees it


@dataclass(frozen=True, slots=True)
class Label:
    """One row of the gold; ``place`` is its number among all of them."""

    place: int
    document: str
    source: Span | None
    cue: Span | None
    type: str
    entity: str | None
    antecedent: Span | None
    form: str | None
    note: str | None
    uncertain: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """What a system says of one row: ``type`` is ``None`` where it has no link, ``cluster`` where it has no entity."""

    type: str | None
    cluster: int | None


@dataclass(frozen=True, slots=True)
class Answers:
    """A system's answers for the rows of one document, by their place, and its entities there."""

    of: Mapping[int, Answer]
    clusters: tuple[Cluster, ...]


def main() -> None:
    """Score, print the JSON, and write it where asked."""
    arguments = _arguments()
    folder = arguments.corpora / "attribution" / "polnear" / arguments.part
    labels = read_labels(GOLD / f"polnear_{arguments.part}.jsonl")
    wanted = {label.document for label in labels}
    texts = {document.name: document.text for document in read_brat(folder) if document.name in wanted}
    score = evaluate if arguments.part == "dev" else evaluate_given
    text = json.dumps(score(labels, texts), indent=2)
    print(text)
    if arguments.output:
        arguments.output.parent.mkdir(parents=True, exist_ok=True)
        arguments.output.write_text(text + "\n", encoding="utf-8")


def read_labels(path: Path = GOLD / "polnear_dev.jsonl") -> list[Label]:
    """The gold rows, in the order of the file."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [_label(place, json.loads(line)) for place, line in enumerate(lines)]


def _label(place: int, row: Mapping[str, Any]) -> Label:
    spans = {key: Span(*row[key]) if row[key] else None for key in ("source", "cue", "antecedent")}
    return Label(
        place=place,
        document=row["document"],
        type=row["source_type"],
        entity=row.get("entity"),
        form=row.get("form"),
        note=row.get("note"),
        uncertain=row.get("uncertain", False),
        **spans,
    )


def evaluate(labels: Sequence[Label], texts: Mapping[str, str]) -> dict[str, Any]:
    """Both settings, the baselines and the self-consistency of the labels."""
    given: dict[str, Answers] = {}
    linked: dict[str, Answers] = {}
    nearest: dict[str, Answers] = {}
    for name, rows in by_document(labels).items():
        parsed = parse(texts[name])
        mentions = find_mentions(parsed, "")
        given[name] = answer_given(parsed, mentions, rows)
        linked[name] = answer_linked(find_attributions(texts[name]), mentions, rows)
        nearest[name] = answer_nearest(parsed, rows)
    sourced = [label for label in labels if label.source]
    found = [label for label in labels if linked[label.document].of[label.place].type is not None]
    return {
        "corpus": "PolNeAR 1.0, dev, first annotator",
        "articles": len(given),
        "attributions": len(labels),
        "without_source": len(labels) - len(sourced),
        "uncertain": sum(label.uncertain for label in labels),
        "gold_spans": _setting(sourced, given, nearest),
        "end_to_end": {"found": len(found), "of": len(labels)} | _setting(found, linked, nearest),
        "self_consistency": self_consistency(labels, read_labels(GOLD / "again.jsonl")),
    }


def evaluate_given(labels: Sequence[Label], texts: Mapping[str, str]) -> dict[str, Any]:
    """The first setting with its baselines, for the labels the rules were written on."""
    given: dict[str, Answers] = {}
    nearest: dict[str, Answers] = {}
    for name, rows in by_document(labels).items():
        parsed = parse(texts[name])
        given[name] = answer_given(parsed, find_mentions(parsed, ""), rows)
        nearest[name] = answer_nearest(parsed, rows)
    return {
        "corpus": "PolNeAR 1.0, train, first annotator; the rules were written on these labels",
        "articles": len(given),
        "attributions": len(labels),
        "uncertain": sum(label.uncertain for label in labels),
        "gold_spans": _setting(labels, given, nearest),
    }


def by_document(labels: Iterable[Label]) -> dict[str, list[Label]]:
    """The rows of each document."""
    documents: dict[str, list[Label]] = {}
    for label in labels:
        documents.setdefault(label.document, []).append(label)
    return documents


# --- answers ---


def answer_given(parsed: Parse, mentions: Sequence[Mention], rows: Iterable[Label]) -> Answers:
    """Type and entity of each gold source, as ``links_in`` gives them to a source it found."""
    numbers = {mention.entity_id: number for number, mention in enumerate(mentions)}
    answers = {}
    for row in rows:
        head = head_of(parsed, row.source) if row.source else None
        if row.source is None or head is None:
            answers[row.place] = Answer(None, None)
            continue
        mention = entity_at(mentions, token_span(head, head)) or entity_at(mentions, row.source)
        kind = source_type(parsed.text[row.source.start : row.source.end], head, mention)
        answers[row.place] = Answer(kind.value, numbers[mention.entity_id] if mention else None)
    return Answers(answers, tuple(mention.spans for mention in mentions))


def head_of(parsed: Parse, span: Span) -> Token | None:
    """The syntactic head of ``span``; of a prepositional phrase («from the committee»), of its object."""
    words = parsed.doc.char_span(span.start, span.end, alignment_mode="expand")
    if words is None:
        return None
    objects = [child for child in words.root.children if child.dep_ == "pobj"] if words.root.pos_ == "ADP" else []
    return objects[0] if objects else words.root


def answer_linked(links: Sequence[Attribution], mentions: Sequence[Mention], rows: Iterable[Label]) -> Answers:
    """Type and entity of the link found for each gold attribution."""
    numbers = {mention.entity_id: number for number, mention in enumerate(mentions)}
    answers = {}
    for row in rows:
        link = link_of(links, row)
        entity = numbers[link.entity_id] if link is not None and link.entity_id else None
        answers[row.place] = Answer(link.source_type.value if link else None, entity)
    return Answers(answers, tuple(mention.spans for mention in mentions))


def link_of(links: Iterable[Attribution], row: Label) -> Attribution | None:
    """The link whose source shares most with the gold one, its own cue before another's, an outer before an inner."""
    best: tuple[bool, int, bool] | None = None
    chosen = None
    for link in links:
        cue = _shared(link.cue, row.cue)
        source = _shared(link.source, row.source)
        if source == 0 if row.source else link.source is not None or cue == 0:
            continue
        rank = (cue > 0, source, link.parent is None)
        if best is None or rank > best:
            best, chosen = rank, link
    return chosen


def _shared(one: Span | None, other: Span | None) -> int:
    return max(0, min(one.end, other.end) - max(one.start, other.start)) if one and other else 0


def answer_nearest(parsed: Parse, rows: Iterable[Label]) -> Answers:
    """The baseline: everybody is a person, the one whose name begins last before the source ends."""
    names: dict[str, list[Span]] = {}
    starts: list[tuple[int, str]] = []
    for name in parsed.doc.ents:
        if name.label_ == "PERSON":
            last = name[-1] if name[-1].tag_ != "POS" or len(name) == 1 else name[-2]
            names.setdefault(last.lower_, []).append(Span(name.start_char, name.end_char))
            starts.append((name.start_char, last.lower_))
    number = {name: index for index, name in enumerate(names)}
    answers = {}
    for row in rows:
        before = [name for start, name in starts if row.source and start < row.source.end]
        answers[row.place] = Answer(SourceType.PERSON.value, number[before[-1]] if before else None)
    return Answers(answers, tuple(tuple(spans) for spans in names.values()))


# --- speakers ---


def owner(clusters: Sequence[Cluster], span: Span) -> int | None:
    """The entity a place belongs to: of the narrowest mention around it, else of the narrowest around its last word."""
    touching = [
        (mention.start > span.start, mention.end - mention.start, number)
        for number, mentions in enumerate(clusters)
        for mention in mentions
        # The last word is the head: «Dunmore» is Ilsa Dunmore, but the Echo is not «an Echo article».
        if mention.start < span.end <= mention.end
    ]
    return min(touching)[2] if touching else None


def judge_speakers(rows: Sequence[Label], answers: Answers) -> dict[int, bool]:
    """Whether the speaker of each row of one document is right, by place; coordinations are not judged."""
    judged = [row for row in rows if row.entity and row.note != COORDINATION and row.place in answers.of]
    named = _holders(judged, answers, of_names=True)
    unnamed = _holders(judged, answers, of_names=False)
    verdicts = {}
    for row in judged:
        cluster = answers.of[row.place].cluster
        if cluster is None:
            verdicts[row.place] = row.antecedent is None
            continue
        held = named.get(cluster, set()) - {row.entity}
        if row.antecedent is None:
            verdicts[row.place] = not held | (unnamed.get(cluster, set()) - {row.entity})
        else:
            verdicts[row.place] = not held and owner(answers.clusters, row.antecedent) == cluster
    return verdicts


def _holders(rows: Iterable[Label], answers: Answers, *, of_names: bool) -> dict[int, set[str | None]]:
    """Which gold entities each of the program's entities holds: by antecedents and lone names, or by lone phrases."""
    held: dict[int, set[str | None]] = {}
    for row in rows:
        if row.antecedent is not None:
            cluster = owner(answers.clusters, row.antecedent) if of_names else None
        else:
            named = row.form in ("name", "short")
            cluster = answers.of[row.place].cluster if named is of_names else None
        if cluster is not None:
            held.setdefault(cluster, set()).add(row.entity)
    return held


# --- scores ---


def _setting(rows: Sequence[Label], answers: Mapping[str, Answers], nearest: Mapping[str, Answers]) -> dict[str, Any]:
    documents = by_document(rows)
    types = {row.place: answers[row.document].of[row.place].type == row.type for row in rows}
    speakers = {k: v for name in documents for k, v in judge_speakers(documents[name], answers[name]).items()}
    near = {k: v for name in documents for k, v in judge_speakers(documents[name], nearest[name]).items()}
    most = Counter(row.type for row in rows).most_common(1)[0][0]
    resolved = [row for row in rows if row.place in speakers]
    return {
        "source_type": accuracy(rows, types)
        | {
            "certain_only": accuracy([row for row in rows if not row.uncertain], types),
            "baseline_most_frequent": accuracy(rows, {row.place: row.type == most for row in rows}),
            "types": by_type(rows, answers),
            "confusions": confusions(rows, answers),
        },
        "speaker": accuracy(resolved, speakers)
        | {
            "certain_only": accuracy([row for row in resolved if not row.uncertain], speakers),
            "with_antecedent": accuracy([row for row in resolved if row.antecedent], speakers),
            "baseline_nearest_name": accuracy(resolved, near),
            "forms": {form: accuracy([row for row in resolved if row.form == form], speakers) for form in FORMS},
            "merged_entities": sum(merged(documents[name], answers[name]) for name in documents),
        },
    }


def accuracy(rows: Sequence[Label], right: Mapping[int, bool]) -> dict[str, Any]:
    """Share of ``rows`` that are right, how many there are, and the bootstrap interval over their documents."""
    documents = [[right[row.place] for row in part] for part in by_document(rows).values()]
    share = _share(documents)
    draw = random.Random(0)  # noqa: S311  (resampling, not secrecy)
    samples = sorted(_share(draw.choices(documents, k=len(documents))) for _ in range(ROUNDS)) if documents else [0.0]
    edge = round(0.025 * (len(samples) - 1))
    interval = [round(samples[edge], 3), round(samples[-1 - edge], 3)]
    return {"accuracy": round(share, 3), "interval": interval, "n": len(rows)}


def _share(documents: Sequence[Sequence[bool]]) -> float:
    total = sum(map(len, documents))
    return sum(map(sum, documents)) / total if total else 0.0


def by_type(rows: Sequence[Label], answers: Mapping[str, Answers]) -> dict[str, dict[str, float]]:
    """Precision, recall and number of gold rows of each type that either side gives."""
    pairs = [(row.type, answers[row.document].of[row.place].type) for row in rows]
    table = {}
    for kind in SourceType:
        right = sum(gold == found == kind for gold, found in pairs)
        given = sum(found == kind for _, found in pairs)
        gold = sum(gold == kind for gold, _ in pairs)
        if given or gold:
            precision, recall = _ratio(right, given), _ratio(right, gold)
            table[kind.value] = {"precision": precision, "recall": recall, "gold": gold, "given": given}
    return table


def _ratio(part: int, whole: int) -> float:
    return round(part / whole, 3) if whole else 0.0


def confusions(rows: Sequence[Label], answers: Mapping[str, Answers]) -> dict[str, int]:
    """How often each type was taken for another, "gold > given", the most frequent first."""
    pairs = ((row.type, answers[row.document].of[row.place].type) for row in rows)
    counts = Counter(f"{gold} > {given}" for gold, given in pairs if gold != given)
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def merged(rows: Sequence[Label], answers: Answers) -> int:
    """How many of the program's entities of one document hold several gold entities."""
    judged = [row for row in rows if row.entity and row.note != COORDINATION and row.place in answers.of]
    tables = [_holders(judged, answers, of_names=flag) for flag in (True, False)]
    clusters = sorted({cluster for table in tables for cluster in table})
    return sum(len(set().union(*(table.get(cluster, set()) for table in tables))) > 1 for cluster in clusters)


def self_consistency(labels: Sequence[Label], again: Sequence[Label]) -> dict[str, Any]:
    """How far the second labels of one hand agree with its first: types, and antecedents of the same entity."""
    first = {(label.document, label.source, label.cue): label for label in labels}
    pairs = [(first[label.document, label.source, label.cue], label) for label in again]
    known = by_document(labels)
    return {
        "attributions": len(pairs),
        "source_type": _agreement(pairs, lambda one, other: one.type == other.type),
        "speaker": _agreement(pairs, lambda one, other: same_speaker(one, other, known[one.document])),
    }


def same_speaker(one: Label, other: Label, rows: Iterable[Label]) -> bool:
    """Whether ``other`` names an antecedent that ``one``'s entity has somewhere in the gold, or both name none."""
    if one.antecedent is None or other.antecedent is None:
        return one.antecedent == other.antecedent
    mine = [span for row in rows if row.entity == one.entity for span in (row.antecedent, row.source)]
    return any(_shared(span, other.antecedent) > 0 for span in mine)


def _agreement(pairs: Sequence[tuple[Label, Label]], agree: Callable[[Label, Label], bool]) -> float:
    return _ratio(sum(agree(one, other) for one, other in pairs), len(pairs))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    default = Path(os.environ.get("CLAIMKIT_CORPORA", "../shared/corpora"))
    parser.add_argument("--corpora", type=Path, default=default)
    parser.add_argument("--part", choices=("dev", "train"), default="dev")
    parser.add_argument("--output", type=Path)
    return parser.parse_args()


if __name__ == "__main__":
    main()

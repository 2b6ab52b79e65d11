r"""Hedged sentences, weasel sentences and negated claims beside what other packages make of them, in one run.

    uv venv PEERS && uv pip install --python PEERS/bin/python --no-deps \
        convokit==5.0.0 medspacy==1.3.1 negspacy==1.1.0 patternlite==3.6 future
    python benchmarks/hedging_peers.py [news] [szeged] [weasel] [negation] --corpora ../shared/corpora
        --peers PEERS/lib/python3.11/site-packages [--parses DIR] [--output benchmarks/results/hedging_peers.json]

A sentence counts as hedged if it has a cue. ``news`` are the 500 sentences of ``hedge_gold/``, which no system was
trained on; ``szeged`` the Wikipedia part of the Szeged corpus, where ours is the lexicon alone (the shipped model has
seen the corpus; ``hedging.py`` scores it in folds); ``weasel`` CoNLL-2010 Wikipedia, where ours are the weasel rules of
extraction. ``negation`` asks of the predicates of the demo's gold and of the reviewed seed articles which are negated.

convokit   the hedge list of its politeness strategies (Danescu-Niculescu-Mizil et al. 2013), words of a sentence
medspacy   ConText rules of possible existence and hypothesis, as phrases; made for clinical notes
pattern    ``modality`` at its own threshold of .5 (De Smedt and Daelemans 2012), tuned on this very weasel corpus
negspacy   NegEx with its general terms, each predicate an entity
tfidf      TF-IDF over word n-grams and a linear support vector machine: of Szeged for ``news``, else in 10 folds

Packages are read from a folder of their own, beside this interpreter's spaCy; WordNet, which pattern imports and
``modality`` does not use, is left out.
"""

from __future__ import annotations

import argparse
import ast
import json
import re
import sys
import types
from collections.abc import Callable, Iterator, Sequence
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

import hedge_news
import train_hedging as training
import uncertainty
from hedging import FOLDS
from kind_gold.draw import GOLD, article_of, names_of

from claimkit.evaluation.dataset_claims import read_claims
from claimkit.evaluation.measures import Counts, measure_all
from claimkit.evaluation.uncertainty import UncertainDocument, read_conll2010, read_szeged
from claimkit.extraction.cue_labels import TYPES
from claimkit.extraction.hedging import hedges_in, proposed_in
from claimkit.extraction.parsing import Parse, load_model
from claimkit.extraction.pipeline import extract
from claimkit.reading.tables import read_rows
from claimkit.records import HedgeType, Span

Flags = list[bool]
Judge = Callable[[str], bool]
PACKAGES = ("convokit", "medspacy", "negspacy", "patternlite")


def main() -> None:
    """Score all of them, print the JSON, and write it where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    uncertainty.add_options(parser)
    parser.add_argument("parts", nargs="*", help="news, szeged, weasel, negation; default: all")
    parser.add_argument("--peers", type=Path, required=True, help="site-packages with the peers")
    arguments = parser.parse_args()
    sys.path.append(str(arguments.peers))
    judges = {"convokit": convokit(arguments.peers), "medspacy": medspacy(arguments.peers), "pattern": pattern()}
    found = {each.name.lower(): each.version for each in distributions(path=[str(arguments.peers)])}
    output = arguments.output
    result: dict[str, Any] = json.loads(output.read_text("utf-8")) if output and output.is_file() else {}
    result["versions"] = {name: found.get(name) for name in PACKAGES}
    for name in arguments.parts or PARTS:
        result[name] = PARTS[name](arguments, judges)
        if output:
            output.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(result, indent=2))


# --- the peers ------------------------------------------------------------------------------------------------------


def convokit(site: Path) -> Judge:
    """Words of the list of hedges, which is read off the source: the package imports much that is not needed."""
    source = site / "convokit/politeness_collections/politeness_api/features/politeness_strategies.py"
    tree = ast.parse(source.read_text(encoding="utf-8"))
    lists = (node.value for node in tree.body if isinstance(node, ast.Assign) and _named(node, "hedges"))
    words = frozenset(ast.literal_eval(next(lists)))
    return lambda sentence: any(word in words for word in re.findall(r"[\w']+", sentence.lower()))


def _named(node: ast.Assign, name: str) -> bool:
    return any(isinstance(target, ast.Name) and target.id == name for target in node.targets)


def medspacy(site: Path) -> Judge:
    """Phrases of the rules for what is possible or hypothetical."""
    rules = json.loads((site / "resources/en/context_rules.json").read_text(encoding="utf-8"))["context_rules"]
    wanted = {"POSSIBLE_EXISTENCE", "HYPOTHETICAL"}
    phrases = sorted({rule["literal"].lower() for rule in rules if rule["category"] in wanted})
    either = re.compile(r"\b(?:" + "|".join(map(re.escape, phrases)) + r")\b")
    return lambda sentence: either.search(sentence.lower()) is not None


def pattern() -> Judge:
    """Sentences whose modality is .5 or less, as the package's own ``uncertain`` has it."""
    sys.modules["pattern.text.en.wordnet"] = types.ModuleType("pattern.text.en.wordnet")
    from pattern.text.en import Sentence, modality, parse

    def judge(sentence: str) -> bool:
        try:
            return bool(modality(Sentence(parse(sentence, lemmata=True))) <= 0.5)
        except (IndexError, RuntimeError, ValueError):  # a sentence its parser fails on is none that it finds
            return False

    return judge


# --- hedged sentences -----------------------------------------------------------------------------------------------


def news(arguments: argparse.Namespace, judges: dict[str, Judge]) -> dict[str, Any]:
    """The news sentences annotated by hand."""
    documents = hedge_news.read_news(arguments.corpora)
    parses = list(uncertainty.parsed(documents, arguments.parses))
    wiki = list(read_szeged(arguments.corpora / "hedging" / training.WIKIPEDIA))
    answers = {
        "ours": [_with(document, _model_cues(parse)) for document, parse in zip(documents, parses, strict=True)],
        "ours_lexicon": [_with(document, _proposed(parse)) for document, parse in zip(documents, parses, strict=True)],
        "tfidf": by_tfidf([_hedged(document) for document in wiki], wiki, documents),
    }
    return compared(documents, [_hedged(document) for document in documents], answers, judges)


def szeged(arguments: argparse.Namespace, judges: dict[str, Judge]) -> dict[str, Any]:
    """The Wikipedia part of the Szeged corpus."""
    documents = list(read_szeged(arguments.corpora / "hedging" / training.WIKIPEDIA))[:: arguments.every]
    parses = uncertainty.parsed(documents, arguments.parses)
    gold = [_hedged(document) for document in documents]
    lexicon = [_with(document, _proposed(parse)) for document, parse in zip(documents, parses, strict=True)]
    return compared(documents, gold, {"ours_lexicon": lexicon, "tfidf": in_folds(documents, gold)}, judges)


def weasel(arguments: argparse.Namespace, judges: dict[str, Judge]) -> dict[str, Any]:
    """Weasel sentences of CoNLL-2010."""
    documents = list(read_conll2010(arguments.corpora / "hedging" / "conll2010_wiki_train.jsonl"))[:: arguments.every]
    gold = [[bool(flag) for flag in document.weasels or ()] for document in documents]
    rules = []
    for document, parse in zip(documents, uncertainty.parsed(documents, arguments.parses), strict=True):
        cues = [hedge.cue for hedge in hedges_in(parse) if hedge.type is HedgeType.WEASEL]
        rules.append(_with(document, cues))
    return compared(documents, gold, {"ours_rules": rules, "tfidf": in_folds(documents, gold)}, judges)


def compared(
    documents: Sequence[UncertainDocument],
    gold: Sequence[Flags],
    answers: dict[str, list[Flags]],
    judges: dict[str, Judge],
) -> dict[str, Any]:
    """F1 of sentences, with the interval over documents, of each system."""
    for name, judge in judges.items():
        answers[name] = [[judge(document.text[slice(*span)]) for span in document.sentences] for document in documents]
    scores: dict[str, Any] = {"documents": len(documents), "sentences": sum(map(len, gold))}
    for name, found in answers.items():
        rows = [{"sentence": counts(wanted, given)} for wanted, given in zip(gold, found, strict=True)]
        scores[name] = measure_all(rows, {"sentence": "f1"})["sentence"].to_dict()
    return scores


def counts(gold: Sequence[bool], found: Sequence[bool]) -> Counts:
    """Right, found, and in the gold."""
    return Counts(sum(a and b for a, b in zip(gold, found, strict=True)), sum(found), sum(gold))


def in_folds(documents: Sequence[UncertainDocument], gold: Sequence[Flags]) -> list[Flags]:
    """TF-IDF by models that have not seen the document."""
    part_of = uncertainty.folds(len(documents), FOLDS)
    found: list[Flags] = [[] for _ in documents]
    for fold in range(FOLDS):
        own = [number for number, part in enumerate(part_of) if part != fold]
        test = [number for number, part in enumerate(part_of) if part == fold]
        flags = by_tfidf([gold[n] for n in own], [documents[n] for n in own], [documents[n] for n in test])
        for number, answer in zip(test, flags, strict=True):
            found[number] = answer
    return found


def by_tfidf(
    flags: Sequence[Flags], train: Sequence[UncertainDocument], test: Sequence[UncertainDocument]
) -> list[Flags]:
    """The baseline of ``train_hedging.weasels_by_tfidf``, for any flags."""
    import dataclasses

    marked = [dataclasses.replace(one, weasels=tuple(own)) for one, own in zip(train, flags, strict=True)]
    return training.weasels_by_tfidf(marked, test)


def _hedged(document: UncertainDocument) -> Flags:
    return _with(document, [hedge.cue for hedge in document.hedges])


def _with(document: UncertainDocument, cues: Sequence[Span]) -> Flags:
    return [any(span.start <= cue.start < span.end for cue in cues) for span in document.sentences]


def _model_cues(parse: Parse) -> list[Span]:
    return [hedge.cue for hedge in hedges_in(parse) if hedge.szeged_type is not None]


def _proposed(parse: Parse) -> list[Span]:
    return [
        Span(token.idx, token.idx + len(token.text))
        for tokens, names in proposed_in(parse)
        for token, name in zip(tokens, names, strict=True)
        if name in TYPES
    ]


# --- negation -------------------------------------------------------------------------------------------------------


def negation(arguments: argparse.Namespace, _: dict[str, Judge]) -> dict[str, Any]:
    """Which predicates are negated: those of the gold of the demo and of the seeds that extraction finds too."""
    shared = arguments.corpora.parent
    nlp = _negex()
    rows: dict[str, list[dict[str, Counts]]] = {"ours": [], "negspacy": []}
    claims = 0
    for article, gold in _reviewed(shared):
        ours = {claim.predicate.start: claim.negated for claim in extract(article).claims}
        both = [claim for claim in gold if claim.predicate.start in ours]
        claims += len(both)
        wanted = [claim.negated for claim in both]
        doc = nlp(article.text)
        theirs = _negated_by(doc, nlp, [Span(claim.predicate.start, claim.predicate.end) for claim in both])
        rows["ours"].append({"negated": counts(wanted, [ours[claim.predicate.start] for claim in both])})
        rows["negspacy"].append({"negated": counts(wanted, theirs)})
    scores = {name: measure_all(own, {"negated": "f1"})["negated"].to_dict() for name, own in rows.items()}
    return {"claims": claims, **scores}


def _negex() -> Any:
    import negspacy.negation  # noqa: F401  (registers the component)
    import spacy
    from negspacy.termsets import termset

    nlp = spacy.load(load_model().meta["lang"] + "_" + load_model().meta["name"], exclude=["ner"])
    nlp.add_pipe("negex", config={"neg_termset": termset("en").get_patterns(), "ent_types": []})
    return nlp


def _negated_by(doc: Any, nlp: Any, places: Sequence[Span]) -> Flags:
    spans = [doc.char_span(*place, label="PREDICATE", alignment_mode="expand") for place in places]
    doc.set_ents([span for span in dict.fromkeys(spans) if span is not None])
    nlp.get_pipe("negex")(doc)
    return [bool(span is not None and span._.negex) for span in spans]


def _reviewed(shared: Path) -> Iterator[tuple[Any, Any]]:
    for collection in ("demo", "seeds"):
        claims = read_claims(GOLD[collection])
        known = {row["text_sha256"]: row["article_id"] for row in read_rows(GOLD[collection], "articles")}
        for name in sorted(names_of(collection, shared)):
            article = article_of(collection, name, shared)
            yield article, claims[known[article.text_sha256]]


PARTS: dict[str, Callable[[argparse.Namespace, dict[str, Judge]], dict[str, Any]]] = {
    "news": news,
    "szeged": szeged,
    "weasel": weasel,
    "negation": negation,
}


if __name__ == "__main__":
    main()

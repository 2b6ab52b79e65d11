"""Hedging against annotated corpora: cues, scopes, weasels, and news annotated by hand.

    python benchmarks/hedging.py [szeged] [seeds] [news] [bioscope] [weasel] [speed] --corpora ../shared/corpora
        [--parses DIR] [--every 1] [--output benchmarks/results/hedging.json]

``--corpora`` defaults to ``CLAIMKIT_CORPORA``, else ``../shared/corpora``; ``--parses`` keeps parses between runs;
``--every 4`` reads every fourth document. Parts that are not asked for stay as they are in the output. Every figure has
the 95 % interval of 1,000 bootstrap samples of documents. No sentence of a corpus is printed or stored.

szeged    Szeged Uncertainty corpus, Wikipedia (Vincze 2014), 10 folds by document, each with a model trained on the
          other nine and our prose: F1 by token and by typed exact span for E, D, I, N, and their macro average;
          the lexicon alone; a linear model of words and their neighbours alone
seeds     ``hedge_gold/seeds.csv``: every hedge of the five seed articles beside the corpora, adjudicated; how many are
          found, with type and scope. The rules were mended on them: no held-back figure
news      ``hedge_gold/``: 40 articles of MEANTIME and the demo articles, by the shipped model
bioscope  BioScope abstracts (Vincze et al. 2008): exact scope and F1 of its tokens with gold cues, read by rules; exact
          scope with the cues of models trained on the other nine folds
weasel    CoNLL-2010 Wikipedia (Farkas et al. 2010), 10 folds by document: F1 of weasel sentences of a TF-IDF baseline
approximators  how often the bound "about" of a quantity and an approximator come together: NewsQuant, demo, seeds
speed     CPU time of hedging and of event scores as shares of a whole extraction, on the demo articles
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import hedge_news
import hedge_seeds
import train_hedging as training
import uncertainty

from claimkit.evaluation.articles import as_read
from claimkit.evaluation.measures import Counts, measure_all, total_of
from claimkit.evaluation.uncertainty import UncertainDocument, read_bioscope, read_conll2010, read_szeged
from claimkit.extraction.cue_labels import OUTSIDE, TYPES
from claimkit.extraction.event_scores import event_score
from claimkit.extraction.hedging import hedges_in, proposed_in, scope_at
from claimkit.extraction.parsing import Parse
from claimkit.extraction.parsing import parse as parse_text
from claimkit.extraction.pipeline import extract
from claimkit.extraction.quantities import quantities_in
from claimkit.extraction.times import times_in
from claimkit.reading.tables import read_rows
from claimkit.records import Article, Bound, HedgeType, Span
from claimkit.resources import resource

FOLDS = 10
KINDS = sorted(TYPES)
Cue = tuple[int, int, str]


def main() -> None:
    """Score what is asked for, print the JSON, and write it where asked."""
    parser = argparse.ArgumentParser(description="Hedging against annotated corpora")
    parser.add_argument("parts", nargs="*", metavar="|".join(PARTS), help="default: all")
    uncertainty.add_options(parser)
    arguments = parser.parse_args()
    output = arguments.output
    result: dict[str, Any] = json.loads(output.read_text("utf-8")) if output and output.is_file() else {}
    for part in arguments.parts or PARTS:
        result[part] = PARTS[part](arguments)
        text = json.dumps(result, indent=2)
        if output:
            output.parent.mkdir(parents=True, exist_ok=True)
            output.write_text(text + "\n", encoding="utf-8")
    print(json.dumps(result, indent=2))


# --- cues -----------------------------------------------------------------------------------------------------------


def szeged(arguments: argparse.Namespace) -> dict[str, Any]:
    """Cues of the Wikipedia part by models that have not seen the document."""
    documents = list(read_szeged(arguments.corpora / "hedging" / training.WIKIPEDIA))[:: arguments.every]
    parses = list(uncertainty.parsed(documents, arguments.parses))
    samples = training.read_samples(documents, arguments.parses)
    part_of = uncertainty.folds(len(documents), FOLDS)
    prose = training.read_samples([training.read_prose()], None, len(documents), training.PROSE_WEIGHT)
    found: dict[str, list[list[Cue]]] = {name: [[] for _ in documents] for name in ("model", "words")}
    for fold in range(FOLDS):
        own = [each for each in samples if part_of[each.document] != fold] + prose
        words = training.cue_words(own)
        for name, chosen in (("model", own), ("words", [training.only_words(each) for each in own])):
            model = training.train_cues(chosen, words)
            for number, parse in enumerate(parses):
                if part_of[number] == fold:
                    found[name][number] = _typed(parse, model)
    found["lexicon"] = [_proposed(parse) for parse in parses]
    gold = [_gold(document) for document in documents]
    return {
        "documents": len(documents),
        "sentences": sum(len(document.sentences) for document in documents),
        **{name: cue_scores(parses, gold, cues) for name, cues in found.items()},
    }


def _gold(document: UncertainDocument) -> list[Cue]:
    cues = []
    for hedge in document.hedges:
        if hedge.type is not None:
            words = document.text[slice(*hedge.cue)]
            cues.append((hedge.cue.start, hedge.cue.start + len(words.rstrip()), hedge.type.value))
    return cues


def _typed(parse: Parse, model: Any = None) -> list[Cue]:
    return [(*hedge.cue, hedge.szeged_type.value) for hedge in hedges_in(parse, model) if hedge.szeged_type]


def _proposed(parse: Parse) -> list[Cue]:
    cues: list[Cue] = []
    for tokens, names in proposed_in(parse):
        before = OUTSIDE
        for token, name in zip(tokens, names, strict=True):
            end = token.idx + len(token.text)
            if name in TYPES and name == before:
                cues[-1] = (cues[-1][0], end, name)
            elif name in TYPES:
                cues.append((token.idx, end, name))
            before = name
    return cues


def cue_scores(parses: Sequence[Parse], gold: Sequence[list[Cue]], found: Sequence[list[Cue]]) -> dict[str, Any]:
    """F1 of sentences, of tokens and of typed exact spans, each type and the macro average."""
    rows = []
    for parse, wanted, given in zip(parses, gold, found, strict=True):
        row = {"sentence": _sentences(parse, wanted, given)}
        ours, theirs = _tokens(parse, given), _tokens(parse, wanted)
        for kind in KINDS:
            row[f"token_{kind}"] = _counts(_of(theirs, kind), _of(ours, kind))
            row[f"span_{kind}"] = _counts(_of(wanted, kind), _of(given, kind))
        rows.append(row)
    return _summary(rows, ("token", "span"))


def _of(cues: Iterable[Cue], kind: str) -> set[Cue]:
    return {cue for cue in cues if cue[2] == kind}


def _counts(gold: set[Any], found: set[Any]) -> Counts:
    return Counts(len(gold & found), len(found), len(gold))


def _tokens(parse: Parse, cues: Iterable[Cue]) -> set[Cue]:
    marked = set()
    for start, end, kind in cues:
        words = parse.doc.char_span(start, end, alignment_mode="expand")
        marked |= {(word.idx, word.idx + len(word.text), kind) for word in words or ()}
    return marked


def _sentences(parse: Parse, gold: Iterable[Cue], found: Iterable[Cue]) -> Counts:
    def where(cues: Iterable[Cue]) -> set[int]:
        words = (parse.doc.char_span(cue[0], cue[1], alignment_mode="expand") for cue in cues)
        return {word[0].sent.start for word in words if word is not None}

    return _counts(where(gold), where(found))


def _summary(rows: Sequence[dict[str, Counts]], groups: Sequence[str]) -> dict[str, Any]:
    small = [row for row in rows if any(each.found or each.gold for each in row.values())]
    measures = measure_all(small, dict.fromkeys(rows[0], "f1"))
    scores: dict[str, Any] = {name: measure.to_dict() for name, measure in measures.items()}
    for group in groups:
        names = [f"{group}_{kind}" for kind in KINDS]
        value, low, high = _macro(small, names)
        scores[f"{group}_macro_f1"] = {"value": value, "low": low, "high": high}
    return scores


def _macro(rows: Sequence[dict[str, Counts]], names: Sequence[str]) -> tuple[float, float, float]:
    from claimkit.evaluation.bootstrap import interval, resampled
    from claimkit.evaluation.measures import ratios

    value = sum(total_of(row[name] for row in rows).f1 for name in names) / len(names)
    table = [[n for name in names for n in (2 * row[name].right, row[name].found + row[name].gold)] for row in rows]
    sums = resampled(table, 2 * len(names))
    samples = sum(ratios(sums[:, 2 * at], sums[:, 2 * at + 1]) for at in range(len(names))) / len(names)
    low, high = interval(samples, value)
    return round(value, 4), round(low, 4), round(high, 4)


def news(arguments: argparse.Namespace) -> dict[str, Any]:
    """The news annotated by hand, by the shipped model, and the annotation against its second pass."""
    documents = hedge_news.read_news(arguments.corpora)
    parses = list(uncertainty.parsed(documents, arguments.parses))
    gold = [_gold(document) for document in documents]
    first, second = (hedge_news.read_pass(arguments.corpora, which) for which in ("first", "second"))
    passes = [[_gold(document) for document in each] for each in (first, second)]
    return {
        "documents": len(documents),
        "sentences": sum(len(document.sentences) for document in documents),
        "cues": sum(map(len, gold)),
        "model": cue_scores(parses, gold, [_typed(parse) for parse in parses]),
        "lexicon": cue_scores(parses, gold, [_proposed(parse) for parse in parses]),
        "self_consistency": {
            "sentences": sum(len(document.sentences) for document in first),
            **cue_scores(list(uncertainty.parsed(first, arguments.parses)), *passes),
        },
    }


def seeds(arguments: argparse.Namespace) -> dict[str, Any]:
    """The adjudicated hedges of the seed articles."""
    return hedge_seeds.seed_scores(arguments.corpora.parent / "seeds")


# --- scope ----------------------------------------------------------------------------------------------------------


def bioscope(arguments: argparse.Namespace) -> dict[str, Any]:
    """Scopes of speculation cues on BioScope abstracts, with gold cues and with predicted ones."""
    documents = list(read_bioscope(arguments.corpora / "hedging" / "bioscope_abstracts.xml"))[:: arguments.every]
    parses = list(uncertainty.parsed(documents, arguments.parses))
    predicted = _bioscope_cues(documents, parses, arguments.parses)
    rows = []
    for document, parse, cues in zip(documents, parses, predicted, strict=True):
        gold = {(*hedge.cue, *(hedge.scope or hedge.cue)) for hedge in document.hedges}
        with_gold = {(*hedge.cue, *scope_at(parse, hedge.cue)) for hedge in document.hedges}
        with_found = {(*cue, *scope_at(parse, cue)) for cue in cues}
        tokens = [_scope_tokens(parse, each) for each in (gold, with_gold)]
        rows.append(
            {
                "exact_gold_cue": _counts(gold, with_gold),
                "token_gold_cue": _counts(*tokens),
                "cue": _counts({each[:2] for each in gold}, {each[:2] for each in with_found}),
                "exact_predicted_cue": _counts(gold, with_found),
            }
        )
    return {"documents": len(documents), "cues": sum(len(one.hedges) for one in documents), **_summary(rows, ())}


def _scope_tokens(parse: Parse, scopes: Iterable[tuple[int, ...]]) -> set[tuple[int, int]]:
    return {
        (cue, word.i)
        for cue, _, start, end in scopes
        for word in parse.doc.char_span(start, end, alignment_mode="expand") or ()
    }


def _bioscope_cues(
    documents: Sequence[UncertainDocument], parses: Sequence[Parse], keep: Path | None
) -> list[list[tuple[int, int]]]:
    """The cues of each document by a model trained on nine tenths of the others."""
    speculation = [training.as_one_type(document) for document in documents]
    samples = training.read_samples(speculation, keep, leave_out=frozenset())
    part_of = uncertainty.folds(len(documents), FOLDS)
    found: list[list[tuple[int, int]]] = [[] for _ in documents]
    for fold in range(FOLDS):
        own = [each for each in samples if part_of[each.document] != fold]
        model = training.train_cues(own, training.cue_words(own))
        for number, parse in enumerate(parses):
            if part_of[number] == fold:
                found[number] = training.predicted_cues(parse, model)
    return found


# --- weasels --------------------------------------------------------------------------------------------------------


def weasel(arguments: argparse.Namespace) -> dict[str, Any]:
    """Weasel sentences of CoNLL-2010, by models that have not seen the document."""
    documents = list(read_conll2010(arguments.corpora / "hedging" / "conll2010_wiki_train.jsonl"))[:: arguments.every]
    gold = [[bool(each) for each in document.weasels or ()] for document in documents]
    part_of = uncertainty.folds(len(documents), FOLDS)
    predict: dict[str, Callable[..., list[list[bool]]]] = {
        "tfidf": training.weasels_by_tfidf,
    }
    scores: dict[str, Any] = {"documents": len(documents), "sentences": sum(map(len, gold))}
    for name, by in predict.items():
        found: list[list[bool]] = [[] for _ in documents]
        for fold in range(FOLDS):
            train = [document for document, part in zip(documents, part_of, strict=True) if part != fold]
            test = [number for number, part in enumerate(part_of) if part == fold]
            for number, flags in zip(test, by(train, [documents[each] for each in test]), strict=True):
                found[number] = flags
        rows = [
            {"weasel_sentence": _counts(_true(wanted), _true(given))} for wanted, given in zip(gold, found, strict=True)
        ]
        scores[name] = _summary(rows, ())
    return scores


def _true(flags: Sequence[bool]) -> set[int]:
    return {number for number, flag in enumerate(flags) if flag}


# --- approximators ---


def approximators(arguments: argparse.Namespace) -> dict[str, Any]:
    """How the bound "about" of quantities and approximators go together, on NewsQuant, the demo and the seeds."""
    newsquant = json.loads((arguments.corpora / "quantity" / "newsquant_dev.json").read_text(encoding="utf-8"))
    texts = {
        "newsquant": [row["text"] for row in newsquant],
        "demo": [row["text"] for row in read_rows(str(resource("demo/gold")), "articles")],
        "seeds": [path.read_text("utf-8") for path in sorted((arguments.corpora.parent / "seeds").glob("0*.txt"))],
    }
    return {name: _agreement(own) for name, own in texts.items()}


def _agreement(texts: Iterable[str]) -> dict[str, int]:
    names = (
        "about_with_hedge",
        "about_without_hedge",
        "hedge_with_about",
        "hedge_of_vague_number",
        "hedge_of_time",
        "hedge_alone",
    )
    agreed = dict.fromkeys(names, 0)
    for text in texts:
        parsed = parse_text(text)
        times = times_in(parsed, None)
        quantities = quantities_in(parsed, times=times)
        scopes = [hedge.scope[0] for hedge in hedges_in(parsed) if hedge.type is HedgeType.APPROXIMATION]
        for quantity in quantities:
            if quantity.bound is Bound.ABOUT:
                hedged = any(_meet(scope, quantity.span) for scope in scopes)
                agreed["about_with_hedge" if hedged else "about_without_hedge"] += 1
        for scope in scopes:
            own = [quantity for quantity in quantities if _meet(scope, quantity.span)]
            if any(quantity.bound is Bound.ABOUT for quantity in own):
                agreed["hedge_with_about"] += 1
            elif any(quantity.low < quantity.high for quantity in own):
                agreed["hedge_of_vague_number"] += 1
            else:
                agreed["hedge_of_time" if any(_meet(scope, time.span) for time in times) else "hedge_alone"] += 1
    return agreed


def _meet(one: Span, other: Span) -> bool:
    return one.start <= other.end and other.start <= one.end


# --- speed ----------------------------------------------------------------------------------------------------------


def speed(_: argparse.Namespace) -> dict[str, Any]:
    """CPU seconds of hedging and of event scores, as shares of those of a whole extraction of the demo articles."""
    articles = [as_read(Article.from_dict(row)) for row in read_rows(str(resource("demo/gold")), "articles")]
    extract(articles[0])  # models are loaded once a process
    spent = {"extraction": 0.0, "hedging": 0.0, "event_scores": 0.0}
    for article in articles:
        started = time.process_time()
        found = extract(article)
        spent["extraction"] += time.process_time() - started
        parsed = parse_text(article.text or "", [Span(s.start, s.end) for s in found.article.segments])
        started = time.process_time()
        hedges_in(parsed)
        spent["hedging"] += time.process_time() - started
        places = {claim.predicate.start for claim in found.claims}
        words = [word for word in parsed.doc if word.idx in places]
        started = time.process_time()
        for word in words:
            event_score(word)
        spent["event_scores"] += time.process_time() - started
    return {name: round(seconds / spent["extraction"], 4) for name, seconds in spent.items() if name != "extraction"}


PARTS: dict[str, Callable[[argparse.Namespace], dict[str, Any]]] = {
    "szeged": szeged,
    "seeds": seeds,
    "news": news,
    "bioscope": bioscope,
    "weasel": weasel,
    "approximators": approximators,
    "speed": speed,
}


if __name__ == "__main__":
    main()

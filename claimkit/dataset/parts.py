"""The generated parts of card, datasheet and data statement: each a piece of Markdown made from the facts alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from claimkit.dataset.facts import Facts, share
from claimkit.dataset.limits import limits_of
from claimkit.dataset.plots import Plot
from claimkit.dataset.values import cell, many, percent, value_name
from claimkit.records import SCHEMA_VERSION
from claimkit.resources import load_lexicon

# Longer tables belong into a notebook.
_MOST_ROWS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What the parts tell of: the facts, the plots, the card's metadata, sentences on agreement if there is any."""

    facts: Facts
    plots: tuple[Plot, ...]
    metadata: Mapping[str, Any]
    agreement: tuple[str, ...]


def summary(subject: Subject) -> str:
    """One paragraph: how much of what."""
    facts = subject.facts
    outlets = len(_named(facts, "publishers"))
    words = f"{many(facts.rows('claims'), 'claim')} reported in {many(facts.rows('articles'), 'news article')}"
    words += f" of {many(outlets, 'outlet')}" if outlets else ""
    words += f", {_span(facts)}" if facts.dates else ""
    return " ".join([_say("summary", what=words), *([_say("summary_no_text")] if _without_text(facts) else [])])


def contents(subject: Subject) -> str:
    """A table of the configs: what a row is, rows by split."""
    rows = load_lexicon("documents")["rows"]
    splits = subject.facts.splits
    head = ["config", "one row is", *(splits if len(splits) > 1 else ["rows"])]
    lines = [
        [f"`{config.name}`", rows.get(config.name, ""), *(f"{config.split_rows(split):,}" for split in splits)]
        for config in subject.facts.configs
    ]
    return _table(head, lines)


def documents(subject: Subject) -> str:
    """What else tells of the dataset, and lies beside the card."""
    del subject  # the same for every dataset
    return _say("documents")


def usage(subject: Subject) -> str:
    """How to load it, and how to put the text back."""
    claims = subject.facts.config("claims")
    split = "train" if claims is None else next(iter(claims.splits))
    words = [
        _say("offsets", version=SCHEMA_VERSION),
        f'    datasets.load_dataset("PATH_OR_NAME", "claims", split="{split}")',
    ]
    if _without_text(subject.facts):
        words += [_say("hydrate"), "    claimkit hydrate PATH --articles ARTICLES_FOLDER -o hydrated/"]
    return "\n\n".join(words)


def articles(subject: Subject) -> str:
    """Outlets, dates and agencies."""
    counts = subject.facts.counts
    parts = [f"{many(subject.facts.rows('articles'), 'article')}, {_span(subject.facts) or 'none with a date'}."]
    parts.append(_distribution("outlet", "articles", "publishers", counts))
    if wires := [name for name in counts["wires"] if name is not None]:
        named = ", ".join(f"{cell(name)} {counts['wires'][name]:,}" for name in wires[:_MOST_ROWS])
        parts.append(f"Credits of news agencies: {named}{', …' if len(wires) > _MOST_ROWS else ''}.")
    return "\n\n".join((*parts, *_images(subject, "outlets", "dates")))


def claims(subject: Subject) -> str:
    """What the claims are like: sources, certainty, hedges, kinds, quantities and times."""
    counts, number = subject.facts.counts, subject.facts.rows("claims")
    some = {
        "at least one source": share(counts["chain_lengths"], 0),
        "at least one hedge": share(counts["hedges_a_claim"], 0),
        "at least one quantity": share(counts["quantities_a_claim"], 0),
        "at least one time": share(counts["times_a_claim"], 0),
    }
    features = [[name, percent(1 - without)] for name, without in some.items() if number]
    features += [[name, percent(share(counts[column], True))] for name, column in
                 (("negated", "negated"), ("check-worthy", "check_worthy")) if counts[column]]  # fmt: skip
    parts = [
        _table(["of the claims", "share"], features) if features else _say("no_claims"),
        _distribution("innermost source", "claims", "source_types", counts),
        _distribution("certainty", "claims", "certainties", counts),
        _distribution("hedge", "cues", "hedge_types", counts),
        _distribution("kind", "claims", "kinds", counts),
        _distribution("relation of two claims", "pairs", "relations", counts),
        _distribution("status", "clusters", "statuses", counts),
        _distribution("verdict", "claims", "verdicts", counts),
    ]
    images = _images(subject, "source-types", "certainties", "hedge-types", "kinds")
    return "\n\n".join((*(part for part in parts if part), *images))


def making(subject: Subject) -> str:
    """Who or what made the labels, with which versions, what was set aside, and whether annotators agree."""
    facts = subject.facts
    parts = [_distribution("origin of the label", "claims", "origins", facts.counts), *_tools(facts)]
    if facts.rejects:
        reasons = [[reason, f"{count:,}"] for reason, count in facts.rejects.items()]
        parts.append(_table(["set aside because", "inputs"], reasons))
    return "\n\n".join(part for part in (*parts, *(subject.agreement or (_say("no_agreement"),))) if part)


def limits(subject: Subject) -> str:
    """What is known to be wanting."""
    return "\n".join(f"- {limit}" for limit in limits_of(subject.facts, agreement=bool(subject.agreement)))


def licence(subject: Subject) -> str:
    """The licence of the records, and what the articles say of theirs."""
    stated = subject.metadata.get("license")
    stated = ", ".join(map(str, stated)) if isinstance(stated, list) else stated
    name = subject.metadata.get("license_name") if stated == "other" else stated
    ours = _say("licence", licence=name) if name else _say("no_licence")
    return f"{ours}\n\n{_distribution('licence of the article', 'articles', 'article_licences', subject.facts.counts)}"


def text(subject: Subject) -> str:
    """Whether the articles' words are in it."""
    modes = subject.facts.counts["text_modes"]
    full, bare = modes.get("full", 0), modes.get("none", 0)
    if full and bare:
        return _say("text_mixed", full=many(full, "article"), bare=f"{bare:,}")
    return _say("text_none" if bare else "text_full")


def references(subject: Subject) -> str:
    """Which columns refer to which table."""
    present = {config.name for config in subject.facts.configs}
    more = [f"references_{name}" for name in ("pairs", "annotations") if name in present]
    return "\n".join(map(_say, ["references", *more]))


def splits(subject: Subject) -> str:
    """Which splits there are."""
    names = subject.facts.splits
    if len(names) == 1:
        return _say("one_split", split=names[0])
    rows = [[f"`{name}`", *(f"{config.split_rows(name):,}" for config in subject.facts.configs)] for name in names]
    return _table(["split", *(f"`{config.name}`" for config in subject.facts.configs)], rows)


def outside(subject: Subject) -> str:
    """What the dataset needs that is not in it."""
    return _say("outside_none" if _without_text(subject.facts) else "outside_full")


def people(subject: Subject) -> str:
    """That names are in it."""
    return _say("people", persons=many(subject.facts.counts["entity_types"].get("person", 0), "mention"))


def language(subject: Subject) -> str:
    """The languages of the articles."""
    counts = subject.facts.counts["languages"]
    codes = ", ".join(f"`{code or 'not stated'}` ({many(number, 'article')})" for code, number in counts.items())
    return f"Language of the articles: {codes}."


def writers(subject: Subject) -> str:
    """Whose staff wrote the articles."""
    outlets, wires = len(_named(subject.facts, "publishers")), len(_named(subject.facts, "wires"))
    credits_ = f", with credits of {many(wires, 'news agency', 'news agencies')}" if wires else ""
    return _say("writers", outlets=many(outlets, "outlet"), agencies=credits_)


def speakers(subject: Subject) -> str:
    """What kinds of sources speak."""
    return _distribution("innermost source", "claims", "source_types", subject.facts.counts)


def annotators(subject: Subject) -> str:
    """Who labelled: program, maintainer, annotators."""
    facts = subject.facts
    parts = [_distribution("origin of the label", "claims", "origins", facts.counts), *_tools(facts)]
    if named := _named(facts, "annotators"):
        labels = many(facts.rows("annotations"), "label")
        parts.append(_say("annotators", annotators=many(len(named), "annotator"), labels=labels))
    return "\n\n".join((*parts, *subject.agreement))


def dates(subject: Subject) -> str:
    """When the articles were published."""
    undated = subject.facts.counts["dates"].get(None, 0)
    words = f"Published {_span(subject.facts)}." if subject.facts.dates else "No article carries a date."
    return f"{words} {many(undated, 'article')} without a date." if undated and subject.facts.dates else words


def characteristics(subject: Subject) -> str:
    """Figures of the texts as claims see them."""
    facts = subject.facts
    return _say(
        "characteristics",
        rate=f"{facts.rows('claims') / max(facts.rows('articles'), 1):.1f}",
        attributed=percent(1 - share(facts.counts["chain_lengths"], 0)),
        quoted=percent(share(facts.counts["styles"], "direct", "mixed")),
    )


PARTS: Mapping[str, Callable[[Subject], str]] = MappingProxyType(
    {
        function.__name__: function
        for function in (
            *(summary, contents, documents, usage, articles, claims, making, limits, licence),
            *(text, references, splits, outside, people),
            *(language, writers, speakers, annotators, dates, characteristics),
        )
    }
)


def _say(name: str, **values: object) -> str:
    return str(load_lexicon("documents")["sentences"][name]).format(**values)


def _named(facts: Facts, distribution: str) -> list[str]:
    return [str(name) for name in facts.counts[distribution] if name is not None]


def _tools(facts: Facts) -> list[str]:
    tools = [" ".join((tool, *_named(facts, "tool_versions"))) for tool in _named(facts, "tools")]
    models = ", ".join(f"`{name}`" for name in _named(facts, "models"))
    by = f", attributions by {models}" if models else ""
    return [_say("tools", tools=", ".join(tools), models=by)] if tools else []


def _images(subject: Subject, *names: str) -> list[str]:
    plots = {plot.name: plot for plot in subject.plots}
    return [
        f"![{plots[name].alt}]({plots[name].path})\n\n*{plots[name].title}. {plots[name].reading}*"
        for name in names
        if name in plots
    ]


def _distribution(head: str, unit: str, name: str, counts: Mapping[str, Mapping[Any, int]]) -> str:
    known = counts[name]
    if not known:
        return ""
    total, items = sum(known.values()), list(known.items())
    rows = [[cell(value_name(name, value)), f"{number:,}", percent(number / total)]
            for value, number in items[:_MOST_ROWS]]  # fmt: skip
    if rest := items[_MOST_ROWS:]:
        number = sum(each for _, each in rest)
        rows.append([f"{len(rest):,} others", f"{number:,}", percent(number / total)])
    return _table([head, unit, "share"], rows)


def _table(head: list[str], rows: list[list[str]]) -> str:
    ruler = "|---" * len(head)
    lines = ["| " + " | ".join(row) + " |" for row in (head, *rows)]
    return "\n".join((lines[0], f"{ruler}|", *lines[1:]))


def _span(facts: Facts) -> str:
    if facts.dates is None:
        return ""
    first, last = facts.dates
    return f"on {first}" if first == last else f"from {first} to {last}"


def _without_text(facts: Facts) -> bool:
    return bool(facts.counts["text_modes"].get("none"))

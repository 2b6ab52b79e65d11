"""What a schema cannot say: spans that reproduce their text, identifiers that exist, chains that hold.

Every function takes one row that is valid by its schema and appends what it finds to a list. What other rows a row may
refer to is in :class:`~claimkit.quality.references.Known`. A check that needs what is not there (the text of a
stand-off dataset, the articles beside a single file) is left out and counted in ``Known.skipped``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from claimkit.quality.references import Known, Row, digest
from claimkit.quality.spans import UNKNOWN_LENGTH, covers, fits, inside, ordered, starting
from claimkit.records import SPAN_JOIN, make_id, text_sha256
from claimkit.schema import Finding, flat_columns

Found = list[Finding]

NO_ARTICLES = "spans and article_id: no articles lie beside"
NO_TEXT = "text[start:end]: the article comes without its text"
NO_MENTIONS = "entity_id: no mentions lie beside"
NO_LINKS = "chain against attributions: no attributions lie beside"
NO_CLAIMS = "claim ids: no claims lie beside"
NO_RECORDS = "record_id: no records lie beside"

# The checks of the catalogue (claimkit/resources/checks.toml) that a finding here may belong to.
SPAN_TEXT, OUTSIDE, ORPHAN, SELF = "span-text-mismatch", "span-outside", "orphan-id", "self-reference"
WRONG_ID, CHAIN = "wrong-id", "broken-chain"


def article_findings(row: Row, known: Known, found: Found) -> None:
    """Hash, identifier, text mode and segments of one article."""
    text = row["text"]
    _same_id(row, "article_id", found, row["publisher"], row["url"], row["text_sha256"])
    if row["text_mode"] == "none":
        _leaks(row, "$", ("title", "text"), found)
        known.skipped[NO_TEXT] += 1
    elif text is None:
        found.append(Finding("$.text", "is null, although text_mode is 'full'", "text-missing"))
    if text is not None and text_sha256(text) != row["text_sha256"]:
        found.append(
            Finding("$.text_sha256", "is not the SHA-256 of $.text: one of the two was changed", "text-changed")
        )
    ordered(row["segments"], "$.segments", _length(text), found)


def mention_findings(row: Row, known: Known, found: Found) -> None:
    """The article, the identifier and the spans of one entity."""
    text = _text(row, known, found)
    first = row["spans"][0]
    starting(row["spans"], "$.spans", _length(text), found)
    _same_id(row, "entity_id", found, row["article_id"], "entity", first["start"], first["end"])


def attribution_findings(row: Row, known: Known, found: Found) -> None:
    """One link by itself; whether its parent exists is known only at the end, by ``parent_findings``."""
    text = _text(row, known, found)
    _link(row, "$", text, known, found)


def claim_findings(row: Row, known: Known, found: Found) -> None:
    """Everything about one claim by itself and against the tables before it."""
    article_id, predicate = row["article_id"], row["predicate"]
    text = _text(row, known, found)
    _same_id(row, "claim_id", found, article_id, predicate["start"], predicate["end"])
    _claim_words(row, text, found)
    if article_id in known.standoff:
        _leaks(row, "$", ("text", "text_resolved"), found)
        for n, argument in enumerate(row["arguments"]):
            _leaks(argument, f"$.arguments[{n}]", ("head",), found)
    length = _length(text)
    for n, argument in enumerate(row["arguments"]):
        # Paths are spelt only where something is wrong: they cost more than the checks.
        if not argument["start"] < argument["end"] <= length:
            inside(argument, f"$.arguments[{n}]", length, found)
        if argument["entity_id"] is not None and known.entities.get(argument["entity_id"]) != article_id:
            _entity(argument, article_id, f"$.arguments[{n}].entity_id", known, found)
        head = argument["head"]
        if text is not None and head is not None and head not in text[argument["start"] : argument["end"]]:
            message = f"{head!r} does not stand in the argument"
            found.append(Finding(f"$.arguments[{n}].head", message, SPAN_TEXT))
    _claim_values(row, length, found)
    _claim_chain(row, text, known, found)
    if row["repeats"] is not None and known.claims.get(row["repeats"]) != article_id:
        found.append(Finding("$.repeats", f"{row['repeats']} is no earlier claim of the same article", ORPHAN))


def pair_findings(row: Row, known: Known, found: Found) -> None:
    """Two claims that exist and differ."""
    _claims_exist({"$.claim_a": row["claim_a"], "$.claim_b": row["claim_b"]}, known, found)
    if row["claim_a"] == row["claim_b"]:
        found.append(Finding("$.claim_b", "is the same claim as $.claim_a", SELF))


def cluster_findings(row: Row, known: Known, found: Found) -> None:
    """Claims that exist, and intervals the right way round."""
    _claims_exist({f"$.claim_ids[{n}]": each for n, each in enumerate(row["claim_ids"])}, known, found)
    _interval(row, "low", "high", "$", found)
    _interval(row, "independent_min", "independent_max", "$", found)


def verification_findings(row: Row, known: Known, found: Found) -> None:
    """A claim and its evidence that exist; no claim is evidence for itself."""
    evidence = {f"$.evidence_claim_ids[{n}]": each for n, each in enumerate(row["evidence_claim_ids"])}
    _claims_exist({"$.claim_id": row["claim_id"], **evidence}, known, found)
    found.extend(
        Finding(path, "is the claim itself, which is no evidence for itself", SELF)
        for path, each in evidence.items()
        if each == row["claim_id"]
    )


def annotation_findings(row: Row, known: Known, found: Found) -> None:
    """A record that exists."""
    if not known.present - {"annotations"}:
        known.skipped[NO_RECORDS] += 1
        return
    tables: Sequence[Any] = (known.texts, known.entities, known.links, known.claims, *known.others.values())
    if not any(row["record_id"] in table for table in tables):
        found.append(Finding("$.record_id", f"there is no record {row['record_id']}", ORPHAN))


FINDINGS: Mapping[str, Callable[[Row, Known, Found], None]] = MappingProxyType(
    {
        "articles": article_findings,
        "mentions": mention_findings,
        "attributions": attribution_findings,
        "claims": claim_findings,
        "pairs": pair_findings,
        "clusters": cluster_findings,
        "verification": verification_findings,
        "annotations": annotation_findings,
    }
)


def _text(row: Row, known: Known, found: Found) -> str | None:
    if "articles" not in known.present:
        known.skipped[NO_ARTICLES] += 1
        return None
    if row["article_id"] not in known.texts:
        found.append(Finding("$.article_id", f"there is no article {row['article_id']}", ORPHAN))
        return None
    text = known.texts[row["article_id"]]
    if text is None:
        known.skipped[NO_TEXT] += 1
    return text


def _length(text: str | None) -> int:
    return UNKNOWN_LENGTH if text is None else len(text)


def _same_id(row: Row, name: str, found: Found, *parts: str | int | None) -> None:
    if row[name] != (expected := make_id(*parts)):
        found.append(Finding(f"$.{name}", f"is {row[name]}, but its rule gives {expected}", WRONG_ID))


def _leaks(row: Row, path: str, names: Sequence[str], found: Found) -> None:
    found.extend(
        Finding(f"{path}.{name}", "is here, although the article's text is left out (text_mode 'none')", "text-leak")
        for name in names
        if row[name] is not None
    )


def _entity(row: Row, article_id: str, path: str, known: Known, found: Found) -> None:
    if row["entity_id"] is None:
        return
    if "mentions" not in known.present:
        known.skipped[NO_MENTIONS] += 1
    elif known.entities.get(row["entity_id"]) != article_id:
        found.append(Finding(path, f"there is no entity {row['entity_id']} in this article", ORPHAN))


def _interval(row: Row, low: str, high: str, path: str, found: Found) -> None:
    if row[low] is not None and row[high] is not None and row[low] > row[high]:
        found.append(Finding(f"{path}.{low}", f"is {row[low]}, more than {high} {row[high]}", "interval-reversed"))


def _claims_exist(ids: Mapping[str, str], known: Known, found: Found) -> None:
    if "claims" not in known.present:
        known.skipped[NO_CLAIMS] += 1
        return
    found.extend(
        Finding(path, f"there is no claim {each}", ORPHAN) for path, each in ids.items() if each not in known.claims
    )


def _link(link: Row, path: str, text: str | None, known: Known, found: Found) -> None:
    source, cue, content, time = link["source"], link["cue"], link["content"], link["time"]
    length = _length(text)
    ordered(content, f"{path}.content", length, found)
    for name in ("source", "cue", "medium"):
        if link[name] is not None:
            inside(link[name], f"{path}.{name}", length, found)
    if time is not None:
        inside(time["span"], f"{path}.time.span", length, found)
        _interval(time, "start", "end", f"{path}.time", found)
    _entity(link, link["article_id"], f"{path}.entity_id", known, found)
    place = cue or source or (content[0] if content else None)
    if place is None:
        found.append(Finding(path, "the link has neither cue nor source nor content", CHAIN))
    else:
        parts = (link["article_id"], "attribution", place["start"], place["end"])
        if link["attribution_id"] != (expected := make_id(*parts)):
            message = f"is {link['attribution_id']}, but its rule gives {expected}"
            found.append(Finding(f"{path}.attribution_id", message, WRONG_ID))
    if link["article_id"] in known.standoff:
        _leaks(link, path, ("source_head",), found)


def _claim_words(row: Row, text: str | None, found: Found) -> None:
    spans, sentence, predicate = row["spans"], row["sentence"], row["predicate"]
    length = _length(text)
    ordered(spans, "$.spans", length, found)
    inside(sentence, "$.sentence", length, found)
    inside(predicate, "$.predicate", length, found)
    if spans[0]["start"] < sentence["start"] or spans[-1]["end"] > sentence["end"]:
        found.append(Finding("$.spans", "reach beyond $.sentence", OUTSIDE))
    if not any(covers(span, predicate) for span in spans):
        found.append(Finding("$.predicate", "lies in none of $.spans", OUTSIDE))
    if text is not None and row["text"] is not None:
        words = SPAN_JOIN.join([text[span["start"] : span["end"]] for span in spans])
        if words != row["text"]:
            message = f"is {_short(row['text'])}, but the article reads {_short(words)} there"
            found.append(Finding("$.text", message, SPAN_TEXT))


def _claim_values(row: Row, length: int, found: Found) -> None:
    for n, hedge in enumerate(row["hedges"]):
        if not fits(hedge["cue"], length):
            inside(hedge["cue"], f"$.hedges[{n}].cue", length, found)
        ordered(hedge["scope"], f"$.hedges[{n}].scope", length, found)
        if not covers(row["sentence"], hedge["cue"]):
            found.append(Finding(f"$.hedges[{n}].cue", "lies outside $.sentence", OUTSIDE))
    for n, quantity in enumerate(row["quantities"]):
        if not fits(quantity["span"], length):
            inside(quantity["span"], f"$.quantities[{n}].span", length, found)
        _interval(quantity, "low", "high", f"$.quantities[{n}]", found)
    for n, time in enumerate(row["times"]):
        if not fits(time["span"], length):
            inside(time["span"], f"$.times[{n}].span", length, found)
        _interval(time, "start", "end", f"$.times[{n}]", found)
    holders = {"author", *(link["attribution_id"] for link in row["chain"])}
    for n, judgement in enumerate(row["factuality"]):
        if judgement["holder"] not in holders:
            message = f"{judgement['holder']} is no link of $.chain"
            found.append(Finding(f"$.factuality[{n}].holder", message, ORPHAN))


def _claim_chain(row: Row, text: str | None, known: Known, found: Found) -> None:
    above = None
    for n, link in enumerate(row["chain"]):
        path, link_id = f"$.chain[{n}]", link["attribution_id"]
        if link["parent"] != above:
            expected = f"{above}, the link before it" if above else "null, for the outermost link hangs on none"
            found.append(Finding(f"{path}.parent", f"is {link['parent']}, expected {expected}", CHAIN))
        above = link_id
        if link["article_id"] != row["article_id"]:
            found.append(Finding(f"{path}.article_id", "is another article than the claim's", CHAIN))
        if "attributions" not in known.present:
            known.skipped[NO_LINKS] += 1
            _link(link, path, text, known, found)
        elif link_id not in known.links:
            found.append(Finding(f"{path}.attribution_id", f"there is no attribution {link_id}", ORPHAN))
        elif known.links[link_id].digest not in (0, digest(link)):
            message = f"differs from attribution {link_id} in the table of attributions"
            found.append(Finding(path, message, CHAIN))
    _flat(row, known, found)


_NAMED = frozenset({"source", "root_source"})


def _flat(row: Row, known: Known, found: Found) -> None:
    for name, value in flat_columns(row, known.names).items():
        # Without the mentions nobody knows the canonical names.
        if row.get(name, value) != value and (name not in _NAMED or "mentions" in known.present):
            message = f"is {_short(row[name])}, but the chain says {_short(value)}"
            found.append(Finding(f"$.{name}", message, "flat-column"))


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 80 else text[:79] + "…"

"""Stand-off rows: a dataset that can be published without anybody's text.

Left out are the text and the title of an article and every string of words copied from it; kept are spans, lemmas,
numbers, canonical names, publisher, url and hashes. What puts the strings back lies beside the tables in
``standoff.jsonl``, one line an article, as places in the text (:mod:`claimkit.dataset.surface`):

    {"article_id", "title": pieces or {"sha256"} or null, "mentions": {entity_id: pieces},
     "attributions": {attribution_id: pieces}, "claims": {claim_id: {"text_resolved": pieces, "heads": [pieces]}}}

Most names of mentions are short and canonical. One of ten words and more is a description in the article's own words:
its first nine are kept, and the rest is put back like the other strings.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from claimkit.dataset.surface import Pieces, pieces_of, string_of, windows_of
from claimkit.errors import DataError
from claimkit.records import SCHEMA_VERSION, SPAN_JOIN, text_sha256
from claimkit.schema import flat_columns

STANDOFF = "standoff.jsonl"
MOST_WORDS = 9
_MOST_CHARACTERS = 120
# How far around a claim the words of its resolved text are sought: a "sentence" can be a million characters of noise.
_AROUND = 1000

Row = Mapping[str, Any]
Rows = dict[str, list[dict[str, Any]]]


def stand_off(rows: Rows) -> tuple[Rows, dict[str, Any]]:
    """The rows of one article without its words, and the line of ``standoff.jsonl`` that puts them back.

    ``rows`` holds the full rows of the configs articles, mentions, attributions and claims, and is left as it is.
    """
    (article,) = rows["articles"]
    text = article["text"]
    names = {row["entity_id"]: shortened(row["name"]) for row in rows["mentions"]}
    line = {
        "article_id": article["article_id"],
        "title": _title(article["title"], text),
        "mentions": {
            row["entity_id"]: pieces_of(row["name"], text, windows_of(row["spans"]))
            for row in rows["mentions"]
            if names[row["entity_id"]] != row["name"]
        },
        "attributions": {row["attribution_id"]: _head(row, text) for row in rows["attributions"]},
        "claims": {row["claim_id"]: _claim_pieces(row, text) for row in rows["claims"]},
        "schema_version": SCHEMA_VERSION,
    }
    bare = {
        "articles": [{**article, "title": None, "text": None, "text_mode": "none"}],
        "mentions": [{**row, "name": names[row["entity_id"]]} for row in rows["mentions"]],
        "attributions": [{**row, "source_head": None} for row in rows["attributions"]],
        "claims": [bare_claim(row, names) for row in rows["claims"]],
    }
    return bare, line


def bare_claim(row: Row, names: Mapping[str, str]) -> dict[str, Any]:
    """A claim's row without its words; ``names`` maps entities to the names that stay."""
    bare = {
        **row,
        "text": None,
        "text_resolved": None,
        "arguments": [{**argument, "head": None} for argument in row["arguments"]],
        "chain": [{**link, "source_head": None} for link in row["chain"]],
    }
    return {**bare, **flat_columns(bare, names)}


def full_article(row: Row, line: Row, text: str, title: str | None) -> dict[str, Any]:
    """The row with its text and its title: that in the text, or ``title`` as it was read where it is none."""
    pieces = line["title"]
    if isinstance(pieces, list):
        title = string_of(pieces, text)
    return {**row, "title": None if pieces is None else title, "text": text, "text_mode": "full"}


def full_mention(row: Row, line: Row, text: str) -> dict[str, Any]:
    """The row with its whole name."""
    pieces = line["mentions"].get(row["entity_id"])
    return dict(row) if pieces is None else {**row, "name": string_of(pieces, text)}


def full_link(row: Row, line: Row, text: str) -> dict[str, Any]:
    """The row with the head of its source. Raises :class:`DataError` where ``line`` does not know the link."""
    pieces = _known(line["attributions"], row["attribution_id"], "attribution")
    return {**row, "source_head": None if pieces is None else string_of(pieces, text)}


def full_claim(row: Row, line: Row, text: str) -> dict[str, Any]:
    """The row with all its words.

    Raises :class:`DataError` for a span that does not lie in ``text``, or where ``line`` does not fit the claim.
    """
    known = _known(line["claims"], row["claim_id"], "claim")
    if len(known["heads"]) != len(row["arguments"]):
        raise DataError(f"{STANDOFF} knows another number of arguments of claim {row['claim_id']} than its row has")
    heads = [None if pieces is None else string_of(pieces, text) for pieces in known["heads"]]
    resolved = known["text_resolved"]
    full = {
        **row,
        "text": SPAN_JOIN.join(string_of([[span["start"], span["end"]]], text) for span in row["spans"]),
        "text_resolved": None if resolved is None else string_of(resolved, text),
        "arguments": [{**each, "head": head} for each, head in zip(row["arguments"], heads, strict=True)],
        "chain": [full_link(link, line, text) for link in row["chain"]],
    }
    return {**full, **flat_columns(full, _names(row, line, text))}


def _names(row: Row, line: Row, text: str) -> dict[str, str]:
    """The names of the outermost and the innermost source: as the row has them, or whole where they were cut."""
    if not row["chain"]:
        return {}
    ends = {row["chain"][0]["entity_id"]: row["root_source"], row["chain"][-1]["entity_id"]: row["source"]}
    cut = {key: string_of(line["mentions"][key], text) for key in ends if key in line["mentions"]}
    return {key: name for key, name in {**ends, **cut}.items() if key is not None and name is not None}


def _known(table: Mapping[str, Any], key: str, kind: str) -> Any:
    if key not in table:
        raise DataError(f"{STANDOFF} knows no {kind} {key}: it belongs to another state of the dataset")
    return table[key]


def shortened(words: str) -> str:
    """The first nine of ten words and more."""
    split = words.split()
    return words if len(split) <= MOST_WORDS else " ".join(split[:MOST_WORDS])[:_MOST_CHARACTERS]


def _title(title: str | None, text: str) -> Any:
    """A title that stands in the text is a place; of one that was given apart from it the hash alone is kept."""
    if title is None:
        return None
    start = text.find(title)
    return {"sha256": text_sha256(title)} if start < 0 or not title else [[start, start + len(title)]]


def _head(link: Row, text: str) -> Pieces | None:
    if link["source_head"] is None:
        return None
    return pieces_of(link["source_head"], text, windows_of([link["source"]] if link["source"] else []))


def _claim_pieces(row: Row, text: str) -> dict[str, Any]:
    windows = [*windows_of(row["spans"]), *windows_of(row["arguments"]), _around(row)]
    resolved = row["text_resolved"]
    return {
        "text_resolved": None if resolved is None else pieces_of(resolved, text, windows),
        "heads": [
            None if each["head"] is None else pieces_of(each["head"], text, windows_of([each]))
            for each in row["arguments"]
        ],
    }


def _around(row: Row) -> tuple[int, int]:
    sentence, spans = row["sentence"], row["spans"]
    return max(sentence["start"], spans[0]["start"] - _AROUND), min(sentence["end"], spans[-1]["end"] + _AROUND)

"""schema.org ``ClaimReview``: verification records out, ratings of fact-checkers in (JSON-LD).

Out: one review a record. ``claimReviewed`` is the words of the claim, ``itemReviewed`` the claim with its source and
its article, ``citation`` the claims of the evidence; the rating's words are those of the label, with a number where the
labels have an order (1 refuted, 3 conflicting, 5 supported). A record that only comparing made says so in
``ratingExplanation``, and names nobody as the reviewer: a program compared articles, it checked no fact.

In: reviews of any publisher whose claim is in the dataset, found by its identifier or by its words
(:class:`~claimkit.comparison.index.ClaimIndex`), become verification records of origin ``review``. Ratings are read by
their words (``resources/claim_review.toml``), else by their number on its scale.
Terms: https://schema.org/ClaimReview.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from claimkit.errors import OptionError
from claimkit.exchange.claims import Claims, Exported, Format, Row, claim_text, read_claims, table
from claimkit.exchange.imports import mapping
from claimkit.exchange.json_files import read_json_or_lines
from claimkit.exchange.schema_org import article_markup, authors_of, without_gaps
from claimkit.reading.tables import find_tables, read_rows
from claimkit.records import LabelOrigin, Verification, VerificationLabel
from claimkit.resources import load_lexicon

_CLAIM = "urn:claimkit:claim:"
_WORDS = MappingProxyType(
    {
        "supports": "Supported by other articles",
        "refutes": "Contradicted by other articles",
        "conflicting": "Other articles disagree",
        "not_enough_info": "Not enough evidence",
    }
)
_NUMBERS = MappingProxyType({"supports": 5, "conflicting": 3, "refutes": 1})
_ORIGINS = MappingProxyType(
    {
        "pair": "Found by a program that compared articles; nobody has checked the fact.",
        "review": "After the review of a fact-checker.",
        "human": "Judged by a person.",
    }
)


def export_claim_review(folder: Path) -> Exported:
    """The verification records of a dataset folder as claim reviews.

    Raises :class:`OptionError` where the dataset was not compared.
    """
    records = list(table(folder, "verification"))
    data = read_claims(folder)
    items: list[Row] = []
    left_out: Counter[str] = Counter()
    for record in records:
        claim = data.claim(record["claim_id"])
        if claim_text(claim) is None:
            left_out["without text"] += 1
        else:
            items.append(_review(record, claim, data))
    return Exported(items, dict(left_out))


def _review(record: Row, claim: Row, data: Claims) -> Row:
    article = data.article_of(claim)
    reviewed = {
        "@type": "Claim",
        "@id": _CLAIM + claim["claim_id"],
        "text": claim_text(claim),
        "author": authors_of([claim]),
        "appearance": article_markup(article),
        "datePublished": article["published"],
    }
    rating = {
        "@type": "Rating",
        "alternateName": _WORDS[record["label"]],
        "ratingValue": _NUMBERS.get(record["label"]),
        "worstRating": 1,
        "bestRating": 5,
        "ratingExplanation": _ORIGINS[record["label_origin"]],
    }
    evidence = [data.claim(each) for each in record["evidence_claim_ids"]]
    cited = [{"@id": _CLAIM + each["claim_id"], "@type": "Claim", "text": claim_text(each),
              "appearance": article_markup(data.article_of(each))} for each in evidence]  # fmt: skip
    return without_gaps(
        {
            "@type": "ClaimReview",
            "@id": f"urn:claimkit:review:{claim['claim_id']}",
            "claimReviewed": claim_text(claim),
            "itemReviewed": without_gaps(reviewed),
            "reviewRating": without_gaps(rating),
            "citation": [without_gaps(each) for each in cited],
        }
    )


@dataclass(slots=True)
class Reviews:
    """Verification records made of reviews, and what became of the others, by reason."""

    records: list[Verification] = field(default_factory=list)
    found: Counter[str] = field(default_factory=Counter)
    rejected: Counter[str] = field(default_factory=Counter)


def read_reviews(path: Path, folder: Path) -> Reviews:
    """The reviews in a file of JSON-LD that are of claims in a dataset; of several of one claim the last counts.

    The file holds a review, a list of them, a graph, a data feed, or one a line. Raises :class:`OptionError` where it
    is no JSON or the folder holds no claims.
    """
    from claimkit.comparison.index import ClaimIndex

    claims = {str(row["claim_id"]) for row in table(folder, "claims")}
    index: Any = None
    reviews, by_claim = Reviews(), dict[str, Verification]()
    for review in _reviews(path):
        label = _label(mapping(review.get("reviewRating")))
        own = str(mapping(_first(review.get("itemReviewed"))).get("@id", "")).removeprefix(_CLAIM)
        words = review.get("claimReviewed")
        if label is None:
            reviews.rejected["rating of no known meaning"] += 1
            continue
        if own in claims:
            claim_id, how = own, "by identifier"
        else:
            if index is None:
                index = ClaimIndex(folder)
            matches = index.search(words, 1) if isinstance(words, str) and words.strip() else []
            if not (matches and matches[0].found):
                reviews.rejected["claim not in the dataset"] += 1
                continue
            claim_id, how = matches[0].claim_id, "by its words"
        reviews.found[how] += 1
        cited = [str(mapping(each).get("@id", "")).removeprefix(_CLAIM) for each in _list(review.get("citation"))]
        by_claim[claim_id] = Verification(
            claim_id=claim_id,
            evidence_claim_ids=tuple(dict.fromkeys(each for each in cited if each in claims and each != claim_id)),
            label=label,
            label_origin=LabelOrigin.REVIEW,
        )
    reviews.records = list(by_claim.values())
    return reviews


def joined_with(folder: Path, reviews: Reviews) -> Iterator[Row]:
    """The verification table with the reviews in the place of what was said of the same claims."""
    fresh = {record.claim_id: record.to_dict() for record in reviews.records}
    for row in read_rows(folder, "verification") if "verification" in find_tables(folder) else ():
        yield fresh.pop(row["claim_id"], row)
    yield from fresh.values()


def _reviews(path: Path) -> Iterator[Mapping[str, Any]]:
    if not path.is_file():
        raise OptionError(f"{path}: there is no such file")
    value = read_json_or_lines(path)
    waiting = _list(value)[::-1]
    while waiting:
        node = mapping(waiting.pop())
        if "ClaimReview" in _list(node.get("@type")):
            yield node
        for name in ("@graph", "dataFeedElement", "item"):
            waiting += _list(node.get(name))[::-1]


def _label(rating: Mapping[str, Any]) -> VerificationLabel | None:
    words = rating.get("alternateName")
    lexicon: Mapping[str, list[str]] = load_lexicon("claim_review")["ratings"]
    key = " ".join(words.lower().strip(" .!").split()) if isinstance(words, str) else ""
    for label, known in lexicon.items():
        if key in known:
            return VerificationLabel(label)
    numbers = [_number(rating.get(name)) for name in ("ratingValue", "worstRating", "bestRating")]
    value, worst, best = numbers[0], numbers[1] or 1.0, numbers[2] or 5.0
    if key or value is None or not worst < best or not worst <= value <= best:
        return None
    share = (value - worst) / (best - worst)
    return VerificationLabel.REFUTES if share < 0.375 else (
        VerificationLabel.SUPPORTS if share > 0.625 else VerificationLabel.CONFLICTING
    )  # fmt: skip


def _number(value: Any) -> float | None:
    try:
        return float(value) if isinstance(value, (int, float, str)) and not isinstance(value, bool) else None
    except ValueError:
        return None


def _first(value: Any) -> Any:
    return value[0] if isinstance(value, list) and value else value


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _graph(items: list[Row]) -> Row:
    return {"@context": "https://schema.org", "@graph": items}


CLAIM_REVIEW = Format("verification records as schema.org ClaimReview, JSON-LD", export_claim_review, whole=_graph)

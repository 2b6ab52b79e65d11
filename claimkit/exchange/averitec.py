"""Verification records in the shape of AVeriTeC (Schlichtkrull, Guo and Vlachos 2023): a JSON list of claims.

AVeriTeC answers questions about a claim with evidence from the web. Here each claim of evidence is the extractive
answer to one question, "What do others report?", with the address of its article; a claim that is left open has that
question unanswered. ``speaker`` is the innermost source, ``reporting_source`` the publisher, ``claim_date`` the day of
its article (day-month-year). What only fact-checkers write (their article, their strategies) is null or empty.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from types import MappingProxyType

from claimkit.exchange.claims import Claims, Exported, Format, Row, claim_text, read_claims, sentence_text, table

LABELS = MappingProxyType(
    {
        "supports": "Supported",
        "refutes": "Refuted",
        "not_enough_info": "Not Enough Evidence",
        "conflicting": "Conflicting Evidence/Cherrypicking",
    }
)
# Of AVeriTeC's types of claims the two that a claim's own fields decide.
_NUMERICAL, _EVENT = "Numerical Claim", "Event/Property Claim"
_QUESTION = "What do other articles report about this?"


def export_averitec(folder: Path) -> Exported:
    """The verification records of a dataset folder as AVeriTeC claims.

    Raises :class:`~claimkit.errors.OptionError` where the dataset was not compared.
    """
    records = list(table(folder, "verification"))
    data = read_claims(folder)
    items: list[Row] = []
    left_out: Counter[str] = Counter()
    for record in records:
        claim = data.claim(record["claim_id"])
        if claim_text(claim) is None:
            left_out["without text"] += 1
            continue
        answers = [_answer(data.claim(each), data) for each in record["evidence_claim_ids"]]
        items.append(_item(record, claim, data.article_of(claim), answers))
    return Exported(items, dict(left_out))


def _item(record: Row, claim: Row, article: Row, answers: list[Row]) -> Row:
    decided = record["label"] != "not_enough_info"
    return {
        "claim": claim_text(claim),
        "required_reannotation": False,
        "label": LABELS[record["label"]],
        "justification": _justification(record, len(answers)),
        "claim_date": _day_first(article["published"]),
        "speaker": claim["source"],
        "original_claim_url": article["url"],
        "cached_original_claim_url": None,
        "fact_checking_article": None,
        "reporting_source": article["publisher"],
        "location_ISO_code": None,
        "claim_types": [_NUMERICAL if claim["quantities"] else _EVENT],
        "fact_checking_strategies": [],
        "questions": [{"question": _QUESTION, "answers": answers if decided else [_UNANSWERED]}],
        "claim_id": record["claim_id"],
        "label_origin": record["label_origin"],
    }


def _answer(evidence: Row, data: Claims) -> Row:
    article = data.article_of(evidence)
    return {
        "answer": sentence_text(evidence, article) or claim_text(evidence),
        "answer_type": "Extractive",
        "source_url": article["url"],
        "cached_source_url": None,
        "source_medium": "Web text",
        "claim_id": evidence["claim_id"],
    }


_UNANSWERED = {
    "answer": "No answer could be found.",
    "answer_type": "Unanswerable",
    "source_url": None,
    "cached_source_url": None,
    "source_medium": None,
}
_FINDINGS = MappingProxyType(
    {
        "supports": "{} of other articles say the same or something narrower.",
        "refutes": "{} of other articles contradict it.",
        "conflicting": "{} of other articles support or contradict it, and they disagree.",
        "not_enough_info": "No claim of another article supports or contradicts it.",
    }
)


def _justification(record: Row, count: int) -> str:
    return _FINDINGS[record["label"]].format("1 claim" if count == 1 else f"{count} claims")


def _day_first(date: str | None) -> str | None:
    """AVeriTeC writes 25-8-2020."""
    if date is None:
        return None
    year, month, day = date[:10].split("-")
    return f"{int(day)}-{int(month)}-{year}"


AVERITEC = Format("verification records as AVeriTeC claims, one JSON list", export_averitec, lines=False)

"""Verification records in the shape of FEVER (Thorne et al. 2018): one JSON object a line.

    {"id": int, "verifiable": "VERIFIABLE" | "NOT VERIFIABLE", "label": "SUPPORTS" | "REFUTES" | "NOT ENOUGH INFO",
     "claim": str, "evidence": [[[annotation id, evidence id, page, sentence number]]]}

``id`` is the number of the first 52 bits of ``claim_id``, which stands beside it. A page is an article's id, and a
sentence number counts the article's sentences that hold a claim, from 0; ``pages`` beside each line gives the words of
the evidence, as FEVER's Wikipedia dump does. Each claim of evidence is a set of its own: either is enough.
FEVER has no label for claims that are both supported and refuted: those are left out, and counted.
"""

from __future__ import annotations

import bisect
from collections import Counter
from pathlib import Path
from types import MappingProxyType

from claimkit.exchange.claims import Claims, Exported, Format, Row, claim_text, read_claims, sentence_text, table

LABELS = MappingProxyType({"supports": "SUPPORTS", "refutes": "REFUTES", "not_enough_info": "NOT ENOUGH INFO"})


def export_fever(folder: Path) -> Exported:
    """The verification records of a dataset folder as FEVER claims.

    Raises :class:`~claimkit.errors.OptionError` where the dataset was not compared.
    """
    records = list(table(folder, "verification"))
    data = read_claims(folder)
    sentences: dict[str, set[int]] = {}
    for claim in data.claims.values():
        sentences.setdefault(claim["article_id"], set()).add(claim["sentence"]["start"])
    starts = {article_id: sorted(each) for article_id, each in sentences.items()}
    items: list[Row] = []
    left_out: Counter[str] = Counter()
    for record in records:
        text = claim_text(data.claim(record["claim_id"]))
        if record["label"] not in LABELS:
            left_out["conflicting: FEVER has no such label"] += 1
        elif text is None:
            left_out["without text"] += 1
        else:
            items.append(_item(record, text, data, starts))
    return Exported(items, dict(left_out))


def _item(record: Row, text: str, data: Claims, starts: dict[str, list[int]]) -> Row:
    number = _number(record["claim_id"])
    decided = record["label"] != "not_enough_info"
    evidence = [data.claim(each) for each in record["evidence_claim_ids"]] if decided else []
    sets = [[[number, _number(each["claim_id"]), each["article_id"], _sentence(each, starts)]] for each in evidence]
    return {
        "id": number,
        "verifiable": "VERIFIABLE" if decided else "NOT VERIFIABLE",
        "label": LABELS[record["label"]],
        "claim": text,
        "evidence": sets or [[[number, None, None, None]]],
        "claim_id": record["claim_id"],
        "label_origin": record["label_origin"],
        "pages": [
            {
                "id": each["article_id"],
                "url": data.article_of(each)["url"],
                "sentence": _sentence(each, starts),
                "text": sentence_text(each, data.article_of(each)),
            }
            for each in evidence
        ],
    }


def _number(claim_id: str) -> int:
    """An integer that JSON readers keep exactly: they hold numbers as doubles, which have 53 bits."""
    return int(claim_id[:13], 16)


def _sentence(claim: Row, starts: dict[str, list[int]]) -> int:
    return bisect.bisect_left(starts[claim["article_id"]], claim["sentence"]["start"])


FEVER = Format("verification records as FEVER claims, JSON Lines", export_fever, lines=True)

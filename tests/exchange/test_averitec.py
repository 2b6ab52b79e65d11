"""Verification records as AVeriTeC writes its claims."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from claimkit.exchange.averitec import export_averitec

Rows = dict[str, list[dict[str, Any]]]
# Every key of a claim of AVeriTeC's train and dev files.
KEYS = {
    "claim",
    "required_reannotation",
    "label",
    "justification",
    "claim_date",
    "speaker",
    "original_claim_url",
    "cached_original_claim_url",
    "fact_checking_article",
    "reporting_source",
    "location_ISO_code",
    "claim_types",
    "fact_checking_strategies",
    "questions",
}


def test_every_key_is_there(folder: Path) -> None:
    assert all(set(item) >= KEYS for item in export_averitec(folder).items)


def test_the_labels_are_its_own(folder: Path) -> None:
    labels = [item["label"] for item in export_averitec(folder).items]
    assert labels == ["Supported", "Conflicting Evidence/Cherrypicking", "Refuted"]


def test_speaker_publisher_and_date(folder: Path) -> None:
    (first, _, undated) = export_averitec(folder).items
    assert (first["speaker"], first["reporting_source"], first["claim_date"]) == (
        "Lena Brandt",
        "Harbour Post",
        "3-2-2031",
    )
    assert (undated["speaker"], undated["claim_date"]) == (None, None)


def test_evidence_is_an_answer_with_its_address(folder: Path) -> None:
    (first, *_) = export_averitec(folder).items
    ((question,),) = (first["questions"],)
    (answer,) = question["answers"]
    assert answer["answer"] == "The port closed in January."
    assert answer["answer_type"] == "Extractive"
    assert answer["source_url"] == "https://news.example/veldt"


def test_what_is_left_open_is_unanswerable(compared: Rows, write: Callable[[Rows], Path]) -> None:
    record = compared["verification"][0] | {"label": "not_enough_info"}
    (item,) = export_averitec(write(compared | {"verification": [record]})).items
    assert item["label"] == "Not Enough Evidence"
    assert [answer["answer_type"] for answer in item["questions"][0]["answers"]] == ["Unanswerable"]


def test_claims_without_text_are_counted(compared: Rows, write: Callable[[Rows], Path]) -> None:
    bare = [claim | {"text": None, "text_resolved": None} for claim in compared["claims"]]
    exported = export_averitec(write(compared | {"claims": bare}))
    assert (exported.items, exported.left_out) == ([], {"without text": 3})

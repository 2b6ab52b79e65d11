"""Verification records as FEVER writes its claims."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from claimkit.errors import DataError, OptionError
from claimkit.exchange.fever import export_fever

Rows = dict[str, list[dict[str, Any]]]


def test_a_supported_claim(folder: Path, compared: Rows) -> None:
    (supported, _) = export_fever(folder).items
    assert supported["label"] == "SUPPORTS"
    assert supported["verifiable"] == "VERIFIABLE"
    assert supported["claim"] == "the port closed in January"
    assert supported["claim_id"] == compared["verification"][0]["claim_id"]


def test_each_claim_of_evidence_is_a_set_of_its_own_with_page_and_sentence(folder: Path, compared: Rows) -> None:
    (_, refuted) = export_fever(folder).items
    post, daily, _ = (article["article_id"] for article in compared["articles"])
    ((of_daily,), (of_post,)) = refuted["evidence"]
    assert of_daily[2:] == [daily, 1]
    assert of_post[2:] == [post, 0]
    assert [page["text"] for page in refuted["pages"]] == [
        "The port closed in January.",
        "Lena Brandt said the port closed in January.",
    ]


def test_numbers_are_such_that_every_json_reader_keeps_them(folder: Path) -> None:
    assert all(0 <= item["id"] < 2**53 for item in export_fever(folder).items)


def test_conflicting_claims_have_no_place_in_fever_and_are_counted(folder: Path) -> None:
    exported = export_fever(folder)
    assert len(exported.items) == 2
    assert list(exported.left_out.values()) == [1]


def test_what_is_left_open_has_an_empty_tuple_of_evidence(compared: Rows, write: Callable[[Rows], Path]) -> None:
    record = compared["verification"][0] | {"label": "not_enough_info"}
    (item,) = export_fever(write(compared | {"verification": [record]})).items
    assert item["label"] == "NOT ENOUGH INFO"
    assert item["verifiable"] == "NOT VERIFIABLE"
    assert item["evidence"] == [[[item["id"], None, None, None]]]


def test_claims_without_text_are_counted(compared: Rows, write: Callable[[Rows], Path]) -> None:
    bare = [claim | {"text": None, "text_resolved": None} for claim in compared["claims"]]
    exported = export_fever(write(compared | {"claims": bare}))
    assert exported.items == []
    assert exported.left_out["without text"] == 2


def test_a_dataset_that_was_not_compared(compared: Rows, write: Callable[[Rows], Path]) -> None:
    folder = write({name: rows for name, rows in compared.items() if name != "verification"})
    with pytest.raises(OptionError, match="claimkit compare"):
        export_fever(folder)


def test_evidence_that_is_not_there(compared: Rows, write: Callable[[Rows], Path]) -> None:
    record = compared["verification"][0] | {"evidence_claim_ids": ["0" * 16]}
    with pytest.raises(DataError, match="claimkit validate"):
        export_fever(write(compared | {"verification": [record]}))

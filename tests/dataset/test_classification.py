"""Claims as flat rows with labels, which `datasets` loads as class labels."""

import json

import pytest
from datasets import load_dataset

from claimkit.dataset.build import write_dataset
from claimkit.dataset.classification import write_classification
from claimkit.dataset.features import CLASSIFICATION, features_of
from claimkit.errors import DataError, OptionError
from claimkit.reading.tables import read_rows


@pytest.fixture
def loaded(demo_dataset, tmp_path):
    assert write_classification(demo_dataset) == {"train": len(list(read_rows(demo_dataset, "claims")))}
    files = str(demo_dataset / CLASSIFICATION / "*.parquet")
    return load_dataset("parquet", data_files=files, split="train", cache_dir=str(tmp_path / "cache"))


def test_it_has_a_row_for_every_claim_in_order(loaded, demo_dataset):
    assert loaded["claim_id"][:] == [row["claim_id"] for row in read_rows(demo_dataset, "claims")]
    assert loaded.features == features_of(CLASSIFICATION)


def test_labels_say_what_the_claims_say(loaded, demo_dataset):
    names = {name: feature.names for name, feature in loaded.features.items() if hasattr(feature, "names")}
    for row, claim in zip(loaded, read_rows(demo_dataset, "claims"), strict=True):
        words = {name: names[name][row[name]] for name in names}
        assert words["attributed"] == ("yes" if claim["chain"] else "no")
        assert words["style"] == (claim["style"] or "none")
        assert words["source_type"] == (claim["source_type"] or "none")
        assert words["hedged"] == ("yes" if claim["hedges"] else "no")
        assert words["kind"] == claim["kind"]


def test_the_sentence_holds_the_predicate(loaded, demo_dataset):
    articles = {row["article_id"]: row["text"] for row in read_rows(demo_dataset, "articles")}
    for row, claim in zip(loaded, read_rows(demo_dataset, "claims"), strict=True):
        assert row["sentence"] == articles[row["article_id"]][row["sentence_start"] : row["sentence_end"]]
        assert articles[row["article_id"]][claim["predicate"]["start"] : claim["predicate"]["end"]] in row["sentence"]


def test_a_claim_without_its_article_is_an_error_that_names_it(demo_dataset):
    claims = list(read_rows(demo_dataset, "claims"))
    (demo_dataset / "claims" / "train-00000-of-00001.parquet").unlink()
    orphan = json.dumps({**claims[0], "article_id": "0" * 16})
    (demo_dataset / "claims.jsonl").write_text(orphan, encoding="utf-8")
    with pytest.raises(DataError, match=f"claim {claims[0]['claim_id']}: its article"):
        write_classification(demo_dataset)
    assert not (demo_dataset / CLASSIFICATION).exists()


def test_a_folder_without_claims_is_refused(tmp_path):
    (tmp_path / "articles.jsonl").write_text("", encoding="utf-8")
    with pytest.raises(OptionError, match="claims and articles"):
        write_classification(tmp_path)


def test_a_new_run_takes_the_old_rows_away(demo, demo_dataset):
    write_classification(demo_dataset)
    write_dataset(demo[:1], demo_dataset, overwrite=True)
    assert not (demo_dataset / CLASSIFICATION).exists()

"""Which format a folder is in, and our own datasets as gold."""

import json
import re

import pytest

from claimkit.dataset.storage import open_table
from claimkit.errors import DataError, InputError, OptionError
from claimkit.evaluation.formats import GoldFormat
from claimkit.evaluation.gold import detect_format, read_dataset, read_gold, read_predicted
from claimkit.evaluation.relations import as_gold
from claimkit.extraction.pipeline import extract
from claimkit.reading.tables import read_rows
from claimkit.records import Article, span_text
from claimkit.resources import resource

CONLL = "Berg\tB-source-1\nsaid\tB-cue-1\nso\tB-content-1\n"


@pytest.fixture(scope="module")
def demo():
    return resource("demo").joinpath("gold")


def brat(folder):
    (folder / "one.txt").write_text("Berg said so", encoding="utf-8")
    (folder / "one.ann").write_text("", encoding="utf-8")


def conll(folder):
    (folder / "one.conll").write_text(CONLL, encoding="utf-8")


def dataset(folder, demo, form="jsonl"):
    for config in ("articles", "attributions"):
        table = open_table(folder, config, form)
        for row in read_rows(demo, config):
            table.add(row)
        table.close()


def test_each_format_is_told(tmp_path, demo):
    for name, make in (("brat", brat), ("conll", conll), ("jsonl", lambda folder: dataset(folder, demo))):
        (tmp_path / name).mkdir()
        make(tmp_path / name)
        assert detect_format(tmp_path / name) is GoldFormat(name)


def test_a_conll_file_is_told_by_its_suffix(tmp_path):
    conll(tmp_path)
    assert detect_format(tmp_path / "one.conll") is GoldFormat.CONLL
    (tmp_path / "one.conll").rename(tmp_path / "one.tsv")
    with pytest.raises(OptionError, match="else say --format"):
        detect_format(tmp_path / "one.tsv")
    assert len(read_gold(tmp_path / "one.tsv", GoldFormat.CONLL)) == 1


def test_two_formats_in_one_folder_want_a_word(tmp_path):
    brat(tmp_path)
    conll(tmp_path)
    with pytest.raises(OptionError, match="holds brat and conll; say which with --format"):
        read_gold(tmp_path)
    assert len(read_gold(tmp_path, GoldFormat.CONLL)) == 1


def test_none_of_the_formats(tmp_path):
    with pytest.raises(OptionError, match="no gold of attribution lies here; expected brat"):
        detect_format(tmp_path)
    with pytest.raises(OptionError, match="there is no such file or folder"):
        detect_format(tmp_path / "nowhere")


def test_gold_without_a_link_is_a_mistake_and_a_prediction_is_not(tmp_path):
    brat(tmp_path)
    assert [document.attributions for document in read_predicted(tmp_path)] == [()]
    with pytest.raises(OptionError, match="1 documents and no attribution in them; is this gold"):
        read_gold(tmp_path)


@pytest.mark.parametrize("form", ["jsonl", "parquet"])
def test_a_dataset_is_read_with_its_levels(tmp_path, demo, form):
    dataset(tmp_path, demo, form)
    documents = read_gold(tmp_path)
    articles = list(read_rows(demo, "articles"))
    assert [document.name for document in documents] == [row["article_id"] for row in articles]
    assert [document.article for document in documents] == [Article.from_dict(row) for row in articles]
    rows = list(read_rows(demo, "attributions"))
    nested = sum(link.nested for document in documents for link in document.attributions)
    assert nested == sum(row["parent"] is not None for row in rows)
    assert 0 < nested < len(rows) == sum(len(document.attributions) for document in documents)


def test_what_was_extracted_is_read_back(tmp_path):
    extraction = extract("“We warned them,” Anna Berg said. Olsen believed that the ferry had sunk.")
    for config, rows in (("articles", [extraction.article]), ("attributions", extraction.attributions)):
        table = open_table(tmp_path, config, "jsonl")
        for row in rows:
            table.add(row.to_dict())
        table.close()
    (document,) = read_gold(tmp_path)
    assert document.attributions == as_gold(extraction.attributions, outermost=False)
    assert span_text(document.text, document.attributions[0].content) == "“We warned them,”"


def change(folder, config, **fields):
    file = folder / f"{config}.jsonl"
    first, *others = file.read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join([json.dumps({**json.loads(first), **fields}), *others]), encoding="utf-8")


@pytest.mark.parametrize(
    ("config", "fields", "error", "message"),
    [
        ("articles", {"text": None}, OptionError, "comes without its text: hydrate it first"),
        ("attributions", {"content": "all"}, DataError, r"attribution \w{16}: \$\.content"),
        ("attributions", {"cue": {"start": 5, "end": 99999}}, InputError, "the span 5–99999 is empty or not in its"),
    ],
)
def test_a_row_that_cannot_be_used_is_named(tmp_path, demo, config, fields, error, message):
    dataset(tmp_path, demo)
    change(tmp_path, config, **fields)
    with pytest.raises(error, match=message):
        list(read_dataset(tmp_path))


def test_a_dataset_without_articles_is_no_gold(tmp_path, demo):
    dataset(tmp_path, demo)
    (tmp_path / "articles.jsonl").unlink()
    with pytest.raises(OptionError, match=re.escape("holds no articles")):
        read_gold(tmp_path)

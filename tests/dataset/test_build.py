"""A dataset folder: the same rows in both formats, the same bytes every time, and never half of one."""

import copy
import dataclasses
import io
import json
import subprocess
import sys
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimkit.dataset.build import PARTIAL, write_dataset, write_stream
from claimkit.dataset.storage import arrow_schema
from claimkit.errors import OptionError, OutputExistsError
from claimkit.quality.validation import validate
from claimkit.reading import Reject
from claimkit.reading.tables import CONFIGS, read_rows
from claimkit.records import Article, Attribution, Claim, Mention, make_id
from claimkit.schema import FLAT_COLUMNS, SCHEMA_OF, load_schema

TABLES = ("articles", "attributions", "claims", "mentions")


def example(name):
    return copy.deepcopy(load_schema(name)["examples"][0])


def extraction(url="https://example.org/osthaven/port"):
    """The example article as published at ``url``, with its claim, link and mention."""
    article = Article.from_text(example("article")["text"], publisher="Osthaven Courier", url=url)
    key = article.article_id
    mention = Mention.from_dict(example("mention") | {"article_id": key})
    (span,) = mention.spans
    mention = dataclasses.replace(mention, entity_id=make_id(key, "entity", *span))
    link = Attribution.from_dict(example("attribution") | {"article_id": key, "entity_id": mention.entity_id})
    link = dataclasses.replace(link, attribution_id=make_id(key, "attribution", *link.cue))
    row = {name: value for name, value in example("claim").items() if name not in FLAT_COLUMNS}
    claim = Claim.from_dict(row | {"article_id": key})
    author, speaker = claim.factuality
    claim = dataclasses.replace(
        claim,
        claim_id=make_id(key, claim.predicate.start, claim.predicate.end),
        chain=(link,),
        factuality=(author, dataclasses.replace(speaker, holder=link.attribution_id)),
    )
    return SimpleNamespace(article=article, attributions=(link,), claims=(claim,), mentions=(mention,))


def extractions(count=3):
    return [extraction(f"https://example.org/{number}") for number in range(count)]


def contents(folder):
    return {str(file.relative_to(folder)): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}


@pytest.mark.parametrize("form", ["parquet", "jsonl"])
class TestBothFormats:
    def test_what_is_written_is_valid_and_counted(self, tmp_path, form):
        written = write_dataset(extractions(), tmp_path / "out", format=form)
        assert written.counts == dict.fromkeys(TABLES, 3)
        report = validate(tmp_path / "out")
        assert report.ok, str(report)
        assert dict(report.counts) == dict.fromkeys(TABLES, 3)

    def test_same_input_same_bytes(self, tmp_path, form):
        for name in ("one", "two"):
            write_dataset([Reject("a.txt", None, "empty_body", ""), *extractions()], tmp_path / name, format=form)
        assert contents(tmp_path / "one") == contents(tmp_path / "two")

    def test_the_order_is_that_of_the_input(self, tmp_path, form):
        found = extractions(5)
        write_dataset(iter(found), tmp_path / "out", format=form)
        ids = [row["article_id"] for row in read_rows(tmp_path / "out", "articles")]
        assert ids == [each.article.article_id for each in found]

    def test_no_extraction_at_all_gives_empty_tables(self, tmp_path, form):
        write_dataset([], tmp_path / "out", format=form)
        report = validate(tmp_path / "out")
        assert report.ok
        assert dict(report.counts) == dict.fromkeys(TABLES, 0)

    def test_rows_come_back_as_the_records_they_were(self, tmp_path, form):
        (found,) = extractions(1)
        write_dataset([found], tmp_path / "out", format=form)
        (row,) = read_rows(tmp_path / "out", "claims")
        flat = {name: row.pop(name) for name in FLAT_COLUMNS}
        assert Claim.from_dict(row) == found.claims[0]
        assert flat == {
            "source": "Lena Brandt",
            "root_source": "Lena Brandt",
            "source_type": "person",
            "cue": "say",
            "style": "indirect",
            "certainty": "PR+",
        }


@pytest.mark.parametrize("config", TABLES)
def test_both_formats_hold_the_same_rows_with_the_same_columns_in_the_same_order(tmp_path, config):
    for form in ("parquet", "jsonl"):
        write_dataset(extractions(), tmp_path / form, format=form)
    parquet, jsonl = (list(read_rows(tmp_path / form, config)) for form in ("parquet", "jsonl"))
    assert parquet == jsonl
    assert json.dumps(parquet) == json.dumps(jsonl)
    assert list(parquet[0]) == list(load_schema(SCHEMA_OF[config])["properties"])


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), min_size=1, max_size=5, unique=True))
def test_any_text_comes_back_as_it_was_from_both_formats(tmp_path, texts):
    found = [
        SimpleNamespace(article=Article.from_text(text, title=text), attributions=(), claims=(), mentions=())
        for text in texts
    ]
    for form in ("parquet", "jsonl"):
        write_dataset(found, tmp_path / form, format=form, overwrite=True)
        rows = list(read_rows(tmp_path / form, "articles"))
        assert [Article.from_dict(row) for row in rows] == [each.article for each in found]


def test_row_groups_are_cut_at_the_same_rows_however_the_extractions_arrive(tmp_path, monkeypatch):
    import pyarrow.parquet

    monkeypatch.setattr("claimkit.dataset.storage.ROWS_AT_MOST", 2)
    write_dataset(extractions(5), tmp_path / "out")
    table = pyarrow.parquet.ParquetFile(tmp_path / "out" / "claims" / "train-00000-of-00001.parquet")
    assert [table.metadata.row_group(n).num_rows for n in range(table.num_row_groups)] == [2, 2, 1]
    assert validate(tmp_path / "out").ok


def test_long_texts_close_a_row_group_early(tmp_path, monkeypatch):
    import pyarrow.parquet

    monkeypatch.setattr("claimkit.dataset.storage.CHARACTERS_AT_MOST", 1)
    write_dataset(extractions(3), tmp_path / "out")
    assert pyarrow.parquet.ParquetFile(tmp_path / "out/articles/train-00000-of-00001.parquet").num_row_groups == 3


class TestColumns:
    """The columns of Parquet are the properties of the JSON Schema."""

    def assert_same(self, arrow, node, loaded):
        import pyarrow

        kinds = node["type"] if isinstance(node["type"], list) else [node["type"]]
        assert arrow.nullable == ("null" in kinds)
        expected = {
            "string": pyarrow.types.is_string,
            "integer": pyarrow.types.is_int64,
            "number": pyarrow.types.is_float64,
            "boolean": pyarrow.types.is_boolean,
            "object": pyarrow.types.is_struct,
            "array": pyarrow.types.is_list,
        }[kinds[0]]
        assert expected(arrow.type)
        if kinds[0] == "array":
            self.assert_same(arrow.type.value_field, node["items"], loaded)
        if kinds[0] == "object":
            inner = loaded["$defs"][node["$ref"].rpartition("/")[2]]["properties"]
            assert [each.name for each in arrow.type] == list(inner)
            for each in arrow.type:
                self.assert_same(each, inner[each.name], loaded)

    @pytest.mark.parametrize("config", CONFIGS)
    def test_names_types_and_nulls(self, config):
        loaded = load_schema(SCHEMA_OF[config])
        columns = arrow_schema(config)
        assert columns.names == list(loaded["properties"])
        for column in columns:
            self.assert_same(column, loaded["properties"][column.name], loaded)

    @pytest.mark.parametrize("config", CONFIGS)
    def test_the_example_passes_through_unchanged(self, config):
        import pyarrow

        row = example(SCHEMA_OF[config])
        assert pyarrow.RecordBatch.from_pylist([row], schema=arrow_schema(config)).to_pylist() == [row]


class TestFolder:
    def test_a_finished_run_is_kept_unless_asked(self, tmp_path):
        write_dataset(extractions(), tmp_path)
        with pytest.raises(OutputExistsError, match="--overwrite"):
            write_dataset(extractions(), tmp_path)
        write_dataset(extractions(1), tmp_path, overwrite=True)
        assert len(list(read_rows(tmp_path, "claims"))) == 1

    def test_an_overwritten_run_leaves_nothing_behind_not_even_in_the_other_format(self, tmp_path):
        write_dataset(extractions(), tmp_path)
        (tmp_path / "pairs").mkdir()
        (tmp_path / "pairs" / "train-00000-of-00001.parquet").write_bytes(b"of claims that are gone")
        write_dataset(extractions(), tmp_path, format="jsonl", overwrite=True)
        names = {"rejects.jsonl", "run.json", *(f"{config}.jsonl" for config in TABLES)}
        assert set(contents(tmp_path)) == names
        assert {entry.name for entry in tmp_path.iterdir()} == names

    @pytest.mark.parametrize("overwrite", [False, True])
    def test_a_folder_of_something_else_is_never_touched(self, tmp_path, overwrite):
        (tmp_path / "thesis.txt").write_text("five years of work")
        with pytest.raises(OutputExistsError, match="not claimkit's"):
            write_dataset(extractions(), tmp_path, overwrite=overwrite)
        assert set(contents(tmp_path)) == {"thesis.txt"}

    @pytest.mark.parametrize("run", ["[]", "{", '{"tool": "another"}'])
    def test_the_run_of_another_tool_is_something_else(self, tmp_path, run):
        (tmp_path / "run.json").write_text(run)
        with pytest.raises(OutputExistsError, match="not claimkit's"):
            write_dataset(extractions(), tmp_path, overwrite=True)

    def test_a_file_is_no_folder(self, tmp_path):
        (tmp_path / "out").write_text("")
        with pytest.raises(OutputExistsError, match="is a file"):
            write_dataset(extractions(), tmp_path / "out", overwrite=True)

    def test_an_interrupted_run_leaves_only_a_temporary_folder_which_the_next_one_clears(self, tmp_path):
        def interrupted():
            yield from extractions(2)
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            write_dataset(interrupted(), tmp_path / "out")
        assert [entry.name for entry in (tmp_path / "out").iterdir()] == [PARTIAL]
        write_dataset(extractions(), tmp_path / "out")
        write_dataset(extractions(), tmp_path / "whole")
        assert contents(tmp_path / "out") == contents(tmp_path / "whole")

    def test_an_interrupted_overwrite_leaves_the_old_run_whole(self, tmp_path):
        def interrupted():
            yield from extractions(2)
            raise KeyboardInterrupt

        write_dataset(extractions(3), tmp_path)
        before = contents(tmp_path)
        with pytest.raises(KeyboardInterrupt):
            write_dataset(interrupted(), tmp_path, overwrite=True)
        assert {name: data for name, data in contents(tmp_path).items() if PARTIAL not in name} == before

    def test_a_wrong_call_found_at_the_first_extraction_leaves_no_folder(self, tmp_path):
        def wrong():
            raise OptionError("workers must be 1 or more")
            yield

        with pytest.raises(OptionError, match="workers"):
            write_dataset(wrong(), tmp_path / "out")
        assert not (tmp_path / "out").exists()

    def test_an_unknown_format_is_a_wrong_call(self, tmp_path):
        with pytest.raises(OptionError, match="parquet or jsonl"):
            write_dataset([], tmp_path / "out", format="csv")


class TestRejects:
    def rejects(self, folder):
        return [json.loads(line) for line in (folder / "rejects.jsonl").read_text(encoding="utf-8").splitlines()]

    def test_they_stand_in_the_order_of_the_input(self, tmp_path):
        first, second = (Reject(f"{name}.txt", None, "empty_body", "nothing left") for name in "ba")
        written = write_dataset([first, *extractions(), second], tmp_path / "out")
        assert [each["input"] for each in self.rejects(tmp_path / "out")] == ["b.txt", "a.txt"]
        assert written.rejects == {"empty_body": 2}

    def test_the_same_article_twice_is_written_once_but_a_copy_elsewhere_is_kept(self, tmp_path):
        found = [extraction("https://example.org/a"), extraction("https://example.org/b")]
        written = write_dataset([*found, found[0]], tmp_path / "out")
        assert written.counts["articles"] == 2
        assert [(each["input"], each["reason"]) for each in self.rejects(tmp_path / "out")] == [
            ("https://example.org/a", "duplicate")
        ]

    @pytest.mark.parametrize("form", ["parquet", "jsonl"])
    def test_half_an_emoji_is_set_aside_in_both_formats(self, tmp_path, form):
        half = SimpleNamespace(article=Article.from_text("flood \ud83c"), attributions=(), claims=(), mentions=())
        written = write_dataset([half, extraction()], tmp_path / "out", format=form)
        assert written.rejects == {"unstorable": 1}
        assert validate(tmp_path / "out").ok

    def test_a_file_name_that_is_no_utf_8_is_written_readably(self, tmp_path):
        name = b"caf\xe9.txt".decode("utf-8", "surrogateescape")
        write_dataset([Reject(name, 3, "undecodable", "")], tmp_path / "out")
        (reject,) = self.rejects(tmp_path / "out")
        assert reject == {"input": "caf\\udce9.txt", "line": 3, "reason": "undecodable", "detail": ""}


def test_without_text_the_message_of_an_unforeseen_error_is_cut_short(tmp_path):
    detail = "KeyError: 'the river rose by two metres in one night and took the bridge with it'"
    rejects = [Reject("a.txt", None, "extraction_failed", detail), Reject("b.txt", None, "binary", detail)]
    write_dataset(rejects, tmp_path / "out", text="none")
    lines = (tmp_path / "out" / "rejects.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["detail"] for line in lines] == [" ".join(detail.split()[:9]), detail]


def test_the_run_holds_versions_options_and_counts_but_no_path_and_no_clock(tmp_path):
    write_dataset([*extractions(), Reject("a", 1, "binary", "")], tmp_path / "out", options={"max_characters": 9})
    run = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))
    assert run["options"] == {"format": "parquet", "text": "full", "max_characters": 9}
    assert run["counts"] == dict.fromkeys(TABLES, 3)
    assert run["rejects"] == {"binary": 1}
    assert set(run["versions"]) == {"claimkit", "python", "pyarrow", "spacy"}
    assert set(run) == {
        *("tool", "schema_version", "versions", "language_model", "options", "counts", "rejects"),
    }
    assert str(tmp_path) not in json.dumps(run)


def test_a_stream_holds_the_rows_of_claims_jsonl(tmp_path):
    stream = io.BytesIO()
    assert write_stream(extractions(), stream) == 3
    write_dataset(extractions(), tmp_path / "out", format="jsonl")
    assert stream.getvalue() == (tmp_path / "out" / "claims.jsonl").read_bytes()


def test_a_stream_goes_on_after_an_article_it_cannot_hold():
    half = SimpleNamespace(article=Article.from_text("flood \ud83c"), attributions=(), claims=(), mentions=())
    rejects = []
    found = [half, extraction(), extraction()]
    assert write_stream(found, io.BytesIO(), on_reject=rejects.append) == 1
    assert [reject.reason for reject in rejects] == ["unstorable", "duplicate"]


LOAD = """
import sys
from datasets import load_dataset
for config in ("claims", "articles", "attributions", "mentions"):
    rows = load_dataset(sys.argv[1], config, split="train", cache_dir=sys.argv[2])
    print(config, len(rows), rows.column_names == sys.argv[3].split(",") if config == "claims" else "")
print(load_dataset(sys.argv[1], split="train", cache_dir=sys.argv[2])[0]["source"])
"""


def test_the_folder_loads_with_datasets_by_the_names_of_its_tables_and_claims_by_default(tmp_path, monkeypatch):
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setenv("HF_HOME", str(tmp_path / "home"))
    write_dataset(extractions(), tmp_path / "out")
    columns = ",".join(load_schema("claim")["properties"])
    call = [sys.executable, "-c", LOAD, str(tmp_path / "out"), str(tmp_path / "cache"), columns]
    done = subprocess.run(call, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert [line.split() for line in done.stdout.splitlines()] == [
        ["claims", "3", "True"],
        ["articles", "3"],
        ["attributions", "3"],
        ["mentions", "3"],
        ["Lena", "Brandt"],
    ]

"""CoNLL columns: tokens, offsets, documents, and the links they mark."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimkit.errors import BrokenRecordError, OptionError, UndecodableError
from claimkit.evaluation.conll import read_conll
from claimkit.evaluation.relations import ROLES
from claimkit.records import Span, span_text


def lines(*rows: str) -> str:
    return "".join(row.replace(" ", "\t") + "\n" for row in rows)


PLAIN = lines("Berg B-source-1", "said B-cue-1", "nobody B-content-1", "came I-content-1", ". O")
PLACED = lines("Berg 0 B-source-1", "said 5 B-cue-1", "nobody 10 B-content-1", "came 17 I-content-1", ". 21 O")


@pytest.fixture
def read(tmp_path):
    def from_lines(text: str):
        path = tmp_path / "news.conll"
        path.write_text(text, encoding="utf-8")
        return list(read_conll(path))

    return from_lines


def words(document):
    return [tuple(span_text(document.text, getattr(link, role)) for role in ROLES) for link in document.attributions]


@pytest.mark.parametrize(
    "text", [PLAIN, PLACED, PLAIN.replace("\t", " "), PLAIN.replace("\n", "\r\n"), "\ufeff" + PLAIN]
)
def test_a_file_is_a_document(read, text):
    (document,) = read(text)
    assert (document.name, document.text) == ("news", "Berg said nobody came.")
    assert words(document) == [("Berg", "said", "nobody came")]


def test_other_columns_and_comments_are_passed_over(read):
    (document,) = read("# a comment\n" + lines("Berg NNP B-PER B-source-1", "said VBD O B-cue-1"))
    assert words(document) == [("Berg", "said", "")]


def test_columns_named_by_conll_u_plus(read):
    header = "# global.columns = ID FORM START ATTRIBUTION\n"
    (document,) = read(header + lines("1 Berg 3 B-source-1", "2 said 8 B-cue-1"))
    assert document.text == "   Berg said"
    assert words(document) == [("Berg", "said", "")]


@pytest.mark.parametrize("border", ["#doc {}", "# doc = {}", "# newdoc id = {}", "-DOCSTART- {}", "-DOCSTART-\t{}\tO"])
def test_documents(read, border):
    first, second = read(f"{border.format('one')}\n\n{PLAIN}\n{border.format('two')}\n\n{PLAIN}")
    assert (first.name, second.name) == ("one", "two")
    assert words(first) == words(second)


def test_documents_without_a_name(read):
    first, second = read(f"-DOCSTART- -X- O O\n\n{PLAIN}\n-DOCSTART- -X- O O\n\n{PLAIN}")
    assert (first.name, second.name) == ("news:1", "news:2")


def test_a_segment_runs_over_the_end_of_a_sentence(read):
    (document,) = read(lines("Go B-content-1", ". I-content-1") + "\n" + lines("Now I-content-1", "Berg B-source-1"))
    assert document.text == "Go.\nNow Berg"
    assert document.attributions[0].content == (Span(0, 7),)


def test_a_number_sign_can_be_a_token(read):
    (document,) = read("Berg\tB-source-1\n#\tO\n1\tO\n")
    assert document.text == "Berg #1"


def test_a_hashtag_that_looks_like_a_border_is_a_token(read):
    (document,) = read("#doc\tB-source-1\nsaid\tB-cue-1\n")
    assert words(document) == [("#doc", "said", "")]


def test_a_column_of_noughts_is_no_column_of_offsets(read):
    (document,) = read(lines("Berg 0 B-source-1", "said 0 B-cue-1"))
    assert document.text == "Berg said"


def test_the_text_beside_the_file_is_the_text(read, tmp_path):
    (tmp_path / "news.txt").write_bytes(b"Berg\r\nsaid nobody came.")
    (document,) = read(
        PLACED.replace("\t5\t", "\t6\t").replace("\t10\t", "\t11\t").replace("17", "18").replace("21", "22")
    )
    assert document.text == "Berg\r\nsaid nobody came."
    assert words(document) == [("Berg", "said", "nobody came")]


def test_nested_by_position_and_by_mark(read):
    outer = ["Berg B-source-1", "said B-cue-1", "Olsen B-content-1|B-source-2", "knew I-content-1|B-cue-2"]
    (document,) = read(lines(*outer))
    assert [link.nested for link in document.attributions] == [False, True]
    (document,) = read(lines("Berg B-SOURCE-NE-1", "said B-CUE-NE-1"))
    assert [link.nested for link in document.attributions] == [True]


def test_a_folder_is_read_by_suffix_in_the_order_of_names(tmp_path):
    for name in ("b.bio", "a.conll", "c.md"):
        (tmp_path / name).write_text(PLAIN, encoding="utf-8")
    assert [document.name for document in read_conll(tmp_path)] == ["a", "b"]


def test_a_folder_without_files_is_an_error(tmp_path):
    with pytest.raises(OptionError, match="holds no CoNLL file"):
        list(read_conll(tmp_path))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (PLAIN + "came\n", r"news\.conll:6: expected 2 columns, found 1"),
        (PLAIN.replace("B-cue-1", "B-cue"), r"news\.conll:2: 'B-cue' is no label"),
        ("# global.columns = FORM START\n" + lines("Berg x"), r"news\.conll:2: 'x' is no offset"),
        ("# global.columns = FORM START X\n" + lines("Berg 0"), r"news\.conll:2: expected 3 columns, found 2"),
        (PLACED.replace("\t5\t", "\t3\t"), r"news\.conll:1: 'Berg' at 0 runs into the next token at 3"),
    ],
)
def test_what_breaks_the_format_is_named_by_its_line(read, text, message):
    with pytest.raises(BrokenRecordError, match=message):
        read(text)


def test_a_file_in_another_encoding_is_named(tmp_path):
    (tmp_path / "a.conll").write_bytes(b"\x93Go\tO\n")
    with pytest.raises(UndecodableError, match=r"a\.conll: is not UTF-8"):
        list(read_conll(tmp_path))


def test_the_example_of_the_documentation(read):
    documentation = Path(__file__).parents[2] / "docs" / "evaluation.md"
    example = re.search(r"```\n(#doc.*?)```", documentation.read_text(encoding="utf-8"), re.DOTALL)
    (document,) = read(example[1])
    assert (document.name, document.text) == ("ferry", "“We warned them,” Berg said.")
    assert words(document) == [("Berg", "said", "“We warned them,”")]


TOKENS = st.lists(st.text("aé🎈#.-|“\"'", min_size=1, max_size=4), min_size=12, max_size=12)
SEGMENTS = st.lists(st.integers(0, 12), min_size=2, max_size=4, unique=True).map(
    lambda edges: list(zip(sorted(edges)[::2], sorted(edges)[1::2], strict=False))
)


@given(TOKENS, st.lists(st.tuples(SEGMENTS, SEGMENTS, SEGMENTS), min_size=1, max_size=3), st.integers(1, 12))
def test_what_is_written_is_read(tmp_path_factory, tokens, links, sentence):
    """Any links over any tokens, with offsets into a text that lies beside, a column a link and role."""
    text, starts = "", []
    for token in tokens:
        starts.append(len(text))
        text += token + " "
    columns = []
    for number, roles in enumerate(links):
        for role, segments in zip(ROLES, roles, strict=True):
            column = ["O"] * len(tokens)
            for first, last in segments:
                column[first:last] = [f"B-{role}-{number}", *[f"I-{role}-{number}"] * (last - first - 1)]
            columns.append(column)
    rows = ["\t".join(cells) for cells in zip(tokens, map(str, starts), *columns, strict=True)]
    rows.insert(sentence, "")
    folder = tmp_path_factory.mktemp("conll")
    (folder / "one.txt").write_text(text, encoding="utf-8")
    (folder / "one.conll").write_text("\n".join(rows), encoding="utf-8")
    (document,) = read_conll(folder)

    def spans(segments):
        return tuple(Span(starts[first], starts[last - 1] + len(tokens[last - 1])) for first, last in segments)

    assert document.text == text
    assert sorted((each.source, each.cue, each.content) for each in document.attributions) == sorted(
        tuple(map(spans, roles)) for roles in links
    )

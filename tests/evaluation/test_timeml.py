"""Gold of times as people annotate it: TimeML, CAT, dataset folders."""

from pathlib import Path

import pytest

from claimkit.errors import BrokenRecordError, OptionError
from claimkit.evaluation.formats import TimeFormat
from claimkit.evaluation.timeml import as_date, detect_format, read_cat, read_times
from claimkit.resources import resource

TIMEML = """<?xml version="1.0" ?>
<TimeML><DOCID>harl</DOCID>
<DCT><TIMEX3 tid="t0" type="DATE" value="2021-01-08" functionInDocument="CREATION_TIME">Jan. 8, 2021</TIMEX3></DCT>
<TITLE>Harl &amp; Sons</TITLE>
<TEXT>The <EVENT eid="e1" class="OCCURRENCE">fair</EVENT> opened <TIMEX3 tid="t1" type="DATE" value="2021-01-07">on
<SIGNAL sid="s1">Thursday</SIGNAL></TIMEX3> &amp; lasts
<TIMEX3 tid="t2" type="DURATION" value="P2D">two days</TIMEX3>.</TEXT>
</TimeML>"""

CAT = """<?xml version="1.0" ?>
<Document doc_name="harl">
<token t_id="1" sentence="0">Jan.</token><token t_id="2" sentence="0">8</token>
<token t_id="3" sentence="1">Harl</token><token t_id="4" sentence="1">closed</token>
<token t_id="5" sentence="1">last</token><token t_id="6" sentence="1">week</token><token t_id="7" sentence="1">.</token>
<token t_id="8" sentence="2">Nobody</token><token t_id="9" sentence="2">read</token><token t_id="10" sentence="2"/>
<Markables>
<TIMEX3 m_id="1" type="DATE" value="2021-01-08" functionInDocument="CREATION_TIME">
<token_anchor t_id="1"/><token_anchor t_id="2"/></TIMEX3>
<TIMEX3 m_id="2" type="DATE" value="2020-W53"><token_anchor t_id="5"/><token_anchor t_id="6"/></TIMEX3>
<TIMEX3 m_id="3" type="DATE" value="2021" />
<EVENT_MENTION m_id="4"><token_anchor t_id="4"/></EVENT_MENTION>
</Markables></Document>"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "timeml").mkdir()
    (tmp_path / "timeml" / "harl.tml").write_text(TIMEML, encoding="utf-8")
    (tmp_path / "cat" / "part").mkdir(parents=True)
    (tmp_path / "cat" / "part" / "harl.xml").write_text(CAT, encoding="utf-8")
    return tmp_path


def test_timeml_marks_times_in_the_running_text(folder: Path) -> None:
    (document,) = read_times(folder / "timeml")
    assert document.anchor == "2021-01-08"
    assert document.text.startswith("The fair opened on\nThursday & lasts\ntwo days.")
    assert [(document.text[slice(*time.span)], time.type, time.value) for time in document.times] == [
        ("on\nThursday", "DATE", "2021-01-07"),
        ("two days", "DURATION", "P2D"),
    ]


def test_cat_ends_with_the_last_sentence_that_was_annotated(folder: Path) -> None:
    (document,) = read_times(folder / "cat")
    assert document.text == "Jan. 8\n\nHarl closed last week ."
    assert [(document.text[slice(*time.span)], time.value) for time in document.times] == [
        ("Jan. 8", "2021-01-08"),
        ("last week", "2020-W53"),
    ]


def test_cat_keeps_its_other_marks_for_whoever_wants_them(folder: Path) -> None:
    marked = read_cat(folder / "cat" / "part" / "harl.xml")
    ((span, _),) = marked.marks["EVENT_MENTION"]
    assert (marked.text[slice(*span)], marked.anchor) == ("closed", "2021-01-08")


def test_a_dataset_gives_the_times_of_its_claims_and_links() -> None:
    documents = read_times(Path(str(resource("demo/gold"))))
    dated = [document for document in documents if document.anchor]
    assert len(documents) > len(dated) > 0
    values = {time.value for document in documents for time in document.times}
    assert {"2024-03-06", "P2D"} <= values


def test_the_format_is_found_out(folder: Path) -> None:
    assert detect_format(folder / "timeml") is TimeFormat.TIMEML
    assert detect_format(folder / "cat") is TimeFormat.CAT
    assert detect_format(Path(str(resource("demo/gold")))) is TimeFormat.JSONL
    assert detect_format(folder / "timeml" / "harl.tml") is TimeFormat.TIMEML


@pytest.mark.parametrize("name", ["nowhere", "empty"])
def test_where_no_gold_lies_is_a_wrong_call(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(OptionError, match=name):
        read_times(tmp_path / name)


@pytest.mark.parametrize("content", ["", "<TimeML>", "<html><p>last week</p></html>"])
@pytest.mark.parametrize("name", ["a.tml", "a.xml"])
def test_a_file_that_is_none_of_it_is_named(tmp_path: Path, content: str, name: str) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(BrokenRecordError, match=name):
        read_times(tmp_path)


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2021-01-08", "2021-01-08"),
        ("20210108", "2021-01-08"),
        ("2021-01-08T09:30", "2021-01-08"),
        ("08-01-2021", "2021-01-08"),
        ("2021-01", None),
        ("2021-02-30", None),
        ("", None),
        (None, None),
    ],
)
def test_the_day_of_a_document(value: str | None, day: str | None) -> None:
    assert as_date(value) == day

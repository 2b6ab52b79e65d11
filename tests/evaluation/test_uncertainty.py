"""Gold of uncertainty is read with the offsets it has in the text."""

from pathlib import Path

import pytest

from claimkit.errors import BrokenRecordError, OptionError
from claimkit.evaluation.uncertainty import (
    UncertaintyFormat,
    detect_uncertainty_format,
    read_bioscope,
    read_conll2010,
    read_factuality,
    read_szeged,
)

SZEGED = """<?xml version="1.0"?><Annotation><DocumentSet><Document><DocID>Harl_1</DocID><DocumentPart type="Text">
<Sentence>The dam <ccue type="speculation_modal_probable_">may</ccue> burst.</Sentence>
<Sentence>It is <ccue type="speculation_hypo_doxastic _">believed</ccue> old <ccue type="other">x</ccue>.</Sentence>
</DocumentPart></Document></DocumentSet></Annotation>"""
BIOSCOPE = """<!DOCTYPE Annotation PUBLIC "-//BIOSCOPE//DTD" "BioScope.dtd"><Annotation><Document><DocID>1</DocID>
<sentence>Rust
<xcope id="a"><cue type="speculation" ref="a">may</cue>
<xcope id="b"><cue type="negation" ref="b">not</cue>
spread</xcope></xcope>.
</sentence></Document></Annotation>"""


def test_szeged_cues_have_their_type(tmp_path: Path) -> None:
    file = tmp_path / "wiki.xml"
    file.write_text(SZEGED, encoding="utf-8")
    (document,) = read_szeged(file)
    assert [document.text[slice(*span)] for span in document.sentences] == [
        "The dam may burst.",
        "It is believed old x.",
    ]
    assert [(document.text[slice(*hedge.cue)], hedge.type) for hedge in document.hedges] == [
        ("may", "E"),
        ("believed", "D"),
    ]
    assert detect_uncertainty_format(file) is UncertaintyFormat.SZEGED


def test_bioscope_cues_have_their_scope_and_negation_is_left_out(tmp_path: Path) -> None:
    file = tmp_path / "abstracts.xml"
    file.write_text(BIOSCOPE, encoding="utf-8")
    (document,) = read_bioscope(file)
    (hedge,) = document.hedges
    assert document.text[slice(*hedge.cue)] == "may"
    assert hedge.scope is not None
    assert document.text[slice(*hedge.scope)] == "may\nnot\nspread"
    assert detect_uncertainty_format(file) is UncertaintyFormat.BIOSCOPE


def test_weasel_sentences_are_grouped_by_document(tmp_path: Path) -> None:
    file = tmp_path / "conll.jsonl"
    file.write_text('{"doc": 1, "text": "Some say so.", "weasel": 1}\n{"doc": 2, "text": "It rained.", "weasel": 0}\n')
    assert [document.weasels for document in read_conll2010(file)] == [(True,), (False,)]


def test_events_stand_at_their_tokens(tmp_path: Path) -> None:
    file = tmp_path / "dev.jsonl"
    file.write_text('{"idx": 7, "text": "It did n\'t burst .", "targets": [{"span1": [3, 4], "label": -3.0}]}\n')
    (document,) = read_factuality(file)
    (event,) = document.events
    assert (document.text[slice(*event.word)], event.score) == ("burst", -3.0)


def test_what_is_no_gold_says_so(tmp_path: Path) -> None:
    other = tmp_path / "notes.txt"
    other.write_text("Nothing here.")
    with pytest.raises(OptionError, match="no gold of uncertainty"):
        detect_uncertainty_format(other)
    broken = tmp_path / "broken.xml"
    broken.write_text("<Annotation>")
    with pytest.raises(BrokenRecordError, match="no XML"):
        list(read_szeged(broken))

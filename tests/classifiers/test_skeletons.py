"""Words as classes."""

from hypothesis import given
from hypothesis import strategies as st

from claimkit.classifiers.skeletons import View, classes_of, skeleton_of, words_of


def skeleton(text: str, view: View = View.SOURCES) -> str:
    return skeleton_of(classes_of(words_of(text), view))


def test_a_frame_of_a_quotation() -> None:
    assert skeleton("“ said Ann Ives, the mayor.") == "<s> “ SAY:say NAME COMMA DET PERSON STOP </s>"


def test_forms_of_a_cue_share_its_lemma() -> None:
    for form in ("denies", "denied", "denying", "deny"):
        assert "SAY:deny" in skeleton(f"the firm {form} it")
    assert "THINK:think" in skeleton("she thought so")


def test_hedges_come_before_cues_where_they_are_asked_for() -> None:
    assert "HMODAL:may" in skeleton("it may rain", View.HEDGES)
    assert "HMODAL" not in skeleton("it may rain")
    assert "Hepistemic_probable:probably" in skeleton("it probably rained", View.HEDGES)


def test_a_first_word_is_a_name_only_before_another() -> None:
    assert skeleton("Output fell").startswith("<s> WORD")
    assert skeleton("Ann Ives fell").startswith("<s> NAME")


@given(st.text())
def test_any_text_has_a_skeleton_on_one_line(text: str) -> None:
    for view in View:
        assert skeleton(text, view).split()[0] == "<s>"

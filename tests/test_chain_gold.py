"""The hand-made chain gold compiles, its chains are sound, and the benchmark scores them as it says."""

import dataclasses
import importlib
import itertools
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"
TEXT = "The mayor said the tunnel was safe, the Orvan News Agency reported."
AGENCY = "a; the Orvan News Agency; reported; The mayor ~ safe"
MAYOR = "b < a; The mayor; said; the tunnel ~ safe"


@pytest.fixture
def notation(monkeypatch):
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    return importlib.import_module("chain_gold.notation")


@pytest.fixture
def chains(monkeypatch):
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    return importlib.import_module("chains")


@pytest.fixture
def gold(notation):
    return notation.read_passages()


@pytest.fixture
def compiled(notation):
    return lambda *links, text=TEXT: notation.compile_passage("f", "p", {"t": text, "l": list(links)}, theme="f")


# --- the set ---


def test_most_passages_are_chains_and_some_are_deep(gold):
    depths = [passage.depth for passage in gold]
    assert sum(depth >= 2 for depth in depths) >= 150
    assert sum(depth >= 3 for depth in depths) >= 40
    assert sum(depth <= 1 for depth in depths) >= len(gold) * 0.15


def test_no_passage_stands_twice(gold):
    assert len({passage.name for passage in gold}) == len({passage.text for passage in gold}) == len(gold)


def test_spans_are_words_of_their_passage(gold):
    for passage in gold:
        for link in passage.links:
            assert link.content
            for span in (link.source, link.cue, *link.content):
                if span is None:
                    continue
                words = passage.text[span.start : span.end]
                assert words, passage.name
                assert words == words.strip(), passage.name
                assert not (passage.text[: span.start][-1:].isalnum() and words[0].isalnum()), passage.name
                assert not (passage.text[span.end :][:1].isalnum() and words[-1].isalnum()), passage.name


def test_source_cue_and_contents_of_a_link_are_disjoint(gold):
    for passage in gold:
        for link in passage.links:
            spans = sorted(span for span in (link.source, link.cue, *link.content) if span)
            assert all(one.end <= other.start for one, other in itertools.pairwise(spans)), passage.name


def test_parents_lead_to_the_outermost_link(gold):
    for passage in gold:
        for link in passage.links:
            assert link.level == (1 if link.parent is None else passage.links[link.parent].level + 1)


def test_what_is_nested_lies_in_the_content_of_its_parent(gold):
    for passage in gold:
        for link in passage.links:
            if link.parent is None:
                continue
            around = passage.links[link.parent].content
            assert all(
                any(outer.start <= inner.start and inner.end <= outer.end for outer in around) for inner in link.content
            ), (passage.name, passage.text[link.cue.start : link.cue.end])


def test_both_passes_are_over_a_quarter_of_the_texts(notation, gold):
    first, second = notation.read_both_passes(gold)
    assert [passage.text for passage in first] == [passage.text for passage in second]
    assert len(second) == round(len(gold) / 4)


# --- the notation ---


def test_a_chain_is_read_with_levels_and_parents(compiled):
    agency, mayor = compiled(AGENCY, MAYOR).links
    assert (agency.level, agency.parent, mayor.level, mayor.parent) == (1, None, 2, 0)
    assert TEXT[mayor.source.start : mayor.source.end] == "The mayor"
    assert [TEXT[span.start : span.end] for span in mayor.content] == ["the tunnel was safe"]


@pytest.mark.parametrize(
    ("links", "complaint"),
    [
        (["a; The mayor; denied; the tunnel ~ safe"], "is not there"),
        (["a; The mayor; said; e"], "is not there"),
        (["a; The mayor; said"], "is not of the form"),
        (["b < a; The mayor; said; the tunnel ~ safe"], "which is no link"),
        (["a < b; The mayor; said; the tunnel ~ safe", "b < a; The mayor; said; the tunnel ~ safe"], "lies in itself"),
        ([AGENCY, AGENCY], "two links have one id"),
    ],
)
def test_a_slip_stops_the_loader(notation, compiled, links, complaint):
    with pytest.raises(notation.GoldError, match=complaint):
        compiled(*links)


def test_an_ambiguous_quotation_stops_the_loader(notation, compiled):
    with pytest.raises(notation.GoldError, match="2 times"):
        compiled("a; He; said; it", text="He said it and she said it.")


def test_a_key_too_many_stops_the_loader(notation):
    with pytest.raises(notation.GoldError, match="keys t and l"):
        notation.compile_passage("f", "p", {"t": TEXT, "l": [], "x": 1}, theme="f")


# --- the scores ---


def values(result):
    return {name: result[name]["value"] for name in ("level_2_source", "parent", "chain", "passage")}


def test_the_gold_itself_is_found_without_an_error(chains, gold):
    result = chains.evaluate(gold, [passage.links for passage in gold])
    assert set(values(result).values()) == {1.0}
    assert {role["value"] for level in result["levels"].values() for role in level.values()} == {1.0}
    assert result["errors"] == {}


def test_without_any_link_nothing_is_found(chains, compiled):
    result = chains.evaluate([compiled(AGENCY, MAYOR)], [()])
    assert set(values(result).values()) == {0.0}
    assert result["errors"] == {"cue missed, level 1": 1, "cue missed, level 2": 1}


def test_a_flat_chain_has_no_level_two(chains, compiled):
    passage = compiled(AGENCY, MAYOR)
    flat = [dataclasses.replace(link, parent=None, level=1) for link in passage.links]
    result = chains.evaluate([passage], [flat])
    assert result["level_2_source"]["recall"] == result["level_2_source"]["found"] == 0
    assert (result["parent"]["right"], result["parent"]["gold"]) == (1, 2)
    assert result["levels"]["all"]["linked_source"]["value"] == 1.0
    assert result["errors"] == {"level 2 taken for 1": 1}


def test_a_wrong_source_at_level_two_counts_against_it(chains, compiled):
    passage = compiled(AGENCY, MAYOR)
    agency, mayor = passage.links
    result = chains.evaluate([passage], [[agency, dataclasses.replace(mayor, source=agency.source)]])
    assert values(result) == {"level_2_source": 0.0, "parent": 1.0, "chain": 0.0, "passage": 0.0}
    assert result["errors"] == {"wrong source, level 2": 1}


def test_links_of_one_content_are_told_apart_by_their_sources(chains, compiled):
    text = "Nine people were hurt, the agency reported, citing the police."
    passage = compiled("a; the agency; reported; Nine ~ hurt", "b < a; the police; citing; Nine ~ hurt", text=text)
    agency, police = passage.links
    found = [dataclasses.replace(police, parent=1), dataclasses.replace(agency)]
    assert chains.match(found, passage.links) == [(0, 1), (1, 0)]
    assert set(values(chains.evaluate([passage], [found])).values()) == {1.0}


def test_a_link_too_many_is_spurious(chains, compiled):
    passage = compiled(AGENCY)
    extra = dataclasses.replace(compiled(AGENCY, MAYOR).links[1], parent=None, level=1)
    result = chains.evaluate([passage], [[*passage.links, extra]])
    assert result["errors"] == {"spurious link, level 1": 1}
    assert (result["passage"]["value"], result["levels"]["level_1"]["linked"]["precision"]) == (0.0, 0.5)

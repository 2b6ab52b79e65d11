"""Relations as gold and prediction share them, and which of them are nested."""

import dataclasses

from claimkit.evaluation.relations import GoldAttribution, as_gold, at_level, with_levels
from claimkit.extraction.attribution import find_attributions
from claimkit.records import Span

CHAIN = "Berg said Olsen believed the ferry had sunk."


def test_links_keep_their_level_and_confidence():
    outer, inner = as_gold(find_attributions(CHAIN, rules_only=True), outermost=False)
    assert (outer.nested, inner.nested) == (False, True)
    assert outer.source == (Span(0, 4),)
    assert 0 < outer.confidence <= 1


def test_only_the_outermost_links_are_kept_where_asked():
    links = find_attributions(CHAIN, rules_only=True)
    everything = as_gold(links, outermost=False)
    assert as_gold(links) == at_level(everything, outermost=True) == everything[:1]
    assert at_level(everything, outermost=False) == everything


def bare(relations):
    return [dataclasses.replace(each, nested=False, confidence=None) for each in relations]


def test_a_cue_in_the_content_of_another_link_is_nested():
    everything = as_gold(find_attributions(CHAIN, rules_only=True), outermost=False)
    assert [each.nested for each in with_levels(bare(everything))] == [False, True]


def test_a_link_is_not_nested_in_itself():
    own = GoldAttribution(source=(), cue=(Span(5, 9),), content=(Span(0, 20),))
    assert not with_levels([own])[0].nested


def test_a_content_beyond_a_longer_one_is_still_seen():
    outer = GoldAttribution(source=(), cue=(Span(90, 94),), content=(Span(0, 80),))
    short = GoldAttribution(source=(), cue=(Span(95, 99),), content=(Span(10, 12),))
    inner = GoldAttribution(source=(), cue=(Span(40, 44),), content=(Span(45, 60),))
    assert [each.nested for each in with_levels([outer, short, inner])] == [False, False, True]


def test_without_a_cue_the_source_tells_the_level():
    outer = GoldAttribution(source=(), cue=(Span(0, 4),), content=(Span(5, 30),))
    inner = GoldAttribution(source=(Span(6, 9),), cue=(), content=(Span(10, 20),))
    assert [each.nested for each in with_levels([outer, inner])] == [False, True]


def test_what_the_format_says_is_kept():
    marked = GoldAttribution(source=(), cue=(Span(0, 4),), content=(Span(5, 30),), nested=True)
    assert with_levels([marked]) == (marked,)

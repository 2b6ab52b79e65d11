"""Chains of attribution against the hand-made chain gold: sources, cues, contents and parents by level.

    python benchmarks/chains.py [--rules-only] [--errors 3]

Prints JSON and writes benchmarks/results/chains.json; ``--rules-only`` scores the rules without the tagger and leaves
the tagger's figures out. ``chain_gold/README.md`` has the conventions. A link's level is its depth in its tree, 1 the
outermost; ``level_3`` pools all from the third on. Figures are F1 with precision and recall, or the share of the gold
that is right, each with the 95 % interval of 1,000 bootstrap samples of passages.

* ``level_2_source``: the figure to watch. A found level-2 link is right when it is linked to a gold level-2 link and
  their sources share a character or are both absent. ``linked_source`` is the same figure for each level and for all.
* ``linked``: contents of the same level with a Jaccard overlap of .5 or more, each link once.
* ``source_overlap``, ``source_exact``, ``cue_overlap``, ``cue_exact``: spans of the same level, each once, whatever
  content they have; links without a source do not count in the first two.
* ``parent``: of gold links linked regardless of level, the share whose parent is linked to the gold parent, or absent
  on both sides; ``parent_of_nested`` only of those that have one.
* ``chain``: of the paths from an outermost to an innermost link, of two levels or more, the share found whole, every
  link with its source and nothing in between; ``chain_of_3`` of three levels or more.
* ``passage``: passages without one link too many, missing, under another parent, or of another source.

``self_consistency`` scores the second pass over a quarter of the passages as if it were found, against the first pass.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from chain_gold.notation import ChainLink, Passage, read_both_passes, read_passages

from claimkit.evaluation.matching import LINK_JACCARD, jaccard, one_to_one, touches
from claimkit.evaluation.measures import Counts, Statistic, measure_all
from claimkit.extraction.attribution import find_attributions
from claimkit.records import Attribution, Span

RESULT = Path(__file__).parent / "results" / "chains.json"
LEVELS: Mapping[str, Callable[[ChainLink], bool]] = {
    "all": lambda _: True,
    "level_1": lambda link: link.level == 1,
    "level_2": lambda link: link.level == 2,
    "level_3": lambda link: link.level >= 3,
}
ROLES = ("linked_source", "linked", "source_overlap", "source_exact", "cue_overlap", "cue_exact")
SHARES = ("parent", "parent_of_nested", "chain", "chain_of_3", "passage")
STATISTICS: Mapping[str, Statistic] = {
    **{f"{level}.{role}": "f1" for level in LEVELS for role in ROLES},
    **dict.fromkeys(SHARES, "share"),
}

Links = Sequence[ChainLink]
Pairs = list[tuple[int, int]]


def main() -> None:
    """Score, print the JSON and write it."""
    arguments = _arguments()
    passages = read_passages()
    modes = {"rules": True} if arguments.rules_only else {"rules": True, "tagger": False}
    result: dict[str, Any] = {"gold": describe(passages)}
    for name, rules_only in modes.items():
        found = [predict(passage.text, rules_only=rules_only) for passage in passages]
        result[name] = evaluate(passages, found, examples=arguments.errors)
    result["self_consistency"] = self_consistency(*read_both_passes(passages))
    text = json.dumps(result, indent=2, ensure_ascii=False)
    print(text)
    RESULT.write_text(text + "\n", encoding="utf-8")


def describe(passages: Sequence[Passage]) -> dict[str, Any]:
    """How many passages there are of each depth and links of each level."""
    return {
        "passages": len(passages),
        "passages_of_depth": _counted(passage.depth for passage in passages),
        "links": sum(len(passage.links) for passage in passages),
        "links_of_level": _counted(link.level for passage in passages for link in passage.links),
    }


def predict(text: str, *, rules_only: bool) -> tuple[ChainLink, ...]:
    """The program's links, with their levels."""
    return as_chain(find_attributions(text, rules_only=rules_only))


def as_chain(links: Sequence[Attribution]) -> tuple[ChainLink, ...]:
    """Records in the form of the gold; the level of a link is one more than its parent's."""
    places = {link.attribution_id: place for place, link in enumerate(links)}
    parents = [places.get(link.parent) if link.parent else None for link in links]
    return tuple(
        ChainLink(link.source, link.cue or Span(0, 0), link.content, parent, len(_path(place, parents)))
        for place, (link, parent) in enumerate(zip(links, parents, strict=True))
    )


def evaluate(passages: Sequence[Passage], found: Sequence[Links], *, examples: int = 0) -> dict[str, Any]:
    """The figures of ``found``, one sequence of links a passage, and the kinds of error with ``examples`` of each."""
    cases = list(zip(passages, found, strict=True))
    measures = measure_all([count_passage(links, passage.links) for passage, links in cases], STATISTICS)
    figures = {name: measure.to_dict() for name, measure in measures.items()}
    kinds = [(kind, place) for passage, links in cases for kind, place in find_errors(passage, links)]
    counts = Counter(kind for kind, _ in kinds).most_common()
    return {
        "level_2_source": figures["level_2.linked_source"],
        "levels": {level: {role: figures[f"{level}.{role}"] for role in ROLES} for level in LEVELS},
        **{name: figures[name] for name in SHARES},
        "errors": dict(sorted(counts, key=lambda item: (-item[1], item[0]))),
    } | ({"examples": _examples(kinds, examples)} if examples else {})


def self_consistency(first: Sequence[Passage], second: Sequence[Passage]) -> dict[str, Any]:
    """The second pass scored as if it were found, against the first."""
    return {"passages": len(second)} | evaluate(first, [passage.links for passage in second])


# --- counting ---


def count_passage(found: Links, gold: Links) -> dict[str, Counts]:
    """The counts of one passage for each of :data:`STATISTICS`."""
    counts = {}
    for level, within in LEVELS.items():
        f, g = [link for link in found if within(link)], [link for link in gold if within(link)]
        for role, each in count_level(f, g).items():
            counts[f"{level}.{role}"] = each
    return counts | count_shape(found, gold)


def count_level(found: Links, gold: Links) -> dict[str, Counts]:
    """The counts of :data:`ROLES` where only these links are looked at."""
    pairs = match(found, gold)
    right = sum(same_source(found[a], gold[b]) for a, b in pairs)
    sources = [link.source for link in found if link.source], [link.source for link in gold if link.source]
    cues = [link.cue for link in found], [link.cue for link in gold]
    return {
        "linked_source": Counts(right, len(found), len(gold)),
        "linked": Counts(len(pairs), len(found), len(gold)),
        "source_overlap": Counts(_overlaps(*sources), len(sources[0]), len(sources[1])),
        "source_exact": Counts(_equals(*sources), len(sources[0]), len(sources[1])),
        "cue_overlap": Counts(_overlaps(*cues), len(cues[0]), len(cues[1])),
        "cue_exact": Counts(_equals(*cues), len(cues[0]), len(cues[1])),
    }


def count_shape(found: Links, gold: Links) -> dict[str, Counts]:
    """The counts of :data:`SHARES`, where found links of any level are matched."""
    pairs = match(found, gold)
    of_gold = {b: a for a, b in pairs}
    hung = [b for a, b in pairs if same_parent(found[a], gold[b], of_gold)]
    sound = {b for b in hung if same_source(found[of_gold[b]], gold[b])}
    nested = [b for _, b in pairs if gold[b].parent is not None]
    parents = [link.parent for link in gold]
    chains = [_path(place, parents) for place in range(len(gold)) if place not in parents]
    counts = {
        "parent": Counts(len(hung), len(pairs), len(pairs)),
        "parent_of_nested": Counts(len(set(hung) & set(nested)), len(nested), len(nested)),
    }
    for name, least in (("chain", 2), ("chain_of_3", 3)):
        long = [chain for chain in chains if len(chain) >= least]
        counts[name] = Counts(sum(sound.issuperset(chain) for chain in long), len(long), len(long))
    return counts | {"passage": Counts(int(len(sound) == len(gold) == len(found)), 1, 1)}


def match(found: Links, gold: Links) -> Pairs:
    """Index pairs with contents of Jaccard ≥ .5, each link once, best overlaps first.

    Where two links have the same content, as in "X said, citing Y", sources and then cues decide who is whose.
    """
    weighted = []
    for a, one in enumerate(found):
        for b, other in enumerate(gold):
            overlap = jaccard(one.content, other.content)
            if overlap >= LINK_JACCARD:
                tie = 2 * same_source(one, other) + touches((one.cue,), (other.cue,))
                weighted.append((round(overlap, 6) + tie * 1e-7, a, b))
    return one_to_one(weighted)


def same_source(one: ChainLink, other: ChainLink) -> bool:
    """Whether the two sources share a character, or are both absent."""
    return touches((one.source,) if one.source else (), (other.source,) if other.source else ())


def same_parent(one: ChainLink, other: ChainLink, of_gold: Mapping[int, int]) -> bool:
    """Whether the found link's parent is the one matched with the gold link's parent, or both have none."""
    if one.parent is None or other.parent is None:
        return one.parent is other.parent
    return of_gold.get(other.parent) == one.parent


def _overlaps(found: Sequence[Span], gold: Sequence[Span]) -> int:
    candidates = ((jaccard([x], [y]), a, b) for a, x in enumerate(found) for b, y in enumerate(gold))
    return len(one_to_one(candidate for candidate in candidates if candidate[0]))


def _equals(found: Sequence[Span], gold: Sequence[Span]) -> int:
    return (Counter(found) & Counter(gold)).total()


def _path(place: int, parents: Sequence[int | None]) -> tuple[int, ...]:
    """From ``place`` up to its outermost link; a circle, which no chain may have, ends where it closes."""
    path = [place]
    while (outer := parents[path[-1]]) is not None and outer not in path:
        path.append(outer)
    return tuple(path)


# --- errors ---


def find_errors(passage: Passage, found: Links) -> list[tuple[str, str]]:
    """(kind, passage name and words) of every error; the level is the gold's, where the link is in the gold."""
    gold = passage.links
    pairs = match(found, gold)
    of_gold = {b: a for a, b in pairs}
    errors = []
    for b, link in enumerate(gold):
        if b not in of_gold:
            errors.append((f"{_missed(link, found)}, level {link.level}", link))
            continue
        one = found[of_gold[b]]
        if not same_source(one, link):
            kind = "source missed" if not one.source else "source invented" if not link.source else "wrong source"
            errors.append((f"{kind}, level {link.level}", link))
        if not same_parent(one, link, of_gold):
            errors.append((_misplaced(one, link), link))
    taken = {a for a, _ in pairs}
    errors += [
        (f"spurious link, level {one.level}", one)
        for a, one in enumerate(found)
        if a not in taken and not any(touches((one.cue,), (link.cue,)) for link in gold)
    ]
    return [(kind, f"{passage.name}: {passage.text[link.cue.start : link.cue.end]}") for kind, link in errors]


def _missed(link: ChainLink, found: Links) -> str:
    return "wrong content" if any(touches((one.cue,), (link.cue,)) for one in found) else "cue missed"


def _misplaced(one: ChainLink, link: ChainLink) -> str:
    if link.level == one.level:
        return f"other parent, level {link.level}"
    return f"level {link.level} taken for {one.level}"


def _examples(kinds: Iterable[tuple[str, str]], most: int) -> dict[str, list[str]]:
    places: dict[str, list[str]] = {}
    for kind, place in kinds:
        places.setdefault(kind, []).append(place)
    return {kind: words[:most] for kind, words in sorted(places.items())}


def _counted(values: Iterable[int]) -> dict[str, int]:
    return {str(value): number for value, number in sorted(Counter(values).items())}


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rules-only", action="store_true", help="leave the tagger's figures out")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="list up to N places of each kind of error")
    return parser.parse_args()


if __name__ == "__main__":
    main()

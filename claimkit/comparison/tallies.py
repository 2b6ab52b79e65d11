"""The numbers that an article may mean as the figure of an outcome, and what speaks for each.

A number is a candidate where it is stated ("four dead"), where the groups of one sentence add up to it ("a man and
two boys were killed"), where so many individuals are told apart, or, for the injured, where it is what remains of all
who were hit once the dead are taken off ("five were shot, one fatally"). What speaks for it is a set of named features.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from claimkit.comparison.outcomes import HIT
from claimkit.comparison.reports import BODY, LEDE, TITLE, Report
from claimkit.comparison.victims import Person, people_of

KILLED, INJURED = "killed", "injured"
HARMS = frozenset((KILLED, INJURED, HIT))
COUNTING = frozenset(("one", "number", "name", "self", "kin"))
# Beyond a million the number is of something else, or of everybody.
_MOST = 1_000_000
Features = dict[str, float]


def candidates(reports: Sequence[Report], outcome: str, killed: float = 0) -> dict[float, Features]:
    """Every candidate with its features, ascending; ``killed`` is the figure of the dead, for the injured."""
    found = _Votes()
    own = [report for report in reports if report.outcome == outcome]
    people = people_of(report for report in reports if report.outcome in (HARMS if outcome in HARMS else {outcome}))
    dead = _dead(reports) if outcome == INJURED else frozenset()
    _add_stated(found, own, dead=dead)
    counted = _individuals(people, outcome)
    found.add(counted, "individuals")
    if outcome == INJURED:
        _add_remaining(found, reports, people, killed, dead)
    else:
        _add_attackers(found, own, people, outcome, counted)
    found.add(0, "none")
    found.add(1, "one")
    for report in own:
        if report.kind == "nobody":
            found.add(0, "nobody_else" if report.further else "nobody")
    seen = _seen(found, reports, outcome, counted, killed)
    return {value: _features(found.votes[value], value, seen) for value in sorted(found.votes) if value < _MOST}


class _Votes:
    """How often each number has each kind of support."""

    def __init__(self) -> None:
        self.votes: dict[float, Counter[str]] = {}

    def add(self, value: float, kind: str) -> None:
        self.votes.setdefault(value, Counter())[kind] += 1

    def stated_in(self, places: tuple[str, ...], forms: tuple[str, ...]) -> list[float]:
        """The numbers that places state outright, and not of other events as well."""
        kinds = {f"{place}_{form}{doubt}" for place in places for form in forms for doubt in ("", "_unsure")}
        return [value for value, votes in self.votes.items() if kinds & votes.keys()]


def is_counting(report: Report) -> bool:
    """Whether the report says of how many people it speaks."""
    return report.kind in COUNTING and not report.negated and report.low == report.high


def _form(report: Report) -> str:
    if report.kind == "self":
        return "self"
    if report.kind in ("name", "one", "kin"):
        return "person"
    return "part" if report.part else "further" if report.further else "number"


Places = frozenset[tuple[str, int, int]]


def _dead(reports: Sequence[Report]) -> Places:
    """Where groups stand that were hurt and died by the same sentence: "taken to hospital, where he died"."""
    return frozenset(
        (report.place, report.start, report.end)
        for report in reports
        if report.outcome == KILLED and not report.negated and report.kind != "implied"
    )


def _add_stated(
    found: _Votes, own: Sequence[Report], prefix: str = "", less: float = 0, dead: Places = frozenset()
) -> None:
    """Numbers as stated, and sums of a sentence; ``less`` is taken off each."""
    joined = _joined(own)
    for report in own:
        if is_counting(report) and report.low >= less:
            doubt = ("" if report.sure else "_unsure") + ("_elsewhere" if report.elsewhere else "")
            form = "joined" if (report.place, report.deed_at) in joined else _form(report)
            form = "dead" if (report.place, report.start, report.end) in dead else form
            found.add(report.low - less, f"{prefix}{report.place}_{form}{doubt}")
    for (place, _), total in joined.items():
        if total >= less:
            found.add(total - less, f"{prefix}{place}_together")
    for place, total, with_self in sums(own):
        if total >= less:
            found.add(total - less, f"{prefix}{place}_sum{'_self' if with_self else ''}")


def _joined(reports: Iterable[Report]) -> dict[tuple[str, int], float]:
    """Per deed that befell several groups ("two boys and a girl were shot"): where it stands, and how many they are."""
    deeds: dict[tuple[str, int], dict[tuple[int, int], float]] = {}
    for report in reports:
        if is_counting(report) and report.kind != "self" and report.deed_at >= 0:
            deeds.setdefault((report.place, report.deed_at), {})[report.start, report.end] = report.low
    return {deed: sum(groups.values()) for deed, groups in deeds.items() if len(groups) > 1}


def sums(reports: Iterable[Report]) -> list[tuple[str, float, bool]]:
    """Per sentence with several groups: its place, how many they are together, and whether one is the doer himself."""
    sentences: dict[tuple[str, int], dict[tuple[int, int] | str, float]] = {}
    for report in reports:
        if is_counting(report) and not report.part and not report.elsewhere:
            key: tuple[int, int] | str = "self" if report.kind == "self" else (report.start, report.end)
            sentences.setdefault((report.place, report.sentence), {})[key] = report.low
    return [
        (place, sum(groups.values()), "self" in groups) for (place, _), groups in sentences.items() if len(groups) > 1
    ]


def _individuals(people: Sequence[Person], outcome: str) -> int:
    if outcome != INJURED:
        return sum(outcome in person.outcomes for person in people)
    return sum(bool(person.outcomes & {INJURED, HIT}) and KILLED not in person.outcomes for person in people)


def _add_remaining(
    found: _Votes, reports: Sequence[Report], people: Sequence[Person], killed: float, dead: Places
) -> None:
    """For the injured: of all who were hit, those who did not die."""
    hit = [report for report in reports if report.outcome == HIT]
    _add_stated(found, hit, "hit_less_killed_", killed, dead)
    if killed:
        _add_stated(found, hit, "hit_", 0, dead)
    harmed = [report for report in reports if report.outcome in (INJURED, HIT)]
    for place, total, _ in sums(harmed):
        found.add(total, f"harmed_{place}_sum")
    for place, total, _ in sums([report for report in reports if report.outcome in HARMS]):
        if total >= killed:
            found.add(total - killed, f"all_less_killed_{place}_sum")
    found.add(
        sum(
            bool(each.outcomes & {INJURED, HIT}) and KILLED not in each.outcomes and not each.attacker
            for each in people
        ),
        "individuals_hurt",
    )


def _add_attackers(found: _Votes, own: Sequence[Report], people: Sequence[Person], outcome: str, counted: int) -> None:
    """For the dead: whoever did it and died is often told apart from the victims."""
    if any(report.kind == "self" and not report.negated for report in own):
        found.add(counted + 1, "individuals_and_self")
    if any(report.attacker and not report.negated and not report.elsewhere for report in own):
        for value in [value for value in found.votes if value >= 1]:
            found.add(value + 1, "and_attacker")
    found.add(sum(outcome in person.outcomes and not person.attacker for person in people), "individuals_but_attackers")


class _Seen(NamedTuple):
    """What the candidates of an outcome are held against."""

    outcome: str
    killed: float
    implied: Sequence[Report]
    told: Sequence[Report]
    harmed: frozenset[float]
    spared: frozenset[float]
    first: Mapping[float, int]
    places: Mapping[float, int]
    only_hurt: Sequence[str]
    roundup: bool
    largest: float | None
    titled: frozenset[float]
    plural: bool
    individuals: int


def _seen(found: _Votes, reports: Sequence[Report], outcome: str, individuals: int, killed: float) -> _Seen:
    own = [report for report in reports if report.outcome == outcome]
    told = [report for report in own if report.kind != "implied"]
    stated: dict[float, set[tuple[str, int]]] = {}
    for report in own:
        if is_counting(report):
            stated.setdefault(report.low, set()).add((report.place, report.sentence))
    here = [report for report in told if not report.elsewhere and not report.negated]
    return _Seen(
        outcome=outcome,
        killed=killed,
        harmed=_numbers(reports, HIT),
        spared=_numbers(reports, INJURED if outcome == KILLED else KILLED),
        first={value: min(sentence for _, sentence in places) for value, places in stated.items()},
        places={value: len(places) for value, places in stated.items()},
        only_hurt=_only_hurt(reports),
        roundup=any(report.several for report in reports),
        implied=[report for report in own if report.kind == "implied"],
        told=told,
        largest=max(found.stated_in((TITLE, LEDE, BODY), ("number",)), default=None),
        titled=frozenset(found.stated_in((TITLE,), ("number", "person", "further", "part", "self"))),
        plural=any(report.low > 1 and not is_counting(report) for report in here),
        individuals=individuals,
    )


def _numbers(reports: Sequence[Report], outcome: str) -> frozenset[float]:
    return frozenset(
        report.low
        for report in reports
        if report.outcome == outcome and report.kind == "number" and is_counting(report) and not report.elsewhere
    )


def _only_hurt(reports: Sequence[Report]) -> list[str]:
    """The places, of title and lede, that tell of people who were hurt or shot and of nobody dead."""
    found = []
    for place in (TITLE, LEDE):
        here = [report for report in reports if report.place == place]
        hurt = any(report.outcome in (INJURED, HIT) and report.kind != "implied" for report in here)
        if hurt and not any(report.outcome == KILLED for report in here):
            found.append(place)
    return found


# Sentences: a number that comes first after so many is background, as a rule.
_LATE, _FAR = 6, 12


def _features(votes: Mapping[str, int], value: float, seen: _Seen) -> Features:
    features: Features = dict.fromkeys(votes, 1.0)
    features.pop("none", None)
    features.pop("one", None)
    features[f"is_{min(int(value), 4)}"] = 1.0
    features["is_10"] = float(value >= 10)
    features["is_60"] = float(value >= 60)
    features |= _of_place(value, seen)
    if value == 0:
        features |= _of_none(seen.implied, seen.told)
    if value == 1:
        for place in (TITLE, LEDE):
            features[f"one_implied_{place}"] = float(any(report.place == place for report in seen.implied))
        features["one_implied"] = min(len(seen.implied), 5) / 5
    if seen.largest is not None:
        features["largest" if value == seen.largest else "below" if value < seen.largest else "above"] = 1.0
    features["not_in_title"] = float(bool(seen.titled) and value not in seen.titled)
    features["below_plural"] = float(value < 2 and seen.plural)
    features["above_individuals"] = float(value > seen.individuals)
    features["below_individuals"] = max(0.0, min(seen.individuals - value, 4)) / 2
    return {name: weight for name, weight in features.items() if weight}


def _of_place(value: float, seen: _Seen) -> Features:
    """Where the number is told, how often, and whether it adds up with the others."""
    first = seen.first.get(value, -1)
    sign = "none" if value == 0 else "some"
    features = {f"{sign}_only_hurt_{place}": 1.0 for place in seen.only_hurt}
    features |= {
        "late": float(_LATE <= first < _FAR),
        "far": float(first >= _FAR),
        "twice": float(seen.places.get(value, 0) == 2),
        "often": float(seen.places.get(value, 0) > 2),
        "adds_up": float(any(value and value + other in seen.harmed for other in seen.spared)),
        f"{sign}_roundup": float(seen.roundup),
        "roundup_largest": float(seen.roundup and seen.largest is not None and value == seen.largest),
    }
    if seen.outcome == INJURED and value:
        features["as_many_killed"] = float(value == seen.killed)
        features["none_of_all"] = float(seen.killed in seen.harmed and value != seen.killed)
    return features


def _of_none(implied: Sequence[Report], told: Sequence[Report]) -> Mapping[str, float]:
    """What speaks against nobody at all."""
    here = [report for report in told if not report.negated and not report.elsewhere]
    return {
        "none_though_told": float(any(report.kind != "nobody" for report in here)),
        "none_though_sure": float(any(is_counting(report) and report.sure for report in here)),
        "none_though_titled": float(any(report.place == TITLE for report in told)),
        "none_though_implied_title": float(any(report.place == TITLE for report in implied)),
        "none_implied": float(not implied),
        "none_negated": float(any(report.negated for report in told)),
    }

"""Single people of one article told apart: how many individuals are said to have met each outcome.

"A 19-year-old man was shot" and "He died on Monday" are one dead man; "a woman" beside him is another. Two mentions are
one person where name, age and gender do not speak against it, the convention of within-document event coreference
over participants (Vossen et al. 2018).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from claimkit.comparison.reports import Report

# An article that tells of more people than this is a list; whoever came long before is not meant.
_RECENT = 100


@dataclass(slots=True)
class Person:
    """One individual: what is known of him, and the outcomes he is said to have met."""

    key: str | None = None
    age: str | None = None
    gender: str | None = None
    attacker: bool = False
    reports: list[Report] = field(default_factory=list)

    @property
    def outcomes(self) -> set[str]:
        return {report.outcome for report in self.reports}


def people_of(reports: Iterable[Report]) -> list[Person]:
    """The individuals of the reports, in order of first mention; groups, the negated and other events are left out."""
    people: list[Person] = []
    for report in reports:
        if is_individual(report):
            person = _known(people, report)
            if person is None:
                person = Person()
                people.append(person)
            _add(person, report)
    return people


def is_individual(report: Report) -> bool:
    """Whether the report is of one person of this event."""
    one = report.low == report.high == 1 and report.kind not in ("implied", "nobody", "noun", "self")
    return one and not report.negated and not report.elsewhere


def _add(person: Person, report: Report) -> None:
    person.key = person.key or report.key
    person.age = person.age or report.age
    person.gender = person.gender or report.gender
    person.attacker = person.attacker or report.attacker
    person.reports.append(report)


def _known(people: list[Person], report: Report) -> Person | None:
    """The person meant: by name, by age, else the last one that fits; a further one is always new."""
    if report.further:
        return None
    people = people[-_RECENT:]
    if report.key:
        named = next((person for person in people if person.key == report.key), None)
        if named is not None:
            return named
    fitting = [person for person in people if _fits(person, report)]
    aged = [person for person in fitting if report.age and person.age == report.age]
    if aged:
        return aged[-1]
    same = [person for person in fitting if person.reports[0].outcome == report.outcome]
    return (same or fitting)[-1] if fitting else None


def _fits(person: Person, report: Report) -> bool:
    for known, told in ((person.key, report.key), (person.age, report.age), (person.gender, report.gender)):
        if known and told and known != told:
            return False
    if person.attacker != report.attacker and report.kind != "pronoun":
        return False
    fresh = report.kind in ("one", "number")
    return not fresh or all(
        other.sentence != report.sentence or other.start == report.start for other in person.reports
    )

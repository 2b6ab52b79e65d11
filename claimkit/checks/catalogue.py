"""What a check is: data about it, and a pure function that finds what it looks for.

A check comes in one of three forms, each with a decorator that turns its function into a :class:`Check`:

- :func:`row_check`: ``find(row, data, settings)`` sees one row after another of a table.
- :func:`tally_check`: ``count(row, data)`` names what a row is counted under; ``find(tally, data, settings)`` judges
  the counts once all rows are by.
- :func:`dataset_check`: ``find(data, settings)`` is asked once at the end and reads what it needs.

Each yields a :func:`hit` for everything it finds; the check's template turns that into words.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any, NamedTuple

from claimkit.checks.data import Data, Tally, Where
from claimkit.errors import OptionError

__all__ = ["Check", "Form", "Hit", "Severity", "Where", "dataset_check", "hit", "row_check", "tally_check"]

Row = Mapping[str, Any]
Settings = Mapping[str, Any]
RowFunction = Callable[[Row, Data, Settings], "Iterable[Hit]"]
TallyFunction = Callable[[Tally, Data, Settings], "Iterable[Hit]"]
DatasetFunction = Callable[[Data, Settings], "Iterable[Hit]"]
Count = Callable[[Row, Data], Iterable[Hashable]]
Skip = Callable[[Data], "str | None"]


class Severity(StrEnum):
    """How much a finding matters, worst first."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Form(StrEnum):
    """Who runs a check: ``validate``, Great Expectations, or the gate by one of three forms of function."""

    INTEGRITY = "integrity"
    CONTRACT = "contract"
    ROW = "row"
    TALLY = "tally"
    DATASET = "dataset"


class Hit(NamedTuple):
    """One finding: the place within its row, what fills the template, and the row if it is not the one seen."""

    path: str
    values: Mapping[str, Any]
    where: Where | None


def hit(path: str = "$", *, where: Where | None = None, **values: Any) -> Hit:
    """A finding at ``path`` of the row that is being seen, or of the row at ``where``."""
    return Hit(path, values, where)


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One entry of the catalogue.

    ``id`` is stable and in kebab-case; ``description`` says what a finding means and ``mend`` what to do about it;
    ``template`` is filled by :meth:`str.format` with the values of a hit and the settings. ``settings`` holds the
    thresholds with their defaults. ``skip`` gives the reason why a dataset cannot be checked so, if there is one.
    """

    id: str
    title: str
    severity: Severity
    description: str
    mend: str
    template: str
    form: Form
    table: str | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)
    skip: Skip | None = None
    find: Callable[..., Iterable[Hit]] | None = None
    count: Count | None = None

    def words(self, found: Hit, settings: Settings) -> str:
        """The finding in words. Raises :class:`OptionError` where the template asks for what the hit does not have."""
        try:
            return self.template.format(**{**settings, **found.values})
        except (KeyError, IndexError, ValueError) as error:
            raise OptionError(f"check {self.id}: its template cannot be filled: {error!r}") from error


def row_check(
    *,
    id: str,  # noqa: A002 - the field's word for it
    title: str,
    severity: str,
    table: str,
    template: str = "{title}",
    description: str = "",
    mend: str = "",
    settings: Mapping[str, Any] = MappingProxyType({}),
    skip: Skip | None = None,
) -> Callable[[RowFunction], Check]:
    """Turn ``find(row, data, settings)`` into a check of the rows of ``table`` that are valid by their schema."""
    made = _made(id, title, severity, template, description, mend, settings)
    return lambda find: Check(**made, form=Form.ROW, table=table, skip=skip, find=find)


def tally_check(
    *,
    id: str,  # noqa: A002 - as above
    title: str,
    severity: str,
    table: str,
    count: Count,
    template: str = "{title}",
    description: str = "",
    mend: str = "",
    settings: Mapping[str, Any] = MappingProxyType({}),
    skip: Skip | None = None,
) -> Callable[[TallyFunction], Check]:
    """Turn ``find(tally, data, settings)`` into a check of what ``count`` has counted over the rows of ``table``."""
    made = _made(id, title, severity, template, description, mend, settings)
    return lambda find: Check(**made, form=Form.TALLY, table=table, count=count, skip=skip, find=find)


def dataset_check(
    *,
    id: str,  # noqa: A002 - as above
    title: str,
    severity: str,
    template: str = "{title}",
    description: str = "",
    mend: str = "",
    settings: Mapping[str, Any] = MappingProxyType({}),
    skip: Skip | None = None,
) -> Callable[[DatasetFunction], Check]:
    """Turn ``find(data, settings)`` into a check of the dataset as a whole."""
    made = _made(id, title, severity, template, description, mend, settings)
    return lambda find: Check(**made, form=Form.DATASET, skip=skip, find=find)


def _made(
    name: str,
    title: str,
    severity: str,
    template: str,
    description: str,
    mend: str,
    settings: Mapping[str, Any],
) -> dict[str, Any]:
    if severity not in list(Severity):
        raise OptionError(f"check {name}: severity {severity!r} is none of {', '.join(Severity)}")
    return {
        "id": name,
        "title": title,
        "severity": Severity(severity),
        "description": description or title,
        "mend": mend,
        "template": title if template == "{title}" else template,
        "settings": MappingProxyType(dict(settings)),
    }

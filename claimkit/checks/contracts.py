"""Column contracts: an ExpectationSuite for every table, derived from its JSON Schema, run on pandas.

Great Expectations wants scalar columns, so a suite speaks of the scalar columns of the table as it lies on disk and of
the presence of the others: it works as it is on ``pandas.read_parquet`` of a published dataset.

The severities of Great Expectations are ours by other names: critical is error.
"""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from claimkit.checks.integrity import CONTRACT
from claimkit.errors import OptionError, ResourceError
from claimkit.quality.references import Row
from claimkit.schema import ID_OF, SCHEMA_OF, Fault, load_schema

# Rows that are one table for pandas: the memory of a batch does not grow with the dataset.
BATCH = 50_000
_SCALARS = frozenset({"string", "integer", "number", "boolean"})
_MOST_VALUES = 3
_FORMATS = {
    "date": r"^\d{4}-\d{2}-\d{2}\Z",
    "date-time": r"^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})\Z",
    "uri": r"^[A-Za-z][A-Za-z0-9+.-]*:",
}


class Expectation(NamedTuple):
    """One expectation by the name Great Expectations has for its class, with its arguments and its severity."""

    name: str
    arguments: Mapping[str, Any]
    severity: str


def expectations_of(config: str) -> tuple[Expectation, ...]:
    """What the schema of a table says about its columns."""
    schema = load_schema(SCHEMA_OF[config])
    found = [Expectation("ExpectTableRowCountToBeBetween", {"min_value": 1}, "warning")]
    found += [Expectation("ExpectColumnToExist", {"column": name}, "critical") for name in schema["required"]]
    for name, node in schema["properties"].items():
        found += _of_column(name, node)
    found.append(Expectation("ExpectColumnValuesToBeUnique", {"column": ID_OF[config]}, "critical"))
    return tuple(found)


def scalar_columns(config: str) -> tuple[str, ...]:
    """The columns of a table that hold one value a row."""
    properties = load_schema(SCHEMA_OF[config])["properties"]
    return tuple(name for name, node in properties.items() if _kinds(node) <= _SCALARS)


def suite_of(config: str) -> Any:
    """The ``great_expectations.ExpectationSuite`` of a table, named ``claimkit_<config>``."""
    gx = _great_expectations()
    made = [
        getattr(gx.expectations, each.name)(**each.arguments, severity=each.severity)
        for each in expectations_of(config)
    ]
    return gx.ExpectationSuite(name=f"claimkit_{config}", expectations=made)


def export_suites(folder: Path | str) -> tuple[Path, ...]:
    """Write the suite of every table as ``claimkit_<config>.json``, in the form Great Expectations keeps them in.

    Put them into the ``expectations`` folder of a file context, or read one with
    ``gx.ExpectationSuite(**json.loads(...))``. Raises :class:`OptionError` where ``folder`` is a file.
    """
    folder = Path(folder)
    if folder.exists() and not folder.is_dir():
        raise OptionError(f"{folder}: is a file; name a folder for the suites")
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for config in SCHEMA_OF:
        file = folder / f"claimkit_{config}.json"
        file.write_text(json.dumps(suite_of(config).to_json_dict(), indent=2) + "\n", encoding="utf-8")
        written.append(file)
    return tuple(written)


def _of_column(name: str, node: Mapping[str, Any]) -> Iterator[Expectation]:
    """What holds for the values of one column; Great Expectations leaves nulls out of all but the first."""
    if "null" not in node["type"]:
        yield Expectation("ExpectColumnValuesToNotBeNull", {"column": name}, "critical")
    if not _kinds(node) <= _SCALARS:
        return
    values = [node["const"]] if "const" in node else node.get("enum")
    if values:
        values = [each for each in values if each is not None]
        yield Expectation("ExpectColumnValuesToBeInSet", {"column": name, "value_set": values}, "critical")
    if _kinds(node) == {"boolean"}:
        yield Expectation("ExpectColumnValuesToBeInSet", {"column": name, "value_set": [True, False]}, "critical")
    for pattern in (node.get("pattern"), _FORMATS.get(node.get("format", ""))):
        if pattern:
            # «$» lets a line break at the end pass; pandas warns of groups that capture.
            regex = re.sub(r"(?<!\\)\((?!\?)", "(?:", re.sub(r"\$\Z", r"\\Z", pattern))
            yield Expectation("ExpectColumnValuesToMatchRegex", {"column": name, "regex": regex}, "critical")
    if "minimum" in node or "maximum" in node:
        limits = {"min_value": node.get("minimum"), "max_value": node.get("maximum")}
        yield Expectation("ExpectColumnValuesToBeBetween", {"column": name, **limits}, "critical")


def _kinds(node: Mapping[str, Any]) -> frozenset[str]:
    kinds = [node["type"]] if isinstance(node["type"], str) else node["type"]
    return frozenset(kinds) - {"null"}


@dataclass(slots=True)
class Contracts:
    """Holds tables to their suites, batch by batch; uniqueness holds within a batch, across them ``validate`` sees."""

    _config: str | None = None
    _rows: list[dict[str, Any]] = field(default_factory=list)
    _context: Any = None
    _suites: dict[str, Any] = field(default_factory=dict)

    def see(self, config: str, row: Row) -> Iterator[Fault]:
        """Take one more row; yields what a full batch breaks."""
        if self._rows and (config != self._config or len(self._rows) >= BATCH):
            yield from self.close()
        self._config = config
        self._rows.append({name: _scalar(value) for name, value in row.items()})

    def close(self) -> Iterator[Fault]:
        """What the last batch breaks."""
        if not self._rows:
            return
        config, rows, self._rows = str(self._config), self._rows, []
        if self._context is None:
            self._context = _quiet_context()
        if config not in self._suites:
            self._suites[config] = suite_of(config)
        batch = self._context.data_sources.pandas_default.read_dataframe(_frame(config, rows))
        found = batch.validate(self._suites[config], result_format={"result_format": "BASIC"})
        missing = {
            _column(each) for each in found.results if each.expectation_config.type == _EXISTS and not each.success
        }
        for result in found.results:
            # All else that is expected of a column that is not there only says so again.
            if not result.success and (result.expectation_config.type == _EXISTS or _column(result) not in missing):
                yield _fault(config, result)


_EXISTS = "expect_column_to_exist"


def _great_expectations() -> Any:
    """The library, loaded.

    Raises :class:`ResourceError` where a pyspark without grpcio lies beside it: in ``python -c`` its import of pyspark
    takes that for a run of doctests and ends the process with exit code 0, which a gate must not take for its own.
    """
    try:
        with warnings.catch_warnings():
            # What pyspark says about the version of pandas; no table of ours is checked by Spark.
            warnings.simplefilter("ignore", FutureWarning)
            import great_expectations
    except SystemExit as error:
        raise ResourceError(
            "Great Expectations cannot be loaded beside a pyspark without grpcio: "
            'pip install "claimkit[spark]", which brings it'
        ) from error
    return great_expectations


def _quiet_context() -> Any:
    gx = _great_expectations()
    context: Any = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    return context


def _frame(config: str, rows: list[dict[str, Any]]) -> Any:
    """The rows as columns; one that may be left out of a row is there all the same."""
    import pandas as pd

    frame = pd.DataFrame.from_records(rows)
    schema = load_schema(SCHEMA_OF[config])
    for name in schema["properties"]:
        if name not in schema["required"] and name not in frame:
            frame[name] = None
    return frame


def _scalar(value: Any) -> Any:
    """A value as pandas takes it; of what is nested only that it is there."""
    return value if value is None or isinstance(value, (str, int, float, bool)) else "…"


def _column(result: Any) -> str | None:
    column = result.expectation_config.kwargs.get("column")
    return None if column is None else str(column)


def _fault(config: str, result: Any) -> Fault:
    column, kind = _column(result), result.expectation_config.type
    values = result.result.get("partial_unexpected_list") or []
    if values:
        shown = ", ".join(map(repr, dict.fromkeys(values[:_MOST_VALUES])))
        count, total = result.result["unexpected_count"], result.result["element_count"]
        message = f"{kind}: {count:,} of {total:,} values, such as {shown}"
    elif "observed_value" in result.result:
        message = f"{kind}: found {result.result['observed_value']}"
    else:
        message = f"{kind} fails: {_exception(result.exception_info) or 'the column is not there'}"
    return Fault(config, 0, None, "$" if column is None else f"$.{column}", message, CONTRACT)


def _exception(info: Mapping[str, Any]) -> str | None:
    """The message in what Great Expectations tells of an exception: one, or one by metric."""
    found = [info, *(each for each in info.values() if isinstance(each, Mapping))]
    return next((str(each["exception_message"]) for each in found if each.get("exception_message")), None)

"""A report as JUnit XML, which every continuous-integration service draws."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from claimkit.checks.catalogue import Severity
from claimkit.checks.report import CheckReport, Outcome

# What XML 1.0 has no form for; a text may hold it.
_FORBIDDEN = {**{code: "�" for code in range(32) if chr(code) not in "\t\n\r"}, 0xFFFE: "�", 0xFFFF: "�"}


def junit(report: CheckReport, fail_on: Severity | None) -> str:
    """The report as one test suite with a case a check; what is no failure by ``fail_on`` is told as output."""
    failing = [each for each in report.found if each.fails(fail_on)]
    counts = {
        "tests": len(report.outcomes),
        "failures": len(failing),
        "errors": 0,
        "skipped": len(report.skipped),
    }
    suites = ET.Element("testsuites", {name: str(count) for name, count in counts.items()})
    suite = ET.SubElement(suites, "testsuite", {"name": "claimkit check", **suites.attrib})
    for outcome in report.outcomes:
        case = ET.SubElement(suite, "testcase", {"classname": "claimkit.check", "name": outcome.check.id})
        if outcome.skipped is not None:
            ET.SubElement(case, "skipped", {"message": _clean(outcome.skipped)})
        elif outcome in failing:
            message = f"{outcome.check.title} ({outcome.count:,})"
            failure = ET.SubElement(case, "failure", {"message": _clean(message), "type": outcome.severity.value})
            failure.text = _clean(_findings(outcome))
        elif outcome.count:
            ET.SubElement(case, "system-out").text = _clean(f"{outcome.severity}: {_findings(outcome)}")
    ET.indent(suites)
    return ET.tostring(suites, encoding="unicode", xml_declaration=False) + "\n"


def _findings(outcome: Outcome) -> str:
    lines = [outcome.check.mend, *map(str, outcome.faults)]
    if outcome.count > len(outcome.faults):
        lines.append(f"… and {outcome.count - len(outcome.faults):,} more")
    return "\n".join(lines)


def _clean(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8").translate(_FORBIDDEN)

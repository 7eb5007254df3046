"""The coverage that `docflow test --coverage` and `docflow check --coverage` show."""

from collections.abc import Sequence
from typing import Any

from attrs import define, field

from docflow.cli.checking import asked_levels
from docflow.errors import Diagnostic
from docflow.flowtests.cover import Gauge, findings
from docflow.flowtests.tests import Tests
from docflow.plan.coverage import Coverage
from docflow.report import coverage, diagnostics
from docflow.report.failures import Look
from docflow.report.junit import JunitCase, Suite
from docflow.settings import settings_for

__all__ = ["Cover"]


@define
class Cover:
    """What was asked of the coverage, the files that it is of, and after `judge` what came of it."""

    least: float | None = None
    deny: Sequence[str] = ()
    gauge: Gauge = field(factory=Gauge)
    files: list[Tests] = field(factory=list)
    coverages: list[Coverage] = field(factory=list)
    found: list[Diagnostic] = field(factory=list)

    def judge(self) -> None:
        """Find what no test reached, with the levels of the command line over those of the project."""
        levels = asked_levels(self.deny, ())
        for tests in self.files:
            made = self.gauge.coverage(tests)
            self.coverages.append(made)
            settings = settings_for(tests.flow.folder).over(levels)
            self.found += settings.levelled(findings(made, tests))

    @property
    def failed(self) -> bool:
        """Whether too little was reached, or something that is denied was not."""
        return self._too_little or any(found.severity == "error" for found in self.found)

    @property
    def _too_little(self) -> bool:
        return self.least is not None and coverage.percent(self.coverages) < self.least

    def text(self, look: Look) -> str:
        """Return findings and sums for people."""
        sources = {tests.file: tests.flow.text for tests in self.files}
        shown = diagnostics.render(self.found, sources, color=look.color, width=look.width)
        said = f"less than {self.least:g} % is covered\n" if self._too_little else ""
        return (f"{shown}\n" if shown else "") + coverage.render(self.coverages) + said

    def data(self) -> dict[str, Any]:
        """Return all of it as JSON values."""
        return {
            "coverage": [coverage.as_json(each) for each in self.coverages],
            "percent": round(coverage.percent(self.coverages), 2),
            "uncovered": diagnostics.as_json(self.found),
        }

    def suites(self) -> list[Suite]:
        """Return what fails of it as a suite of JUnit."""
        cases = [
            JunitCase(
                f"{each.code} {each.message}", each.span.file, each.span.line, (each.message, each.help or "")
            )
            for each in self.found
            if each.severity == "error"
        ]
        if self._too_little:
            message = f"less than {self.least:g} % is covered"
            cases.append(JunitCase("coverage", "", 0, (message, coverage.render(self.coverages))))
        return [Suite("coverage", tuple(cases))] if cases else []


def _junit_case(found: Diagnostic) -> JunitCase:
    said = (found.message, found.help or found.message)
    return JunitCase(f"{found.code} {found.message}", found.span.file, found.span.line, said, kind=found.code)

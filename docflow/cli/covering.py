"""The coverage that `docflow test --coverage` and `docflow check --coverage` show."""

from collections.abc import Sequence
from typing import Any

from attrs import define, evolve, field

from docflow.cli.checking import Looked, asked_levels
from docflow.errors import Diagnostic
from docflow.flowfile.testing.cover import Gauge, findings
from docflow.flowfile.testing.tests import Tests, known, run_one
from docflow.plan.coverage import Coverage
from docflow.report import coverage, diagnostics
from docflow.report.failures import Look
from docflow.report.junit import JunitCase, Suite
from docflow.settings import settings_for

__all__ = ["Cover", "covered"]


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
        return bool(self.files) and self.least is not None and coverage.percent(self.coverages) < self.least

    def text(self, look: Look, *, brief: bool = False) -> str:
        """Return findings (with `brief` only those that are denied) and sums; "" where no file was right."""
        if not self.files:
            return ""
        kept = [each for each in self.found if not brief or each.severity == "error"]
        sources = {tests.file: tests.flow.text for tests in self.files}
        shown = diagnostics.render(kept, sources, color=look.color, width=look.width)
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
        cases = [_junit_case(each) for each in self.found if each.severity == "error"]
        if self._too_little:
            message = f"less than {self.least:g} % is covered"
            said = (message, coverage.render(self.coverages))
            cases.append(JunitCase("coverage", self.files[0].file, 0, said, kind="coverage"))
        return [Suite("coverage", tuple(cases))] if cases else []


def covered(looked: Sequence[Looked]) -> list[Looked]:
    """Return what was found by checking, and what no test reaches; the tests run, whatever they claim."""
    gauge = Gauge()
    right = {each.name: known(each.target.flow, each.checked) for each in looked if each.checked.ok}
    for tests in right.values():
        for case in tests.cases:
            gauge.take(tests, run_one(tests, case, recorder=gauge.recorder))
    return [_with(each, gauge, right[each.name]) if each.name in right else each for each in looked]


def _with(looked: Looked, gauge: Gauge, tests: Tests) -> Looked:
    told = {each.span for each in tests.warnings}
    found = looked.settings.levelled(findings(gauge.coverage(tests), tests, told))
    every = sorted((*looked.found, *found), key=lambda each: (each.span.file != looked.name, each.span.start))
    return evolve(looked, found=tuple(every))


def _junit_case(found: Diagnostic) -> JunitCase:
    said = (found.message, found.help or found.message)
    return JunitCase(f"{found.code} {found.message}", found.span.file, found.span.line, said, kind=found.code)

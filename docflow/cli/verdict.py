"""What came of the tests of a command line, and how it is printed at the end: text, JSON, JUnit, GitHub."""

from collections.abc import Callable
from pathlib import Path

from attrs import define, field

from docflow.cli.covering import Cover
from docflow.cli.output import put, put_document, put_json
from docflow.errors import FlowError
from docflow.flowfile.testing.tests import Ran, Tests
from docflow.report import cases, diagnostics
from docflow.report.failures import Look
from docflow.report.github import annotation, github
from docflow.report.junit import JunitCase, Suite, junit
from docflow.report.places import shown_from
from docflow.report.table import count
from docflow.value import evolve

__all__ = ["FORMATS", "Verdict", "write"]


@define
class Verdict:
    """The tests that ran, the flows that are wrong, obsolete snapshots, and the coverage, if asked for.

    `brief` shows of the coverage what fails, and the sums.
    """

    cover: Cover | None = None
    brief: bool = False
    ran: list[tuple[Tests, Ran]] = field(factory=list)
    wrong: list[FlowError] = field(factory=list)
    obsolete: list[Path] = field(factory=list)

    @property
    def code(self) -> int:
        """The exit code: 2 for a wrong flow, 1 for a failed test or too little coverage."""
        if self.wrong:
            return 2
        failed = any(ran.result.failures for _, ran in self.ran)
        return 1 if failed or (self.cover is not None and self.cover.failed) else 0

    @property
    def sums(self) -> str:
        """The closing line."""
        wrong = f"; {count(len(self.wrong), 'wrong flow')}" if self.wrong else ""
        return cases.sums(ran.result for _, ran in self.ran) + wrong


def write(format_: str, verdict: Verdict, look: Look) -> None:
    """Print what is printed at the end."""
    _WRITERS[format_](verdict, look)


def _text(verdict: Verdict, look: Look) -> None:
    if verdict.cover is not None:
        put(verdict.cover.text(look, brief=verdict.brief), end="")
    if verdict.ran:
        put(verdict.sums)


def _json(verdict: Verdict, look: Look) -> None:  # noqa: ARG001 - one signature for all
    rows = cases.as_json([(tests.file, ran.result) for tests, ran in verdict.ran])
    made = {"tests": rows, "failed": sum(not row["passed"] for row in rows)}
    found = [each for error in verdict.wrong for each in error.diagnostics]
    made |= {"diagnostics": diagnostics.as_json(found)} if found else {}
    made |= verdict.cover.data() if verdict.cover is not None else {}
    made |= {"obsolete": [str(path) for path in verdict.obsolete]} if verdict.obsolete else {}
    put_json(made)


def _junit(verdict: Verdict, look: Look) -> None:
    suites = []
    for file in dict.fromkeys(tests.file for tests, _ in verdict.ran):
        mine = [(tests, ran) for tests, ran in verdict.ran if tests.file == file]
        plain = evolve(look, sources=mine[0][0].sources, color=False)
        suites.append(cases.as_suite(file, [(ran.result, ran.seconds) for _, ran in mine], plain))
    suites += verdict.cover.suites() if verdict.cover is not None else []
    suites += [Suite(error.diagnostics[0].span.file, (_wrong_case(error),)) for error in verdict.wrong]
    put(junit(suites), end="")


def _wrong_case(error: FlowError) -> JunitCase:
    first = next(found for found in error.diagnostics if found.severity == "error")
    said = (f"{first.code} {first.message}", diagnostics.render(error.diagnostics, error.sources))
    return JunitCase("the flow is right", first.span.file, first.span.line, said, kind="diagnostic")


def _github(verdict: Verdict, look: Look) -> None:
    here = Path.cwd()
    found = [each for error in verdict.wrong for each in error.diagnostics]
    found += verdict.cover.found if verdict.cover is not None else []
    put_document("github", github(found, here))
    for tests, ran in verdict.ran:
        plain = evolve(look, sources=tests.sources, color=False)
        for failure in ran.result.failures:
            marks = {"file": shown_from(here, failure.at.file), "line": failure.at.line}
            marks |= {"col": failure.span.column if failure.span else 1, "title": ran.result.name}
            told = cases.failure_text(evolve(ran.result, failures=(failure,)), plain)
            put_document("github", annotation("error", marks, f"{failure.message}\n{told}") + "\n")
    put(verdict.sums)


_WRITERS: dict[str, Callable[[Verdict, Look], None]] = {
    "text": _text,
    "json": _json,
    "junit": _junit,
    "github": _github,
}
FORMATS = tuple(_WRITERS)

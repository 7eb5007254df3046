"""The results of inline tests, as text, as JSON, as JUnit XML and as annotations of GitHub."""

from collections.abc import Iterable, Sequence
from typing import Any

from docflow.io.escape import safe
from docflow.plan.case import CaseResult, Failure, Part, Side
from docflow.report.failures import Look, failure_lines
from docflow.report.junit import JunitCase, Suite
from docflow.report.paint import paint
from docflow.report.table import count

__all__ = ["Results", "as_json", "as_suite", "failure_text", "result_lines", "sums"]

Results = Sequence[tuple[str, CaseResult]]


def result_lines(file: str, result: CaseResult, look: Look, *, brief: bool = False) -> list[str]:
    """Return one line for a test, with what failed under it; with `brief` nothing of one that passed."""
    failed = bool(result.failures)
    if brief and not failed:
        return []
    verdict = paint("FAILED", "red", look.color) if failed else paint("passed", "green", look.color)
    lines = [f"{verdict}  {safe(file, None)}:{result.at.line}  {safe(result.name)}"]
    for failure in result.failures:
        lines += [f"  {line}".rstrip() for line in failure_lines(failure, look)]
    return [*lines, ""] if failed else lines


def failure_text(result: CaseResult, look: Look) -> str:
    """Return all that failed in a test, without a line for the test itself."""
    return "\n".join(line for failure in result.failures for line in failure_lines(failure, look))


def sums(results: Iterable[CaseResult]) -> str:
    """Return the closing line, as in "3 tests: 2 passed, 1 failed"."""
    verdicts = [bool(result.failures) for result in results]
    failed = sum(verdicts)
    return f"{count(len(verdicts), 'test')}: {len(verdicts) - failed} passed, {failed} failed"


def as_json(results: Results) -> list[dict[str, Any]]:
    """Return the results as JSON values."""
    return [
        {
            "file": file,
            "name": result.name,
            "line": result.at.line,
            "passed": not result.failures,
            "failures": [_failure(failure) for failure in result.failures],
        }
        for file, result in results
    ]


def _failure(failure: Failure) -> dict[str, Any]:
    made: dict[str, Any] = {"kind": failure.kind, "line": failure.at.line, "message": failure.message}
    if failure.span is not None:
        made |= {"column": failure.span.column, "end_line": failure.span.end_line}
        made |= {"end_column": failure.span.end_column}
    if failure.kind == "snapshot":
        made |= {"expected": failure.expected, "got": failure.got}
    if failure.parts:
        made["parts"] = [_part(part) for part in failure.parts]
    if failure.came:
        made |= {"doc": failure.meant, "came": failure.came}
    if failure.sinks:
        made["sinks"] = dict(failure.sinks)
    if failure.gone:
        made["gone"] = [
            {"document": gone.document, "action": gone.action, "step": gone.step, "line": gone.at.line}
            | {"reason": gone.reason, "message": gone.message, "values": _values(gone.sides)}
            for gone in failure.gone
        ]
    return made


def _part(part: Part) -> dict[str, Any]:
    made: dict[str, Any] = {"text": part.text, "holds": part.holds}
    if part.op:
        made |= {"of": part.of, "op": part.op, "expected": plain(part.expected), "got": plain(part.got)}
    return made | {"values": _values(part.sides)}


def _values(sides: Iterable[Side]) -> dict[str, Any]:
    return {side.text: plain(side.value) for side in sides}


def plain(value: Any) -> Any:
    """Return a value of the language as JSON has it; what it has no form for as text."""
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    return str(value)


def as_suite(file: str, results: Iterable[tuple[CaseResult, float]], look: Look) -> Suite:
    """Return the tests of one file, with the seconds that each took, as a suite of JUnit."""
    return Suite(file, tuple(_junit_case(file, result, seconds, look) for result, seconds in results))


def _junit_case(file: str, result: CaseResult, seconds: float, look: Look) -> JunitCase:
    failure = (result.failures[0].message, failure_text(result, look)) if result.failures else None
    kind = result.failures[0].kind if result.failures else "failure"
    return JunitCase(result.name, file, result.at.line, failure, seconds=seconds, kind=kind)

"""The results of inline tests, as text and as JSON."""

from collections.abc import Sequence
from typing import Any

from docflow.io.escape import safe
from docflow.plan.case import CaseResult
from docflow.report.table import count

__all__ = ["as_json", "render"]

Results = Sequence[tuple[str, CaseResult]]


def render(results: Results) -> str:
    """Return one line a test, what failed under it, and the sum."""
    lines = []
    for file, result in results:
        verdict = "FAILED" if result.failures else "passed"
        lines.append(f"{verdict}  {file}:{result.at.line}  {safe(result.name)}")
        for message, at in result.failures:
            first, *rest = message.splitlines() or [""]
            lines.append(f"        line {at.line}: {safe(first)}")
            lines += [f"          {safe(line)}" for line in rest]
    failed = sum(bool(result.failures) for _, result in results)
    lines.append(f"{count(len(results), 'test')}: {len(results) - failed} passed, {failed} failed")
    return "\n".join(lines) + "\n"


def as_json(results: Results) -> dict[str, Any]:
    """Return the results as JSON values."""
    rows = [
        {
            "file": file,
            "name": result.name,
            "line": result.at.line,
            "passed": not result.failures,
            "failures": [{"line": at.line, "message": message} for message, at in result.failures],
        }
        for file, result in results
    ]
    return {"tests": rows, "failed": sum(not row["passed"] for row in rows)}

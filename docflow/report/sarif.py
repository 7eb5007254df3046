"""Findings as SARIF 2.1.0 (OASIS Standard, March 2020), which code hosts and editors read.

Rules hold the pages of their codes. Places are lines and columns in Unicode characters; paths are relative
to the folder of the command (`%SRCROOT%`), so that the file is the same on every machine.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from docflow.errors import Diagnostic, Fix, Span
from docflow.io.escape import json_text, safe
from docflow.lang.pages import page
from docflow.late import late
from docflow.report.places import shown_from
from docflow.value import frozen

__all__ = ["SCHEMA", "Tool", "sarif"]

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_ROOT = "%SRCROOT%"
_REFUSED = "The request was refused before anything was run or written."
_MARKUP = late(r"(?m)^(?:#+ |```.*\n?)")
_LINK = late(r"\[(?=[^][]*\]\()")
_PLACEHOLDER = late(r"\{(\d+)\}")
_WHY = late(r"(?ms)^## Why\n(.*?)(?=^## |\Z)")


@frozen
class Tool:
    """What ran: the version of docflow, the folder it ran in, its exit code and what it refused, if so."""

    version: str
    folder: Path
    exit_code: int
    refused: str | None = None


def sarif(files: Sequence[str], diagnostics: Iterable[Diagnostic], tool: Tool) -> str:
    """Return the document; `files` are the flows that were looked at."""
    found = list(diagnostics)
    codes = sorted({each.code for each in found})
    run = {
        "tool": {
            "driver": {
                "name": "docflow",
                "version": tool.version,
                "rules": [_rule(code, found) for code in codes],
            }
        },
        "invocations": [_invocation(tool)],
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The folder where docflow was called."}}},
        "columnKind": "unicodeCodePoints",
        "artifacts": [
            {"location": _artifact(name, tool), "roles": ["analysisTarget"]} for name in dict.fromkeys(files)
        ],
        "results": [_result(each, codes.index(each.code), tool) for each in found],
    }
    return json_text({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2, plain=True) + "\n"


def _invocation(tool: Tool) -> dict[str, Any]:
    made: dict[str, Any] = {"executionSuccessful": tool.refused is None, "exitCode": tool.exit_code}
    if tool.refused is not None:
        notice = {"level": "error", "message": {"text": safe(tool.refused, None)}}
        made["toolExecutionNotifications"] = [notice]
    return made


def _rule(code: str, found: Sequence[Diagnostic]) -> dict[str, Any]:
    severity = next(each.severity for each in found if each.code == code)
    made: dict[str, Any] = {"id": code, "defaultConfiguration": {"level": severity}}
    text = page(code)
    if text is None:
        told = {"text": _REFUSED}
        return made | {
            "shortDescription": told,
            "fullDescription": told,
            "help": told | {"markdown": _REFUSED},
        }
    title = text.partition("\n")[0].removeprefix(f"# {code} ")
    why = _WHY.search(text)
    return made | {
        "shortDescription": {"text": title},
        "fullDescription": {"text": " ".join(why[1].split()) if why else title},
        "help": {"text": _MARKUP.sub("", text).strip(), "markdown": text},
    }


def _result(found: Diagnostic, rule: int, tool: Tool) -> dict[str, Any]:
    text = found.message + (f"\nhelp: {found.help}" if found.help else "")
    made: dict[str, Any] = {
        "ruleId": found.code,
        "ruleIndex": rule,
        "level": found.severity,
        "message": {"text": _plain(text)},
        "locations": [{"physicalLocation": _place(found.span, tool)}],
    }
    if found.labels:
        made["relatedLocations"] = [
            {
                "id": number,
                "physicalLocation": _place(label.span, tool),
                "message": {"text": _plain(label.text)},
            }
            for number, label in enumerate(found.labels, 1)
        ]
    if found.fix:
        made["fixes"] = [_fix(found.fix, tool)]
    return made


def _fix(fix: Fix, tool: Tool) -> dict[str, Any]:
    replacement = {"deletedRegion": _region(fix.span), "insertedContent": {"text": fix.replacement}}
    change = {"artifactLocation": _artifact(fix.span.file, tool), "replacements": [replacement]}
    return {"description": {"text": _plain(fix.title)}, "artifactChanges": [change]}


def _place(span: Span, tool: Tool) -> dict[str, Any]:
    return {"artifactLocation": _artifact(span.file, tool), "region": _region(span)}


def _region(span: Span) -> Mapping[str, int]:
    return {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }


def _artifact(name: str, tool: Tool) -> dict[str, str]:
    shown = shown_from(tool.folder, name)
    if shown.startswith("/"):
        return {"uri": f"file://{quote(shown)}"}
    return {"uri": quote(shown), "uriBaseId": _ROOT}


def _plain(text: str) -> str:
    """Text for a message, with nothing in it that reads as a link or as a placeholder such as `{0}`.

    Other braces stay single: no reader takes them for placeholders, and doubled ones are shown doubled.
    """
    shown = "\n".join(safe(line, None) for line in text.split("\n"))
    return _PLACEHOLDER.sub(r"{{\1}}", _LINK.sub(r"\[", shown))

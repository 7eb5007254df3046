"""One entry of a quarantine in full: where it comes from, why, what it holds, and what to do next."""

import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docflow.engine.state.entries import Kept
from docflow.io.escape import safe
from docflow.report.columns import clip
from docflow.report.paint import paint
from docflow.report.quarantine.words import name_of
from docflow.report.table import count
from docflow.value import frozen

__all__ = ["Where", "as_json", "render"]

MOST_LINES, MOST_CHARS = 20, 2000
"""What is shown of a text."""
MOST_BYTES = 512
MOST_FIELD = 200
_COLUMN = 10
_ROW = 16


def as_json(entry: Kept, file: Path) -> dict[str, Any]:
    """Return the entry as JSON values; bytes that were kept are text with escapes."""
    found, doc = entry.rejection, entry.document
    made: dict[str, Any] = {"quarantine": str(file), "number": entry.number, "flow": entry.flow}
    made |= {"step": entry.step, "at": {"file": entry.at.file, "line": entry.at.line}}
    made |= {"reason": entry.reason, "message": entry.message, "error": entry.error}
    if doc is not None:
        made["document"] = {"id": doc.id, "source": doc.source, "text": doc.text, "fields": doc.fields}
    else:
        place = {"path": found.path, "line": found.line, "offset": found.offset, "length": found.length}
        if found.raw is not None:
            place |= {"bytes": found.raw.decode("utf-8", "backslashreplace"), "whole": entry.whole}
        made["pointer"] = place
    return made


@frozen
class Where:
    """Where an entry stands: the quarantine, its flow as the caller calls it, the line of the step there."""

    file: Path
    flow: str
    source: str = ""


def render(entry: Kept, where: Where, *, full: bool = False, color: bool = False, columns: int = 100) -> str:
    """Return the entry as text."""
    lines = [paint(f"entry {entry.number}: {safe(name_of(entry))}", "bold", color), ""]
    lines += [_row(name, text) for name, text in _facts(entry, where.source)]
    body = _document(entry, full) if entry.document is not None else _record(entry, full)
    lines += ["", *(line if full else clip(line, max(columns, 60)) for line in body), ""] if body else [""]
    lines += ["what to do next", *(f"  {each}" for each in _next(entry, where))]
    return "\n".join(lines) + "\n"


def _row(name: str, text: str) -> str:
    return f"  {name:<{_COLUMN}} {text}".rstrip()


def _facts(entry: Kept, source: str) -> Iterator[tuple[str, str]]:
    found, doc = entry.rejection, entry.document
    if doc is not None and doc.source and doc.source != doc.id:
        yield "input", safe(doc.source)
    if doc is None:
        yield "input", safe(found.path) + _extent(entry)
    if entry.flow:
        yield "flow", safe(entry.flow)
    written = f" (line {entry.at.line} of {safe(entry.at.file)})" if entry.at.line else ""
    yield "step", f"{safe(entry.step)}{written}"
    if source:
        yield "", safe(source.strip(), MOST_FIELD)
    yield "reason", safe(entry.reason) + ("" if entry.error else " (the flow says so)")
    yield "message", safe(entry.message, None)


def _extent(entry: Kept) -> str:
    found = entry.rejection
    told = [f"line {found.line:,}"] if found.line is not None else []
    if found.offset is not None:
        end = f" to {found.offset + found.length:,}" if found.length is not None else " on"
        told.append(
            f"bytes {found.offset:,}{end}" if found.length is not None else f"from byte {found.offset:,}{end}"
        )
    return f": {', '.join(told)}" if told else ""


def _document(entry: Kept, full: bool) -> list[str]:
    doc = entry.document
    if doc is None:
        return []
    whole = doc.text.split("\n")
    size = f"{count(len(doc.text), 'character')} in {count(len(whole), 'line')}" if doc.text else "empty"
    lines = [_row("text", f"{size}, as it came to the step")]
    shown = whole if full else doc.text[:MOST_CHARS].split("\n")[:MOST_LINES]
    lines += [f"  | {safe(line, None)}" for line in shown] if doc.text else []
    left = len(doc.text) - len("\n".join(shown))
    if left > 0:
        lines.append(f"  … {left:,} more characters; `--full` shows them")
    for name, value in doc.fields.items():
        said = repr(value) if not isinstance(value, str) else value
        lines.append(_row(safe(name, 40), safe(said, None if full else MOST_FIELD)))
    return lines


def _record(entry: Kept, full: bool) -> list[str]:
    raw = entry.rejection.raw
    if raw is None:
        return []
    kept = "all of them" if entry.whole else "the first of them, the others were not kept"
    lines = [_row("bytes", f"{len(raw):,} kept, {kept}")]
    shown = raw if full else raw[:MOST_BYTES]
    try:
        text = shown.decode("utf-8")
        lines += [f"  | {safe(line, None)}" for line in text.removesuffix("\n").split("\n")]
    except UnicodeDecodeError:
        lines += [_hex(shown, at) for at in range(0, len(shown), _ROW)]
    if len(raw) > len(shown):
        lines.append(f"  … {len(raw) - len(shown):,} more bytes; `--full` shows them")
    return lines


def _hex(data: bytes, at: int) -> str:
    row = data[at : at + _ROW]
    letters = "".join(chr(byte) if 32 <= byte < 127 else "." for byte in row)
    return f"  {at:08x}  {row.hex(' '):<{_ROW * 3}} {safe(letters)}"


def _next(entry: Kept, where: Where) -> list[str]:
    flow = safe(shlex.quote(where.flow or "FLOW"))
    place = safe(shlex.quote(f"{where.file}#{entry.number}"))
    return [
        f"see where it goes:   docflow trace {flow} {place}",
        f"after a fix, again:  docflow quarantine replay {flow} --entry {entry.number}",
    ]

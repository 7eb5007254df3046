"""Golden syntax trees: `tree/*.flow` with their trees as s-expressions in `.tree` (spans left out)."""

import os
from pathlib import Path

import attrs
import pytest

from docflow.errors import Span
from docflow.lang.syntax.parse import parse

FLOWS = sorted((Path(__file__).parent / "tree").glob("*.flow"))


def dump(node: object, indent: int = 0) -> str:
    """Return a node as an s-expression, one child node a line."""
    pad = "\n" + "  " * (indent + 1)
    if isinstance(node, tuple) and all(isinstance(each, str) for each in node):
        return repr(".".join(node))
    if isinstance(node, tuple):
        return "[" + "".join(f"{pad}{dump(each, indent + 1)}" for each in node) + "]"
    if not attrs.has(type(node)):
        return repr(node)
    words = [type(node).__name__]
    for field in attrs.fields(type(node)):
        value = getattr(node, field.name)
        if (
            isinstance(value, Span)
            or value in (None, ())
            or field.name.endswith("span")
            or field.name == "spans"
        ):
            continue
        plain = isinstance(value, tuple) and all(isinstance(each, str) for each in value)
        nested = (isinstance(value, tuple) and not plain) or attrs.has(type(value))
        shown = dump(value, indent + 1) if nested or plain else repr(value)
        words.append(f"{pad if nested else ' '}{field.name}={shown}")
    return f"({''.join([words[0], *words[1:]])})"


@pytest.mark.parametrize("path", FLOWS, ids=lambda path: path.stem)
def test_tree(path: Path) -> None:
    parsed = parse(path.read_bytes().decode("utf-8"), path.name)
    assert parsed.diagnostics == ()
    assert not parsed.program.broken
    program = attrs.evolve(parsed.program, text="")
    shown = dump(program) + "\n"
    golden = path.with_suffix(".tree")
    if os.environ.get("DOCFLOW_ACCEPT") == "1":
        golden.write_text(shown, encoding="utf-8")
    assert shown == golden.read_text(encoding="utf-8")

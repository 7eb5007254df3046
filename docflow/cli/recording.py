"""`docflow test FLOW --record DOC`: a test written from a real document, at the end of the flow file."""

import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from attrs import frozen

from docflow.cli.flowpaths import read_raw
from docflow.cli.output import put, put_error, put_json
from docflow.cli.params import read_params, read_sets
from docflow.engine.bases import Bases
from docflow.engine.tracing.find import split_name
from docflow.errors import FlowError, RefusedError
from docflow.flowfile.file import Checked, FlowFile, read_flow
from docflow.flowfile.testing.reaching import Inputs, plain_file
from docflow.flowfile.testing.record import Recorded, record
from docflow.io.escape import safe, safe_lines
from docflow.io.newlines import restore, unify
from docflow.io.rewrite import rewrite
from docflow.lang import tree
from docflow.lang.check.includes import alias_of
from docflow.lang.elaborate import Values
from docflow.lang.syntax.parse import parse
from docflow.lang.testing.literal import literal
from docflow.lang.typing.typed import UNKNOWN
from docflow.model import Document, Place
from docflow.value import evolve

__all__ = ["Asked", "record_document"]


@frozen
class Asked:
    """What the command line says of a test to record."""

    document: str
    of: str | None = None
    name: str | None = None
    sets: tuple[str, ...] = ()
    params_file: str | None = None


def record_document(file: str, asked: Asked, format_: str) -> int:
    """Write a test at the end of a flow file, and say what was written."""
    flow = FlowFile(*read_flow(file))
    made = _made(flow, asked)
    raw = read_raw(Path(file))
    if unify(raw) != flow.text:
        raise RefusedError(f"`{file}` was changed while the test was recorded; record it again")
    rewrite(Path(file), restore(raw, made.text).encode())
    if format_ == "json":
        put_json({"file": file, "line": made.line, "name": made.name, "test": made.test, "notes": made.notes})
        return 0
    put(safe_lines(made.test, None), end="")
    put(f"wrote it to {safe(file, None)}:{made.line}")
    for note in made.notes:
        put_error(f"docflow: {note}")
    return 0


def _made(flow: FlowFile, asked: Asked) -> Recorded:
    values = Values(set_=read_sets(asked.sets), params_file=read_params(asked.params_file))
    program = parse(flow.text, flow.name).program
    reads = any(isinstance(item, (tree.Flow, tree.Pipeline)) for item in program.items)
    named = asked.document != "-" and split_name(asked.document) is None
    given = evolve(
        values, partial=not named
    )  # what is at hand needs no inputs, so their params may be left out
    checked = flow.check(given if reads or values.names() else None)
    if not checked.ok:
        raise FlowError(checked.diagnostics, checked.sources)
    target = asked.of or _only_flow(program)
    word = target.partition("(")[0].strip()
    documents = _documents(flow, checked, program, word, _wanted(asked.document))
    whole = target if "(" in target else target + _arguments(checked, values, word, program)
    name = asked.name or _named_after(documents[0], asked.document)
    name = _free(name, program, given=asked.name is not None)
    return record(flow, documents, whole, name)


def _only_flow(program: tree.Program) -> str:
    flows = [item.name for item in program.items if isinstance(item, tree.Flow)]
    if len(flows) == 1:
        return flows[0]
    if flows:
        raise RefusedError(
            f"the file has the flows {', '.join(flows)}; say of which the test is: `--of NAME`"
        )
    if any(isinstance(item, tree.Pipeline) for item in program.items):
        raise RefusedError("a test is of a flow with a name; write `flow NAME { ... }` around the pipeline")
    raise RefusedError("the file has no flow; say of which stage the test is: `--of STAGE`")


def _wanted(name: str) -> str | Document:
    """Return what `-` means, the text on standard input, or the name as it is."""
    return Document("recorded", sys.stdin.read(), "standard input") if name == "-" else name


def _documents(
    flow: FlowFile, checked: Checked, program: tree.Program, word: str, wanted: str | Document
) -> list[Document]:
    """Return what is given: the document as it comes to the flow or the stage that the test is of."""
    made = checked.elaborated
    plan = made.plan or (None if made.waiting else made.outline)
    names = [item.name for item in program.items if isinstance(item, tree.Flow)]
    stage = next((item for item in program.items if isinstance(item, tree.Stage) and item.name == word), None)
    if stage is None and word not in names:
        listed = ", ".join(item.name for item in program.items if isinstance(item, (tree.Flow, tree.Stage)))
        if word.partition(".")[0] in {
            alias_of(item) for item in program.items if isinstance(item, tree.Include)
        }:
            raise RefusedError(
                f"`{safe(word)}` stands in another file; record a test of it there, or of {listed} here"
            )
        raise RefusedError(f"there is no flow or stage `{safe(word)}` in this file; it has {listed}")
    if plan is None or not plan.flows:
        if made.outline is not None and made.outline.flows:
            waiting = [name for name, bound in made.params.items() if bound.value is UNKNOWN]
            raise RefusedError(f"the flow waits for params; give them with `--set`: {', '.join(waiting)}")
        return [wanted if isinstance(wanted, Document) else plain_file(wanted)]
    inputs = Inputs(plan, flow.catalog, Bases(flow=flow.folder, caller=Path.cwd()))
    doc, start = inputs.find(wanted, None if stage is not None else word)
    if stage is None:
        return inputs.at_flow(doc, start, word)
    return [inputs.stage_of(stage.body.span, [doc], start)]


def _arguments(checked: Checked, values: Values, word: str, program: tree.Program) -> str:
    """Return the params that were given as arguments of a flow; places of files are none of a test's."""
    if all(not isinstance(item, tree.Flow) or item.name != word for item in program.items):
        return ""
    params = checked.elaborated.params
    bound = {name: params[name] for name in values.names() if name in params}
    shown: Mapping[str, Any] = {
        name: literal(each.value) for name, each in bound.items() if not _is_place(each.value)
    }
    pairs = [f"{name}: {text}" for name, text in shown.items() if text is not None]
    return f"({', '.join(pairs)})" if pairs else ""


def _is_place(value: object) -> bool:
    return isinstance(value, Place)


def _named_after(doc: Document, wanted: str) -> str:
    name = Path(doc.id).name if doc.id else Path(wanted).name
    seen = "".join(char if char.isprintable() else " " for char in name)
    return re.sub(r"\s+", " ", seen).strip()[:80] or "recorded"


def _free(name: str, program: tree.Program, *, given: bool) -> str:
    """Return a name that no test of the file has; one that was asked for is not changed."""
    taken = {item.name.value for item in program.items if isinstance(item, tree.Test)}
    if name not in taken:
        return name
    if given:
        raise RefusedError(f"the file has a test called `{safe(name)}` already; give another `--name`")
    number = 2
    while f"{name} {number}" in taken:
        number += 1
    return f"{name} {number}"

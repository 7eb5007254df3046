"""The names in expressions: values, look-ups, functions and the steps that gates and tests ask about."""

from collections.abc import Iterator, Sequence

from docflow.editor.names.surroundings import Surroundings, values_of
from docflow.editor.names.target import Occurrence, Role, Target
from docflow.errors import Span
from docflow.lang import tree
from docflow.lang.findings import Findings
from docflow.lang.spans import dotted
from docflow.lang.typing.formats import cut
from docflow.lang.typing.members import RUN_MEMBERS
from docflow.lang.typing.references import ROOTS
from docflow.lang.typing.scope import DOC_MEMBERS

__all__ = ["field", "in_expr", "step_parts"]

Part = tuple[str, Span]


def in_expr(node: object, around: Surroundings) -> Iterator[Occurrence]:
    """Yield the names of an expression, those inside f-texts too."""
    match node:
        case tree.Name():
            yield from _name(node, around)
        case tree.Access():
            yield from _access(node, around)
        case tree.Call():
            yield from _call(node, around)
        case tree.Tagged(tag="f"):
            for piece in cut(node, Findings()) or ():
                yield from in_expr(piece, around)
        case _:
            for part in _parts_of(node):
                yield from in_expr(part, around)


def _parts_of(node: object) -> tuple[tree.Expr, ...]:
    match node:
        case tree.ListExpr():
            return node.items
        case tree.MapExpr():
            return tuple(pair.value for pair in node.pairs)
        case tree.Unary():
            return (node.operand,)
        case tree.Binary():
            return (node.left, node.right)
    return ()


def _name(node: tree.Name, around: Surroundings) -> Iterator[Occurrence]:
    target = around.names.get(node.name)
    if target is None and node.name in ROOTS:
        target = Target("root", node.name)
    if target is not None:
        yield Occurrence(node.span, target)


def _call(node: tree.Call, around: Surroundings) -> Iterator[Occurrence]:
    function = around.module.functions.get(node.path.text)
    if function is not None:
        if len(node.path.names) == 2:
            yield Occurrence(node.path.spans[0], Target("namespace", node.path.names[0], around.file))
        yield Occurrence(node.path.spans[-1], Target("function", node.path.text, thing=function))
    for arg in node.args:
        if arg.name is not None and arg.name_span is not None and function is not None:
            known = Target("argument", arg.name, owner=node.path.text, thing=function)
            yield Occurrence(arg.name_span, known)
        yield from in_expr(arg.value, around)


# ------------------------------------------------------------------------------------------- look-ups


def _access(node: tree.Access, around: Surroundings) -> Iterator[Occurrence]:
    names = dotted(node)
    if names is None:
        yield from in_expr(node.of, around)
        return
    parts = _parts(node)
    root, rest = parts[0], parts[1:]
    if root[0] in around.names:
        yield Occurrence(root[1], around.names[root[0]])
    elif root[0] in ROOTS:
        yield Occurrence(root[1], Target("root", root[0]))
        yield from {"doc": _doc, "run": _run, "sink": _sink}[root[0]](rest, around)
    elif root[0] in around.module.includes:
        yield Occurrence(root[1], Target("include", root[0], around.file))
        brought = values_of(around.module.includes[root[0]]).get(rest[0][0])
        if brought is not None and brought.kind == "let":
            yield Occurrence(rest[0][1], brought)


def _parts(node: tree.Expr) -> list[Part]:
    found: list[Part] = []
    while isinstance(node, tree.Access):
        found.append((node.name, node.name_span))
        node = node.of
    if isinstance(node, tree.Name):
        found.append((node.name, node.span))
    return found[::-1]


def _doc(parts: Sequence[Part], around: Surroundings) -> Iterator[Occurrence]:
    name, span = parts[0]
    if name in DOC_MEMBERS:
        yield Occurrence(span, Target("member", f"doc.{name}"))
    else:
        yield field(name, span, around)


def field(name: str, span: Span, around: Surroundings, role: Role = "read") -> Occurrence:
    """Return a field of documents that is named at a place, with what is known of it there."""
    known = around.scope_at(span.start).fields
    return Occurrence(span, Target("field", name, around.file, thing=dict(known).get(name)), role)


def _run(parts: Sequence[Part], around: Surroundings) -> Iterator[Occurrence]:
    name, span = parts[0]
    if name in RUN_MEMBERS or name == "dropped_by":
        yield Occurrence(span, Target("member", f"run.{name}"))
    if name == "dropped_by":
        yield from step_parts(parts[1:], around)


def _sink(parts: Sequence[Part], around: Surroundings) -> Iterator[Occurrence]:
    at = next((i for i, (name, _) in enumerate(parts) if name in ("count", "first")), None)
    if at is None:
        return
    yield from step_parts(parts[:at], around)
    yield Occurrence(parts[at][1], Target("member", f"sink.{parts[at][0]}"))
    if parts[at][0] == "first" and parts[at + 1 :]:
        yield from _doc(parts[at + 1 :], around)


def step_parts(parts: Sequence[Part], around: Surroundings) -> Iterator[Occurrence]:
    """Yield what the parts of a step's id name: the aliases and stages of this file."""
    for name, span in parts:
        candidates = around.aliases.get(name, ())
        mine = [target for target in candidates if target.owner == around.owner]
        if candidates:
            yield Occurrence(span, (mine or list(candidates))[0])
        elif around.module.stage(name) is not None:
            yield Occurrence(span, Target("stage", name, around.file, thing=around.module.stage(name)))

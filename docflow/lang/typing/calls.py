"""Calls of functions in expressions: which one, and whether the arguments fit."""

from docflow.errors import Fix, Span
from docflow.lang import tree
from docflow.lang.findings import Findings
from docflow.lang.suggest import nearest
from docflow.lang.typing.folding import fold
from docflow.lang.typing.nullness import surely
from docflow.lang.typing.scope import Scope
from docflow.lang.typing.typed import WRONG, Typed
from docflow.lang.typing.types import assignable, with_article
from docflow.model import Type
from docflow.plan.expr import FnCall
from docflow.plugin.component import Function

__all__ = ["call_function", "find_function", "signature"]


def find_function(node: tree.Call, scope: Scope, findings: Findings) -> Function | None:
    """Return the function that is called; None, with a finding (DF0202), when there is none."""
    name = node.path.text
    found = scope.functions.get(name)
    if found is not None:
        return found
    near = nearest(name, scope.functions) or _ELSEWHERE.get(name)
    near = near if near in scope.functions else None
    namespaces = {f.split(".")[0] for f in scope.functions if "." in f}
    hint = f"did you mean `{near}`?" if near else "the functions are " + ", ".join(sorted(scope.functions))
    if name.lower().replace("_", "") in ("isnull", "isnone", "isempty", "exists", "isset", "defined"):
        hint = "what may be missing is compared with null: `doc.x == null`"
    if name in ("drop", "quarantine", "fail", "warn", "keep"):
        hint = f"an outcome stands behind `else`: `expect CONDITION else {name}(...)`"
    if not near and len(node.path.names) == 2 and node.path.names[0] not in namespaces:
        hint = "components stand after `|`; expressions call pure functions only"
    fix = Fix(f"write `{near}`", node.path.span, near) if near else None
    of, _, method = name.rpartition(".")
    meant = nearest(method, scope.functions) or _ELSEWHERE.get(method) if of else None
    method = method if method in scope.functions else meant or ""
    if of and method in scope.functions and of.partition(".")[0] in ("doc", *scope.names):
        shown = f"{method}({of}, ...)" if node.args else f"{method}({of})"
        hint = f"a function stands before what it is called with: `{shown}`"
        fix = _turned(node, method, of)
    findings.add(
        "DF0202",
        f"there is no function `{name}`",
        node.path.span,
        help=hint if scope.functions else None,
        fix=fix,
    )
    return None


def _turned(node: tree.Call, method: str, of: str) -> Fix | None:
    """Return the fix that turns `doc.text.lower(` into `lower(doc.text`."""
    begin, brackets = node.path.span, node.args_span
    if brackets is None or brackets.line != begin.line:
        return None
    end = brackets.column + 1
    span = Span(begin.file, begin.start, brackets.start + 1, begin.line, begin.column, begin.line, end)
    text = f"{method}({of}{', ' if node.args else ''}"
    return Fix(f"write `{text}...`", span, text)


_ELSEWHERE = {
    "uppercase": "upper",
    "lowercase": "lower",
    "downcase": "lower",
    "upcase": "upper",
    "len": "length",
    "size": "length",
    "count": "length",
    "strip": "trim",
    "includes": "contains",
    "to_string": "text",
    "string": "text",
    "str": "text",
    "to_int": "int",
    "parse_date": "date",
    "truncate": "take",
    "concat": "join",
}
"""What the functions are called in other languages."""


def signature(function: Function) -> str:
    """Return a function as its documentation shows it: `upper(text: text) -> text`."""
    parameters = ", ".join(f"{name}: {type_}" for name, type_ in function.parameters)
    return f"{function.name}({parameters}) -> {function.result}"


def call_function(
    node: tree.Call, function: Function, values: tuple[Typed, ...], scope: Scope, findings: Findings
) -> Typed:
    """Check the arguments of a call, in the order written, and lower it."""
    called = next(key for key, f in scope.functions.items() if f is function)
    if "." in called:
        findings.used.add(called.partition(".")[0])  # the plugin that brings it
    placed = _place(node, function, values, findings)
    if placed is None:
        return WRONG
    args: list[Typed] = []
    for parameter, (arg, typed) in zip(function.parameters, placed, strict=True):
        args.append(_fit(arg, typed, parameter, function, findings))
    if any(arg.wrong for arg in args):
        return WRONG
    exprs = [arg.expr for arg in args]
    expr = FnCall(called, tuple(e for e in exprs if e is not None)) if None not in exprs else None
    try:
        return fold(function.result, expr, tuple(args), {called: function.call})
    except Exception as error:  # noqa: BLE001 - the code of a plugin, which should have been total
        message = f"`{function.name}` failed with these values: {type(error).__name__}: {error}"
        findings.add("DF0303", message, node.span, help="a function of a plugin must take every value")
        return WRONG


def _place(
    node: tree.Call, function: Function, values: tuple[Typed, ...], findings: Findings
) -> list[tuple[tree.Arg, Typed]] | None:
    """Bring the arguments into the order of the parameters."""
    names = [name for name, _ in function.parameters]
    placed: dict[str, tuple[tree.Arg, Typed]] = {}
    for at, (arg, typed) in enumerate(zip(node.args, values, strict=True)):
        name = arg.name if arg.name is not None else (names[at] if at < len(names) else None)
        if name is None or name not in names:
            _unknown(arg, names, function, findings)
            return None
        if name in placed:
            findings.add("DF0308", f"the argument `{name}` is given twice", arg.span)
            return None
        placed[name] = (arg, typed)
    missing = [name for name in names if name not in placed]
    if missing:
        findings.add(
            "DF0302",
            f"`{function.name}` needs the argument `{missing[0]}`",
            node.span,
            help=f"it is called as `{signature(function)}`",
        )
        return None
    return [placed[name] for name in names]


def _unknown(arg: tree.Arg, names: list[str], function: Function, findings: Findings) -> None:
    message = (
        f"`{function.name}` has no argument `{arg.name}`"
        if arg.name is not None
        else f"`{function.name}` takes {len(names)} argument{'s' * (len(names) != 1)}, and this is one more"
    )
    findings.add(
        "DF0301", message, arg.name_span or arg.span, help=f"it is called as `{signature(function)}`"
    )


def _fit(
    arg: tree.Arg, typed: Typed, parameter: tuple[str, Type], function: Function, findings: Findings
) -> Typed:
    name, type_ = parameter
    takes_null = type_.optional or type_.name == "any"
    typed = typed if takes_null else surely(arg.value, typed, findings)
    if typed.wrong or assignable(typed.type, type_):
        return typed
    findings.add(
        "DF0303",
        f"`{function.name}` takes {with_article(type_)} as `{name}`, and this is {with_article(typed.type)}",
        arg.value.span,
        help=f"it is called as `{signature(function)}`",
    )
    return WRONG

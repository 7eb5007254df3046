"""Names: params, lets, secrets and what an include brings."""

from docflow.errors import Fix, Label
from docflow.lang import tree
from docflow.lang.findings import Findings
from docflow.lang.suggest import nearest
from docflow.lang.typing.coercion import listed
from docflow.lang.typing.scope import DOC_MEMBERS, Binding, Scope
from docflow.lang.typing.typed import UNKNOWN, WRONG, Typed, constant

__all__ = ["ROOTS", "bare_text", "hyphened", "included", "name", "why_not"]

ROOTS = ("doc", "run", "sink")
_WHERE = {
    "doc": "`doc` is known in steps only: what stands here is fixed before the first document is read",
    "run": "`run` is known in gates and tests only: the counts are complete when everything has been written",
    "sink": "`sink` is known in tests only",
}


def why_not(root: str, scope: Scope) -> str:
    """Return why one of the roots cannot be used in a scope."""
    if root == "doc" and "run" in scope.roots:
        return "a gate judges the whole run; one document is judged by `| expect ...` among the steps"
    return _WHERE[root]


def name(node: tree.Name, scope: Scope, findings: Findings) -> Typed:
    """Return what a bare name stands for, or note DF0202."""
    binding = scope.names.get(node.name)
    if binding is not None:
        return _bound(node, node.name, binding, scope, findings)
    if node.name in ROOTS:
        _bare_root(node, scope, findings)
    elif node.name in scope.modules:
        listed = ", ".join(f"`{node.name}.{n}`" for n in scope.modules[node.name])
        findings.add(
            "DF0202", f"`{node.name}` is an include, not a value", node.span, help=f"it has {listed}"
        )
    else:
        _unknown_name(node, scope, findings)
    return WRONG


def _bound(node: tree.Expr, name: str, binding: Binding, scope: Scope, findings: Findings) -> Typed:
    findings.used.add(name)
    if binding.kind == "secret":
        findings.add(
            "DF0802",
            f"the secret `{name}` may only go to an argument that is declared secret",
            node.span,
            help="a secret never reaches a text, a field, a condition or a file",
        )
        return WRONG
    type_ = binding.type.surely() if (name,) in scope.present else binding.type
    if binding.value is not UNKNOWN and binding.value is not None:
        type_ = type_.surely()
    return constant(type_, binding.value)


def _bare_root(node: tree.Name, scope: Scope, findings: Findings) -> None:
    if node.name in scope.roots:
        sample = {"doc": "doc.text", "run": "run.kept", "sink": "sink.count"}[node.name]
        findings.add(
            "DF0202",
            f"`{node.name}` alone is no value; say which member",
            node.span,
            help=f"for example `{sample}`",
        )
    else:
        hint = why_not(node.name, scope)
        findings.add("DF0202", f"`{node.name}` cannot be used here", node.span, help=hint)


_RUN = ("seen", "kept", "dropped", "quarantined", "seconds", "dropped_by")
_NULLS = dict.fromkeys(("None", "nil", "none", "NULL", "undefined", "nan", "NaN", "NA"), "null")
_FOREIGN = {"True": "true", "False": "false", "yes": "true", "no": "false", **_NULLS}


def _unknown_name(node: tree.Name, scope: Scope, findings: Findings) -> None:
    name = node.name
    hidden = scope.private.get("", {}).get(name)
    if name == "snapshot" and "sink" in scope.roots:
        findings.add("DF0202", "`snapshot` needs a name", node.span, help='write `snapshot("NAME")`')
    elif hidden is not None and "doc" in scope.roots:
        _hidden(node, hidden, findings)
    else:
        _nowhere(node, scope, findings)


def _nowhere(node: tree.Name, scope: Scope, findings: Findings) -> None:
    name = node.name
    near = None if name in scope.choices else _meant(name, scope)
    hint = f"did you mean `{near}`?" if near else _no_name(name, scope)
    labels: tuple[Label, ...] = ()
    declared = scope.names.get(near or "")
    if declared is not None and declared.span is not None and near not in findings.used:
        labels = (Label(declared.span, f"`{near}` is declared here"),)
    fixed = near or _quoted(name, scope)
    findings.add(
        "DF0202",
        f"there is no name `{name}` here",
        node.span,
        help=hint,
        fix=Fix(f"write `{fixed}`", node.span, fixed) if fixed else None,
        labels=labels,
    )


def _meant(name: str, scope: Scope) -> str | None:
    """Return the name that was most likely meant."""
    if "doc" in scope.roots and (name in set(scope.fields) or name in DOC_MEMBERS):
        return f"doc.{name}"
    if "run" in scope.roots and "doc" not in scope.roots and name in _RUN:
        return f"run.{name}"
    return _FOREIGN.get(name) or nearest(name, (*scope.names, *scope.roots, "true", "false", "null"))


def _quoted(name: str, scope: Scope) -> str | None:
    """Return the text that a bare word stands for, None where no text or none like it is asked for."""
    if not scope.texts:
        return None
    word = name if name in scope.choices or not scope.choices else nearest(name, scope.choices)
    return f'"{word}"' if word else None


def _no_name(name: str, scope: Scope) -> str:
    if scope.choices:
        word = _quoted(name, scope)
        return f"did you mean `{word}`?" if word else f"it takes one of {listed(scope.choices)}"
    if scope.texts:
        return f'a text stands in quotes: `"{name}"`'
    if name in ("drop", "quarantine", "fail", "warn", "keep"):
        return f"an outcome stands behind `else`: `expect CONDITION else {name}`"
    if name in scope.functions:
        return f"`{name}` is a function: `{name}(...)`"
    return "a name is declared with `let` or `param`; a text stands in quotes"


def _hidden(node: tree.Name, kind: str, findings: Findings) -> None:
    """Note a param or secret in a stage: it sees none, so that it does the same wherever it is called."""
    findings.used.add(node.name)
    help_ = f"give the stage a parameter, and call it with `({node.name}: {node.name})`"
    if kind == "secret":
        help_ = "a secret goes from a flow to an argument that is declared secret"
    findings.add("DF0202", f"a stage does not see the {kind} `{node.name}`", node.span, help=help_)


def bare_text(node: tree.Access, names: tuple[str, ...], scope: Scope, findings: Findings) -> bool:
    """Whether a dotted name is a text without its quotes (`jsonl(out.jsonl)`), with a finding if it is."""
    if not scope.texts or scope.choices or names[0] in scope.names or _meant(names[0], scope) is not None:
        return False
    fixed = '"' + ".".join(names) + '"'
    findings.add(
        "DF0202",
        f"there is no name `{names[0]}` here",
        node.span,
        help=f"a text stands in quotes: `{fixed}`",
        fix=Fix(f"write `{fixed}`", node.span, fixed),
    )
    return True


def hyphened(node: tree.Binary, scope: Scope, findings: Findings) -> bool:
    """Whether `out-dir` is the name `out_dir`, as others write it; with a finding if it is."""
    first, second = node.left, node.right
    while isinstance(second, tree.Binary) and second.op in (
        "*",
        "/",
    ):  # `/` binds closer
        second = second.left
    if node.op != "-" or not (isinstance(first, tree.Name) and isinstance(second, tree.Name)):
        return False
    joined = f"{first.name}_{second.name}"
    if joined not in scope.names or {first.name, second.name} & set(scope.names):
        return False
    findings.used.add(joined)
    span = first.span.to(second.span)
    fix = Fix(f"write `{joined}`", span, joined)
    findings.add("DF0202", "names are joined with `_`, not with `-`", span, fix=fix)
    return True


def included(node: tree.Access, names: tuple[str, ...], scope: Scope, findings: Findings) -> Typed:
    """Return what `alias.name` stands for, or note DF0202."""
    known = scope.modules[names[0]]
    binding = known.get(names[1])
    if binding is not None:
        findings.used.add(names[0])
        return _bound(node, ".".join(names), binding, scope, findings)
    findings.used.add(names[0])
    near = nearest(names[1], known)
    listed = "it has " + (", ".join(known) or "no lets")
    kind = scope.private.get(names[0], {}).get(names[1])
    if kind is not None:
        near, listed = None, f"an include brings stages and lets only; `{names[1]}` is a {kind} of it"
    findings.add(
        "DF0202",
        f"the include `{names[0]}` has no `{names[1]}`",
        node.name_span,
        help=f"did you mean `{near}`?" if near else listed,
        fix=Fix(f"write `{near}`", node.name_span, near) if near else None,
    )
    return WRONG

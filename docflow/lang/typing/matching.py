"""Which parameter each argument of a call is for, and whether its value fits."""

from collections.abc import Sequence

from docflow.errors import Fix, Label, Span
from docflow.lang import tree
from docflow.lang.findings import Findings
from docflow.lang.suggest import nearest
from docflow.lang.typing.coercion import Misfit, coerce
from docflow.lang.typing.expressions import type_of_expr
from docflow.lang.typing.fitting import fit
from docflow.lang.typing.scope import Scope
from docflow.lang.typing.typed import UNKNOWN, WRONG, Typed
from docflow.lang.typing.types import assignable
from docflow.model import Type
from docflow.value import frozen

__all__ = ["Given", "Parameter", "look_at", "match"]

Given = dict[str, tuple[tree.Arg, Typed]]
"""The arguments of a call by the name of their parameter."""


@frozen
class Parameter:
    """What may be given by name: an option of a component, or a param of a stage.

    `default` is the value of an optional one (stages; components know their own). `renamed` is the
    name to use instead of a deprecated one.
    """

    name: str
    type: Type
    required: bool = False
    default: object = UNKNOWN
    doc: str = ""
    primary: bool = False
    secret: bool = False
    renamed: str | None = None


@frozen
class _Site:
    """A call, with what may be given to it; `owner` is its name in messages."""

    call: tree.Call
    parameters: Sequence[Parameter]
    owner: str
    scope: Scope

    def names(self) -> list[str]:
        """The names of the parameters."""
        return [p.name for p in self.parameters]

    def taken(self) -> set[str]:
        """The names that arguments have."""
        return {arg.name for arg in self.call.args if arg.name is not None}

    def primary(self) -> Parameter | None:
        """The parameter that may go without its name."""
        return next((p for p in self.parameters if p.primary), None)


def match(
    call: tree.Call, parameters: Sequence[Parameter], owner: str, scope: Scope, findings: Findings
) -> Given | None:
    """Return the arguments by name, each brought into the type of its parameter; None after a mistake."""
    site = _Site(call, parameters, owner, scope.constants())
    given: Given = {}
    wrong = False
    for at, arg in enumerate(call.args):
        parameter = _parameter(arg, at, site, findings)
        if parameter is None:
            if arg.name is not None:
                look_at(arg.value, site.scope, findings)
            wrong = True
        elif parameter.name in given:
            _twice(arg, given[parameter.name][0], parameter.name, findings)
            wrong = True
        else:
            typed = _value(arg, parameter, site.scope, findings)
            given[parameter.name] = (arg, typed)
            wrong = wrong or typed.wrong
    missing = [p for p in parameters if p.required and p.name not in given]
    if missing and not wrong:
        _missing(call, missing, owner, findings)
    return None if wrong or missing else given


def look_at(value: tree.Expr, scope: Scope, findings: Findings) -> None:
    """Check a value that is given to nothing known, so that its names count as used; it may be a secret."""
    bound = scope.names.get(value.name) if isinstance(value, tree.Name) else None
    if bound is not None and bound.kind == "secret" and isinstance(value, tree.Name):
        findings.used.add(value.name)
    else:
        type_of_expr(value, scope, findings)


def _value(arg: tree.Arg, parameter: Parameter, scope: Scope, findings: Findings) -> Typed:
    if parameter.secret:
        return _secret(arg, parameter, scope, findings)
    return fit(arg.value, parameter.type, scope, findings, f"`{parameter.name}`")


def _secret(arg: tree.Arg, parameter: Parameter, scope: Scope, findings: Findings) -> Typed:
    binding = scope.names.get(arg.value.name) if isinstance(arg.value, tree.Name) else None
    if binding is not None and binding.kind == "secret" and isinstance(arg.value, tree.Name):
        findings.used.add(arg.value.name)
        return Typed(parameter.type, None, binding.value)
    if isinstance(arg.value, tree.Name) and binding is None:
        return type_of_expr(arg.value, scope, findings)  # a name that is not there
    literal = isinstance(arg.value, (tree.Text, tree.Tagged))
    findings.add(
        "DF0801" if literal else "DF0802",
        f"`{parameter.name}` is secret, so its value must not stand in the flow"
        if literal
        else f"`{parameter.name}` takes the name of a secret and nothing else",
        arg.value.span,
        help=f'declare it above the flow: `secret {parameter.name} = env("NAME")`',
    )
    return WRONG


# ------------------------------------------------------------------------------------------- matching


def _parameter(arg: tree.Arg, at: int, site: _Site, findings: Findings) -> Parameter | None:
    if arg.name is None:
        primary = site.primary()
        if primary is not None and at == 0:
            return primary
        _positional(arg, site, findings)
        return None
    found = next((p for p in site.parameters if p.name == arg.name), None)
    if found is None:
        _unknown(arg, site, findings)
    elif found.renamed:
        _deprecated(arg, found.renamed, findings)
    return found


def _unknown(arg: tree.Arg, site: _Site, findings: Findings) -> None:
    names, taken = site.names(), site.taken()
    near = nearest(arg.name or "", [n for n in names if n not in taken] or names)
    at = arg.name_span or arg.span
    listed = "it takes " + ", ".join(names) if names else "it takes no arguments"
    findings.add(
        "DF0301",
        f"`{site.owner}` has no argument `{arg.name}`",
        at,
        help=f"did you mean `{near}`?" if near else listed,
        fix=Fix(f"write `{near}`", at, near) if near else None,
    )


def _positional(arg: tree.Arg, site: _Site, findings: Findings) -> None:
    typed = type_of_expr(arg.value, site.scope, findings)
    free = [p for p in site.parameters if p.name not in site.taken() and not p.primary]
    fitting = [p for p in free if _suits(typed, p.type)] if not typed.wrong else []
    named = fitting[0] if len(fitting) == 1 or (fitting and fitting[0].required) else None
    primary = site.primary()
    names = ", ".join(site.names()) or "no arguments"
    if primary is None:
        message, rule = f"arguments of `{site.owner}` are given by name", f"it takes {names}"
    elif primary.name == "path" and isinstance(typed.value, str) and set("*/.") & set(typed.value):
        message = f"`{site.owner}` takes one `{primary.name}`, or a list"
        rule, named = "write several as a list: `[..., ...]`", None
    else:
        message = f"this argument of `{site.owner}` needs its name"
        rule = f"only `{primary.name}` may go without its name, and it stands first"
    findings.add(
        "DF0307",
        message,
        arg.span,
        help=f"did you mean `{named.name}: ...`?" if named else rule,
        fix=Fix(f"name it `{named.name}`", _before(arg), f"{named.name}: ") if named else None,
    )


def _suits(typed: Typed, type_: Type) -> bool:
    """Whether a value may be meant for a parameter: a text also where it is one of the words."""
    if typed.wrong:
        return False
    if typed.known:
        return not isinstance(coerce(typed.value, typed.type, type_), Misfit)
    return assignable(typed.type, type_)


def _before(arg: tree.Arg) -> Span:
    s = arg.span
    return Span(s.file, s.start, s.start, s.line, s.column, s.line, s.column)


def _twice(arg: tree.Arg, first: tree.Arg, name: str, findings: Findings) -> None:
    findings.add(
        "DF0308",
        f"the argument `{name}` is given twice",
        arg.name_span or arg.span,
        help="keep one of the two",
        labels=(Label(first.span, "given here first"),),
    )


def _deprecated(arg: tree.Arg, instead: str, findings: Findings) -> None:
    at = arg.name_span or arg.span
    findings.add(
        "DF0505",
        f"the argument `{arg.name}` is deprecated",
        at,
        help=f"use `{instead}`",
        fix=Fix(f"write `{instead}`", at, instead),
        severity="warning",
    )


def _missing(call: tree.Call, missing: Sequence[Parameter], owner: str, findings: Findings) -> None:
    first = missing[0]
    others = f" and `{missing[1].name}`" if len(missing) == 2 else ""
    findings.add(
        "DF0302",
        f"`{owner}` needs the argument `{first.name}`{others}",
        call.path.span,
        help=f"`{first.name}`: {first.doc}"
        if first.doc
        else f"give it as `{first.name}: ...` ({first.type})",
    )

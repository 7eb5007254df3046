"""`given ... with ...`: the documents of a test and the fields that they have."""

from collections.abc import Sequence

from docflow.lang import tree
from docflow.lang.check.fields import Fields
from docflow.lang.check.here import writer_of
from docflow.lang.check.module import Module
from docflow.lang.typing.expressions import type_of_expr
from docflow.lang.typing.fitting import fit
from docflow.lang.typing.scope import DOC_MEMBERS
from docflow.lang.typing.typed import Typed
from docflow.model import ANY, NULL, TEXT, Document, Type, list_of
from docflow.plan.expr import Const

__all__ = ["given_documents", "given_fields"]

_TEXTS = Type("union", (TEXT, list_of(TEXT)))
_COUNTED = ("words", "chars", "lines", "text")


def given_fields(given: Sequence[tree.Given], module: Module) -> Fields:
    """Return the fields that the documents of a test have, with their types."""
    fields = Fields()
    scope = module.scope(module.names)
    for clause in given:
        for arg in clause.fields:
            if arg.name is None or arg.name in DOC_MEMBERS:
                continue
            typed = type_of_expr(arg.value, scope, module.findings)
            type_ = ANY if typed.type == NULL else typed.type  # other documents have a value there
            fields = fields.write(arg.name, type_, writer_of("given", clause.span), arg.span)
    return fields


def given_documents(given: Sequence[tree.Given], module: Module) -> tuple[Document, ...]:
    """Return the documents of a test; ids count from 1 unless `with id: ...` says otherwise."""
    made: list[Document] = []
    for clause in given:
        texts = _texts(clause, module)
        fields = _values(clause, module)
        for text in texts:
            number = str(len(made) + 1)
            own = dict(fields)
            id_, source = own.pop("id", number), own.pop("source", "")
            made.append(Document(str(id_), text, str(source), own))
    return tuple(made)


def _texts(clause: tree.Given, module: Module) -> tuple[str, ...]:
    scope = module.scope(module.names)
    value = fit(clause.value, _TEXTS, scope, module.findings, "what is given").value
    if isinstance(value, str):
        return (value,)
    return tuple(v for v in value if isinstance(v, str)) if isinstance(value, tuple) else ()


def _values(clause: tree.Given, module: Module) -> dict[str, object]:
    found: dict[str, object] = {}
    scope = module.scope(module.names)
    for arg in clause.fields:
        if arg.name is None:
            module.findings.add(
                "DF0307", "a field is given by name", arg.span, help='for example `with lang: "en"`'
            )
        elif arg.name in _COUNTED:
            module.findings.add(
                "DF0207", f"`{arg.name}` cannot be given: it comes with the text", arg.name_span or arg.span
            )
        elif arg.name in found:
            module.findings.add("DF0308", f"the field `{arg.name}` is given twice", arg.span)
        else:
            wanted = DOC_MEMBERS.get(arg.name, Type("any"))
            found[arg.name] = constant_value(fit(arg.value, wanted, scope, module.findings, f"`{arg.name}`"))
    return found


def constant_value(typed: Typed) -> object:
    """Return a known value as documents hold it: lists are lists."""
    return typed.expr.value if isinstance(typed.expr, Const) else None

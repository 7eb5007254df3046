"""What a name after `|`, `from` or `to` stands for, and what to say when it stands for nothing there."""

from collections.abc import Iterator

import attrs

from docflow.catalog.catalog import CORE
from docflow.errors import Fix, Label, Span
from docflow.lang import tree
from docflow.lang.check.module import Module
from docflow.lang.check.outcomes import MEANINGS, OUTCOMES
from docflow.lang.check.plugins import BUILT_IN, FIRST_PARTY
from docflow.lang.check.symbols import title_of
from docflow.lang.suggest import nearest
from docflow.plugin.kinds import Exporter, Reader
from docflow.plugin.spec import ComponentSpec, Role

__all__ = ["StageOf", "Target", "resolve"]


@attrs.frozen(eq=False, repr=False)
class StageOf:
    """A stage with the file that it belongs to."""

    stage: tree.Stage
    module: Module


Target = ComponentSpec | StageOf | None


def resolve(path: tree.Path, role: Role, module: Module) -> Target:
    """Return what a path stands for in a role; None, with a finding in the module's findings, for nothing."""
    if role == "step":
        stage = find_stage(path, module)
        if stage is not None:
            return stage
    spec = module.plugins.find(role, path.names, path.span)
    if spec is not None:
        module.use(path.names[0])
        return spec
    if module.plugins.real(path.names)[0] in module.plugins.failed:
        module.use(path.names[0])
        return None
    if not _elsewhere(path, role, module):
        _unknown(path, role, module)
    return None


def find_stage(path: tree.Path, module: Module) -> StageOf | None:
    """Return the stage of this file or of an include that a path names, or None."""
    if len(path.names) == 1:
        stage = module.stage(path.names[0])
        if stage is not None:
            module.use(path.names[0])
        return StageOf(stage, module) if stage is not None else None
    included = module.includes.get(path.names[0])
    if included is None or len(path.names) != 2:
        return None
    module.use(path.names[0])
    stage = included.stage(path.names[1])
    return StageOf(stage, included) if stage is not None else None


# ----------------------------------------------------------------------- the right name, wrong place


_READS = "`{0}` reads documents; it stands after `from`"
_WORKS = "`{0}` is a step; it stands after `|`"
_WRITES = "`{0}` writes documents; it stands after `| to`"
_SENTENCES = {"source": _READS, "step": _WORKS, "sink": _WRITES}
_FORMS = {"source": "from {0}(...)", "step": "| {0}", "sink": "| to {0}(...)"}


def _elsewhere(path: tree.Path, role: Role, module: Module) -> bool:
    """Report (DF0402) a name that exists, but not in this role."""
    message, help_ = _misplaced(path, role, module)
    if message is None:
        return False
    sink = role == "step" and message == _WRITES.format(path.text)
    at = path.span
    before = Span(at.file, at.start, at.start, at.line, at.column, at.line, at.column)
    fix = Fix("add `to`", before, "to ") if sink else None
    if role == "source" and f"flow.{path.text}" in module.symbols and path.text not in module.symbols:
        fix = Fix(f"write `flow.{path.text}`", before, "flow.")
    module.findings.add("DF0402", message, path.span, help=help_, fix=fix)
    return True


def _misplaced(path: tree.Path, role: Role, module: Module) -> tuple[str | None, str | None]:
    text = path.text
    others = [s for s in module.plugins.roles(path.names, path.span) if s.role != role]
    if others:
        wanted = "sink" if role == "step" and any(s.role == "sink" for s in others) else others[0].role
        module.use(path.names[0])
        return _SENTENCES[wanted].format(text), f"write `{_FORMS[wanted].format(text)}`"
    if role != "step" and find_stage(path, module) is not None:
        return f"`{text}` is a stage; a stage stands after `|`", f"write `| {text}`"
    symbol = module.symbols.get(text) or module.symbols.get(f"flow.{text}")
    if symbol is not None and symbol.kind == "flow":
        return (
            f"`{text}` is a flow, and a flow is no {role}",
            f"another flow reads it with `from flow.{text}`",
        )
    if symbol is not None:
        module.use(text)
        return f"{title_of(symbol)} is no {role}", _HINTS.get(symbol.kind)
    if role == "step" and text in OUTCOMES:
        places = [meaning for place, meaning in MEANINGS.items() if place != "step"]
        return f"`{text}` is an outcome, not a step", f"it stands {places[0]}"
    return None, None


_HINTS = {
    "plugin": "a step names a component of the plugin, as in `| plugin.component`",
    "include": "a step names a stage of the include, as in `| include.stage`",
    "param": "a param is a value; it stands in the arguments of a step",
    "let": "a let is a value; it stands in the arguments of a step",
    "secret": "a secret goes to an argument that is declared secret",
}


# ---------------------------------------------------------------------------------------- no such name


def _unknown(path: tree.Path, role: Role, module: Module) -> None:
    word = {"source": "source", "step": "step", "sink": "sink"}[role]
    if _bare_file(path, word, role, module):
        return
    if len(path.names) == 1:
        _one_name(path, word, role, module)
    elif path.names[0] in module.includes:
        _in_include(path, module.includes[path.names[0]], module)
    elif len(path.names) == 2 and module.plugins.real(path.names)[0] in module.plugins.catalog.names():
        _in_namespace(path, word, role, module)
    else:
        _no_namespace(path, word, role, module)


def _bare_file(path: tree.Path, word: str, role: Role, module: Module) -> bool:
    """Report `to out.jsonl`, a file without its quotes; False where its suffix names no format."""
    near = nearest(path.names[0], (*module.plugins.known(), *module.includes, *module.plugins.aliases))
    specs = list(_reachable(role, module)) if role != "step" and len(path.names) > 1 else []
    if any(s.name == path.names[-1] and s.namespace == near for s in specs):
        return False
    owner = next((s.path for s in specs if _is_for(s, path.names[-1])), None)
    if owner is None:
        return False
    written = f'{owner}("{path.text}")'
    program = module.program.text
    alone = not program[path.span.end :].lstrip(" \t").startswith("(")
    module.findings.add(
        "DF0201",
        f"there is no {word} `{path.text}`; a file stands in quotes",
        path.span,
        help=f"write `{written}`",
        fix=Fix(f"write `{written}`", path.span, written) if alone else None,
    )
    return True


def _is_for(spec: ComponentSpec, ending: str) -> bool:
    """Whether a reader or an exporter is for single files with an ending: `jsonl`."""
    if issubclass(spec.cls, Exporter):
        return spec.cls.layout == "file" and ending in (spec.name, spec.cls.suffix.lstrip("."))
    return issubclass(spec.cls, Reader) and (spec.name == ending or f".{ending}" in spec.cls.suffixes)


def _report(path: tree.Path, message: str, hint: str | None, otherwise: str | None, module: Module) -> None:
    meant = module.symbols.get((hint or "").partition(".")[0])
    shown = meant is not None and meant.name not in module.findings.used and meant.name != path.names[0]
    labels = (Label(meant.span, f"`{meant.name}` is declared here"),) if shown and meant else ()
    module.findings.add(
        "DF0201",
        message,
        path.span,
        help=f"did you mean `{hint}`?" if hint else otherwise,
        fix=Fix(f"write `{hint}`", path.span, hint) if hint else None,
        labels=labels,
    )


def _one_name(path: tree.Path, word: str, role: Role, module: Module) -> None:
    name = path.text
    full = [f"{s.namespace}.{s.name}" if role == "step" else s.path for s in _reachable(role, module)]
    exact = next((f for f in full if f.rpartition(".")[2] == name), None)
    near = exact or nearest(name, (*full, *_stages(module), *_words(role)))
    near = near or next((f for f in full if f.rpartition(".")[2] == nearest(name, _last(full))), None)
    otherwise = "a step is written `namespace.name`, or is the name of a stage" if role == "step" else None
    if role == "step" and name.lower() in _ELSEWHERE:
        near, otherwise = None, _ELSEWHERE[name.lower()]
    if role != "step":
        otherwise = f"the {word}s are " + ", ".join(f"`{f}`" for f in sorted(full)) if full else None
        otherwise = _STDOUT if role == "sink" and name in ("stdout", "print", "console") else otherwise
    _report(path, f"there is no {word} `{name}`", near, otherwise, module)


_KEEPS = '`| expect CONDITION else drop("REASON")` keeps what fits, `| drop when CONDITION` drops it'
_SETS = "`| set doc.x = VALUE` writes a field; text is changed by components only"
_ELSEWHERE = {
    "filter": _KEEPS, "select": _KEEPS, "where": _KEEPS, "keep": _KEEPS, "grep": _KEEPS, "reject": _KEEPS,
    "map": _SETS, "assign": _SETS, "mutate": _SETS, "eval": _SETS, "add_field": _SETS,
    "print": "`docflow trace FLOW DOCUMENT` shows what each step does to a document",
    "echo": "`docflow trace FLOW DOCUMENT` shows what each step does to a document",
    "write": '`| to jsonl("FILE")` writes the documents', "save": '`| to jsonl("FILE")` writes the documents',
    **dict.fromkeys(("dedupe", "uniq", "unique", "distinct"), "`dedup.exact` keeps one of equal documents"),
}  # fmt: skip
"""What steps are called in other languages, and what does that here."""


_STDOUT = 'standard output is written as `-`: `| to jsonl("-")`'


def _last(paths: list[str]) -> list[str]:
    return [p.rpartition(".")[2] for p in paths]


def _in_include(path: tree.Path, included: Module, module: Module) -> None:
    stages = [f"{path.names[0]}.{name}" for name in _stages(included)]
    hint = nearest(path.text, stages)
    otherwise = "it has " + ", ".join(f"`{s}`" for s in stages) if stages else "it has no stages"
    _report(path, f"the include `{path.names[0]}` has no stage `{path.names[-1]}`", hint, otherwise, module)


def _in_namespace(path: tree.Path, word: str, role: Role, module: Module) -> None:
    alias, name = path.names
    module.use(alias)
    specs = [s for s in module.plugins.specs(module.plugins.real(path.names)[0]) if s.role == role]
    near = nearest(name, (s.name for s in specs))
    listed = ", ".join(f"`{alias}.{s.name}`" for s in specs)
    otherwise = f"it has {listed}" if specs else f"it has no {word}s"
    ships = next((s.distribution for s in specs if s.distribution), "")
    origin = f" (from {ships})" if ships and alias not in BUILT_IN else ""
    message = f"`{alias}`{origin} has no {word} `{name}`"
    _report(path, message, f"{alias}.{near}" if near else _other_home(name, role, module), otherwise, module)


def _other_home(name: str, role: Role, module: Module) -> str | None:
    found = [s for s in _reachable(role, module) if s.name == name]
    return f"{found[0].namespace}.{found[0].name}" if found else None


def _no_namespace(path: tree.Path, word: str, role: Role, module: Module) -> None:
    first, name = path.names[0], path.names[-1]
    spaces = (
        *module.plugins.aliases,
        *module.includes,
        *(n for n in module.plugins.catalog.names() if n != CORE),
    )
    near = nearest(first, spaces)
    hint = f"{near}.{name}" if near else _other_home(name, role, module)
    turned = f"{name}.{first}"
    if len(path.names) == 2 and any(turned == f"{s.namespace}.{s.name}" for s in _reachable(role, module)):
        hint = turned
    ships = FIRST_PARTY.get(first)
    otherwise = (
        f"`{first}` is provided by {ships}, which is not installed: pip install {ships}"
        if ships
        else "`docflow plugins list` shows the plugins that are installed"
    )
    if module.plugins.catalog.barred(first) is not None:
        if module.plugins.unknown.setdefault(first, path.span) == path.span:
            module.plugins.barred(first, path.span)
        return
    misfit = module.plugins.catalog.misfit(first)
    if misfit is not None:
        module.findings.add("DF0504", misfit, path.span, help="install a version of it made for this docflow")
        return
    if module.plugins.unknown.setdefault(first, path.span) != path.span:
        return  # said where it was named first
    _report(
        path,
        f"there is no {word} `{path.text}`: no plugin or include is called `{first}`",
        hint,
        otherwise,
        module,
    )


def _reachable(role: Role, module: Module) -> Iterator[ComponentSpec]:
    """Yield the components that a message may name: loading no plugin that the file does not name."""
    for namespace in module.plugins.known():
        yield from (s for s in module.plugins.specs(namespace) if s.role == role)


def _stages(module: Module) -> list[str]:
    return [name for name, symbol in module.symbols.items() if symbol.kind == "stage"]


def _words(role: Role) -> tuple[str, ...]:
    return ("when", "route", "tee", "expect", "set", "to", "drop", "quarantine") if role == "step" else ()

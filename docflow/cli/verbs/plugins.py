"""`docflow plugins`: what is installed, and the manual of a component."""

import click

from docflow.catalog.catalog import Catalog
from docflow.cli.options import format_option
from docflow.cli.output import put, put_json
from docflow.errors import PluginError, RefusedError
from docflow.lang.suggest import nearest
from docflow.plugin.spec import ComponentSpec
from docflow.report import specs
from docflow.report.table import table

__all__ = ["command"]


@click.group("plugins")
def command() -> None:
    """List the installed plugins, or show what one brings."""


@command.command("list")
@format_option
def list_(format_: str) -> int:
    """List the installed namespaces: who ships them and their components."""
    catalog = Catalog.installed()
    rows = [_row(catalog, name) for name in catalog.names()]
    if format_ == "json":
        put_json({"plugins": rows})
        return 0
    cells = [(row["namespace"], row["distribution"], row["error"] or row["components"]) for row in rows]
    put("\n".join(table(cells, ("namespace", "distribution", "components"), indent="")))
    return 0


def _row(catalog: Catalog, name: str) -> dict[str, str]:
    found, error, who = "", "", ""
    try:
        provider = catalog.provider(name)
        who = provider.title if provider else ""
        found = ", ".join(sorted({spec.name for spec in catalog.specs([name])}))
    except PluginError as failure:
        error = f"does not load: {failure.message}"
    return {"namespace": name, "distribution": who, "components": found, "error": error}


@command.command("show")
@click.argument("name")
@format_option
def show(name: str, format_: str) -> int:
    """Show the manual of a component (`news.residue`) or of all components of a namespace (`news`)."""
    found = _find(Catalog.installed(), name)
    if format_ == "json":
        put_json([specs.as_json(spec) for spec in found])
    else:
        put("\n".join(specs.render(spec) for spec in found), end="")
    return 0


def _find(catalog: Catalog, name: str) -> list[ComponentSpec]:
    namespace, _, rest = name.partition(".")
    everything = [spec for ns in {namespace, "core"} & set(catalog.names()) for spec in catalog.specs([ns])]
    if not rest:
        whole = [spec for spec in everything if spec.namespace == namespace]
        if whole:
            return whole
    found = [spec for spec in everything if name in (spec.path, f"{spec.namespace}.{spec.name}")]
    if found:
        return found
    names = [*catalog.names(), *(spec.path for spec in everything)]
    near = nearest(name, names)
    hint = f"did you mean `{near}`?" if near else "`docflow plugins list` shows what is installed"
    raise RefusedError(f"no plugin or component is called `{name}`; {hint}")

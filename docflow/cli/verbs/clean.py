"""`docflow clean`: the first minute, without a flow file."""

import shlex
import tempfile
from pathlib import Path

import click

from docflow import api
from docflow.catalog.catalog import Catalog
from docflow.cli.hearing import hear
from docflow.cli.options import format_option
from docflow.cli.output import coloured, put, put_json
from docflow.cli.remarks import remarks
from docflow.errors import RefusedError
from docflow.flowfile.everyday import everyday, suffixes_of
from docflow.io.paths import written_path
from docflow.plan.quote import quote
from docflow.plan.report import Report
from docflow.report import changes, runs

__all__ = ["command"]

SHOWN = 3
"""How many of the most changed documents are shown."""


@click.command("clean")
@click.argument("paths", nargs=-1, metavar="PATH...")
@click.option("--out", metavar="DIR", help="Write the cleaned texts into this folder.")
@format_option
def command(paths: tuple[str, ...], out: str | None, format_: str) -> int:
    """Clean files or folders with the default cleaning flow of the installed plugins.

    Shows the most changed documents before and after, the table of rules, and the one-line flow that it
    ran, ready to be saved. Writes nothing without --out.
    """
    if not paths:
        raise RefusedError("nothing to clean; write `docflow clean PATH...` with files or folders")
    catalog = Catalog.installed()
    sources = (f"files({_places(paths)})",)
    parts = everyday(catalog, suffixes_of(paths, Path.cwd()))
    flow = parts.flow(sources, f"text({quote(out or 'cleaned')})")
    with tempfile.TemporaryDirectory(prefix="docflow-") as folder:
        preview = parts.preview(sources, _call(folder, "before"), _call(folder, "after"))
        report = _run(preview, catalog)
        most = changes.most_changed(Path(folder), SHOWN)
        said = remarks(catalog, parts.steps, paths, Path(folder) / "after.jsonl")
    if out is not None:
        report = _run(flow, catalog)
    shown = changes.without_preview(report) if out is None else report
    if format_ == "json":
        found = {"flow": flow, "report": runs.as_json(shown), "changed": changes.as_json(most)}
        put_json(found | ({"remarks": said} if said else {}))
    else:
        _print(flow, shown, most, written=out is not None)
        if said:
            put("\n" + "\n".join(said))
    return report.exit_code


def _places(paths: tuple[str, ...]) -> str:
    quoted = [quote(str(written_path(path))) for path in paths]
    return quoted[0] if len(quoted) == 1 else "[" + ", ".join(quoted) + "]"


def _call(folder: str, name: str) -> str:
    return f"jsonl({quote(str(Path(folder) / f'{name}.jsonl'))})"


def _run(text: str, catalog: Catalog) -> Report:
    with hear():
        return api.Flow(text, "<clean>", Path.cwd(), catalog).run()


def _print(flow: str, report: Report, most: list[changes.Change], *, written: bool) -> None:
    colour = coloured()
    if most:
        put(changes.render(most, color=colour))
    put(runs.render(report, color=colour))
    put("the flow, ready to be saved as clean.flow:\n")
    put(f"  {flow}\n")
    if not written:
        put(
            f"nothing was written; `docflow clean --out DIR ...` or `docflow run -e {shlex.quote(flow)}` does"
        )

"""`docflow test`: run the tests that stand in flow files."""

import click

from docflow import api
from docflow.catalog.catalog import Catalog
from docflow.cli.options import format_option
from docflow.cli.output import put, put_json
from docflow.engine.cases import run_case
from docflow.errors import FlowError, RefusedError
from docflow.plan.case import CaseResult
from docflow.report import cases

__all__ = ["command"]


@click.command("test")
@click.argument("files", nargs=-1, metavar="FILE...")
@click.option("-k", "wanted", metavar="WORDS", help="Run the tests whose name contains WORDS.")
@click.option("--update", is_flag=True, help="Write the snapshots anew from what the flows give now.")
@format_option
def command(files: tuple[str, ...], wanted: str | None, update: bool, format_: str) -> int:
    """Run the tests that stand in flow files; exit 1 when one fails.

    A test needs no files, params, secrets or network: it brings its own documents.
    """
    if not files:
        raise RefusedError("no flow to test; write `docflow test FILE...`")
    results = [
        (file, result) for file in files for result in run_tests(api.load(file), wanted, update=update)
    ]
    if not results:
        raise RefusedError(f"no test matches `-k {wanted}`" if wanted else "the flows hold no test")
    if format_ == "json":
        put_json(cases.as_json(results))
    else:
        put(cases.render(results), end="")
    return 1 if any(result.failures for _, result in results) else 0


def run_tests(flow: api.Flow, wanted: str | None = None, *, update: bool = False) -> list[CaseResult]:
    """Run the tests of one flow file; raises FlowError when the flow is wrong."""
    checked = flow.check()
    if not checked.ok:
        raise FlowError(checked.diagnostics, checked.sources)
    catalog: Catalog = flow.catalog
    chosen = [c for c in checked.elaborated.cases if wanted is None or wanted in c.name]
    return [run_case(case, catalog, folder=flow.folder, accept=update) for case in chosen]

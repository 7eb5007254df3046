"""`docflow check`: every mistake of the flows, without running anything; what can be fixed, fixed."""

from collections.abc import Sequence
from importlib import import_module
from typing import Any

import click

from docflow.cli.checking import Looked, look, worst
from docflow.cli.output import coloured, columns, put, put_document, put_json
from docflow.cli.targets import targets
from docflow.cli.trust import trusting
from docflow.errors import RefusedError
from docflow.flowfile.trust import Trust
from docflow.plan.ir import FlowPlan
from docflow.report import diagnostics
from docflow.report.table import count

__all__ = ["command"]

FORMATS = ("text", "json", "github", "sarif", "junit")
MANY = 10
"""With more flows than this, those without findings are only counted."""


@click.command("check")
@click.argument("files", nargs=-1, metavar="[FILE|FOLDER|-]...")
@click.option("-e", "text", metavar="TEXT", help="The flow itself, instead of a file.")
@click.option(
    "--stdin-name", metavar="FILE", help="What `-` (standard input) is called, and where it stands."
)
@click.option("--fix", is_flag=True, help="Write what can be fixed, and show what is left.")
@click.option("--diff", is_flag=True, help="With --fix: only show what it would write; exit 1 if anything.")
@click.option(
    "--deny", multiple=True, metavar="CODE", help="Make a warning an error: a code, DF02, warnings."
)
@click.option("--allow", multiple=True, metavar="CODE", help="Warnings to leave out: DF0208, DF02, warnings.")
@click.option("--coverage", is_flag=True, help="Run the tests, and find what none of them reaches (DF0605).")
@trusting
@click.option("--format", "format_", type=click.Choice(FORMATS), default="text", help="How to print it.")
def command(
    *,
    files: Sequence[str],
    text: str | None,
    stdin_name: str | None,
    fix: bool,
    diff: bool,
    deny: Sequence[str],
    allow: Sequence[str],
    coverage: bool,
    trust: Trust,
    format_: str,
) -> int:
    """Check flows and report every mistake; exit 2 when there is an error.

    Needs no params, secrets or network, and imports only the plugins that the flows name. In a folder, all
    flows below it are checked.
    """
    if diff and not fix:
        raise RefusedError("`--diff` shows what `--fix` would write; say `--fix --diff`")
    if trust.limited and (fix or coverage):
        raise RefusedError("`--fix` writes flows and `--coverage` runs them; check a flow without first")
    chosen = targets(files, text, stdin_name, trust)
    if not chosen:
        raise RefusedError("no flow to check; write `docflow check FILE` or `docflow check -e TEXT`")
    looked = look(chosen, deny, allow, trust)
    if coverage:
        looked = import_module("docflow.cli.covering").covered(looked)
    if fix:
        code: int = import_module("docflow.cli.mending").mend_all(looked, format_, only_show=diff)
        return code
    show(looked, format_)
    return worst(looked)


def show(looked: Sequence[Looked], format_: str) -> None:
    """Print what was found."""
    if format_ == "text":
        _show_text(looked)
    elif format_ == "json":
        put_json({"files": [as_row(each) for each in looked]})
    else:
        made = import_module("docflow.cli.documents").findings(format_, looked, worst(looked))
        put_document(format_, made)


def as_row(looked: Looked) -> dict[str, Any]:
    """Return what was found in a file as JSON values."""
    found = diagnostics.as_json(looked.found)
    return {"file": looked.name, "ok": worst([looked]) == 0, "diagnostics": found}


def _show_text(looked: Sequence[Looked]) -> None:
    for each in looked:
        if each.found:
            put(diagnostics.render(each.found, each.sources, color=coloured(), width=columns()), end="")
        elif len(looked) <= MANY:
            put(f"{each.name}: no findings in {_extent(each)}")
    for line in closing(looked):
        put(line)


def closing(looked: Sequence[Looked], *, fixes: bool = True) -> list[str]:
    """Return the lines after all findings: the sums over several files, and what can be fixed."""
    lines = []
    found = list(dict.fromkeys(finding for each in looked for finding in each.found))
    if len(looked) > 1:
        wrong = [each for each in looked if each.found]
        sums = f"{diagnostics.counts(found)} in {len(wrong)} of them" if wrong else "no findings"
        lines.append(f"{count(len(looked), 'flow')}: {sums}")
    lines += diagnostics.by_code(found)
    mendable = sum(each.mendable for each in looked)
    if mendable and fixes:
        lines.append(f"{mendable:,} can be fixed with `--fix`")
    return lines


def _extent(looked: Looked) -> str:
    plan = looked.checked.elaborated.outline
    flows: tuple[FlowPlan, ...] = plan.flows if plan else ()
    steps, tests = sum(len(flow.body) for flow in flows), len(looked.checked.elaborated.cases)
    parts = [count(len(flows), "flow"), count(steps, "step"), count(tests, "test")]
    return ", ".join(parts)

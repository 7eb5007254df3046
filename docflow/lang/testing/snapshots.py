"""Snapshots that no test claims any more (DF0604): the test that they held is gone or has another name."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from docflow.errors import Span
from docflow.io.beside import snapshot_folder
from docflow.io.names import decode
from docflow.io.snapshots import obsolete
from docflow.lang import tree
from docflow.lang.findings import Findings
from docflow.lang.suggest import nearest
from docflow.plan.quote import quote

__all__ = ["check_snapshots"]


def check_snapshots(program: tree.Program, folder: Path, findings: Findings) -> None:
    """Warn (DF0604) of every snapshot beside the flow that no test of it names.

    Silent about a file that could not be read whole, and where the name of a snapshot is no plain text.
    """
    if program.broken:
        return
    tests = [item for item in program.items if isinstance(item, tree.Test)]
    calls = list(_snapshots(tests))
    names = [call.args[0].value for call in calls if len(call.args) == 1]
    claimed = [value.value for value in names if isinstance(value, tree.Text)]
    if len(claimed) != len(calls):
        return
    with suppress(OSError):  # what cannot be read is told when the tests run
        found = [decode(path.stem) or path.stem for path in obsolete(folder, program.file, claimed)]
        at = tests[-1].name.span if tests else Span(program.file, 0, 0, 1, 1, 1, 1)
        if found:
            _obsolete(found, snapshot_folder(folder, program.file).name, claimed, at, findings)


def _snapshots(tests: list[tree.Test]) -> Iterator[tree.Call]:
    for test in tests:
        for clause in test.clauses:
            node = clause.condition if isinstance(clause, tree.Then) else None
            if isinstance(node, tree.Call) and node.path.text == "snapshot":
                yield node


def _obsolete(names: list[str], place: str, claimed: list[str], at: Span, findings: Findings) -> None:
    near = next((pair for name in names if (pair := (name, nearest(name, claimed)))[1]), None)
    several = f" and {len(names) - 3} more" if len(names) > 3 else ""
    listed = ", ".join(quote(name) for name in names[:3]) + several
    what = f"the snapshots {listed}" if len(names) > 1 else f"the snapshot {listed}"
    renamed = f"was {quote(near[0])} renamed to {quote(near[1] or '')}? " if near else ""
    findings.add(
        "DF0604",
        f"no test claims {what} in `{place}` any more",
        at,
        help=f"{renamed}`docflow test --update` removes what no test claims",
        severity="warning",
    )

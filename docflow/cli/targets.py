"""Which flows a command line means: files, folders, `-` for standard input and `-e TEXT`."""

from collections.abc import Sequence
from pathlib import Path

from docflow.cli.flowpaths import flow_files, read_standard_input
from docflow.errors import RefusedError
from docflow.flowfile.file import FlowFile, read_flow
from docflow.flowfile.trust import Trust
from docflow.io.newlines import unify
from docflow.value import frozen

__all__ = ["Target", "targets"]

STDIN = "-"


@frozen
class Target:
    """A flow to look at; `path` is its file, None for a text that came otherwise, which is in `raw`."""

    flow: FlowFile
    path: Path | None
    raw: str = ""


def targets(
    files: Sequence[str], text: str | None, stdin_name: str | None, trust: Trust | None = None
) -> list[Target]:
    """Return the flows in the order of the command line.

    Raises RefusedError when one cannot be read, or when the trust does not admit its file.
    """
    if stdin_name is not None and "-" not in files:
        raise RefusedError("`--stdin-name` names a flow on standard input; write `-` as the file, too")
    paths = flow_files(tuple(name for name in files if name != STDIN))
    found = [_file(path if trust is None else trust.admit(path)) for path in paths]
    if STDIN in files:
        found.append(_standard_input(stdin_name))
    if text is not None:
        found.append(Target(FlowFile(text, "<flow>", Path.cwd()), None, text))
    return found


def _file(path: Path) -> Target:
    return Target(FlowFile(*read_flow(path)), path)


def _standard_input(name: str | None) -> Target:
    raw = read_standard_input()
    folder = Path(name).resolve().parent if name else Path.cwd()
    return Target(FlowFile(unify(raw), name or "<stdin>", folder), None, raw)

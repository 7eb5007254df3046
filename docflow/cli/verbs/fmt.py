"""`docflow fmt`: bring flow files into the one layout."""

import re
from pathlib import Path

import click
from attrs import frozen

from docflow.cli.fail import BUG
from docflow.cli.flowpaths import flow_files, read_raw, read_standard_input
from docflow.cli.options import format_option
from docflow.cli.output import coloured, coloured_errors, put, put_bytes, put_error, put_json
from docflow.errors import Diagnostic, DocflowError, RefusedError
from docflow.io.escape import safe
from docflow.io.newlines import unify
from docflow.io.rewrite import rewrite
from docflow.lang.layout.format import Formatted, LayoutError, format_text
from docflow.report import diagnostics
from docflow.report.patch import patch
from docflow.report.table import count

__all__ = ["command"]

STDIN = "-"


@frozen
class Result:
    """What became of one file: `new` is None where it could not be formatted, and `exit_code` says why."""

    name: str
    old: str = ""
    new: str | None = None
    findings: tuple[Diagnostic, ...] = ()
    error: str = ""
    exit_code: int = 0

    @property
    def changed(self) -> bool:
        """Whether the layout differs from what was written."""
        return self.new is not None and self.new != self.old


@click.command("fmt")
@click.argument("files", nargs=-1, metavar="FILE|FOLDER...")
@click.option("--check", is_flag=True, help="Write nothing; name the files that would change, and exit 1.")
@click.option("--diff", is_flag=True, help="Write nothing; show what would change.")
@click.option(
    "--range", "lines", metavar="FIRST:LAST", help="Format the steps and items on these lines only."
)
@click.option("--stdin-name", metavar="NAME", help="What messages call `-`, standard input.")
@format_option
def command(
    *,
    files: tuple[str, ...],
    check: bool,
    diff: bool,
    lines: str | None,
    stdin_name: str | None,
    format_: str,
) -> int:
    """Bring flow files into the one layout; `-` reads standard input and writes standard output.

    Only spaces, line ends and commas before closing brackets change; comments stay. A file with mistakes
    of syntax is left as it is, with exit code 2.
    """
    if not files:
        raise RefusedError("no flow to format; write `docflow fmt FILE...`, or `docflow fmt -`")
    wanted = _range(lines)
    if STDIN in files and len(files) > 1:
        raise RefusedError(
            "`-` stands alone: standard input is one flow, and its result goes to standard output"
        )
    if stdin_name is not None and STDIN not in files:
        raise RefusedError("`--stdin-name` names a flow on standard input; write `-` as the file, too")
    paths = [Path(STDIN)] if files == (STDIN,) else flow_files(files)
    if wanted is not None and len(paths) > 1:
        raise RefusedError("`--range` is for one file")
    piped, keep = files == (STDIN,), check or diff
    name = (stdin_name or "<stdin>") if piped else None
    results = [_format(path, wanted, name, keep=keep or piped) for path in paths]
    code = max(result.exit_code for result in results) or int(check and any(r.changed for r in results))
    if format_ == "json":
        put_json({"files": [_as_json(result, written=not keep and not piped) for result in results]})
    elif piped and not keep:
        _pass_on(results[0])
    else:
        _print(results, keep=keep, diff=diff)
    return code


def _range(text: str | None) -> tuple[int, int] | None:
    if text is None:
        return None
    found = re.fullmatch(r"([0-9]{1,9})(?::([0-9]{1,9}))?", text)
    first, last = (int(found[1]), int(found[2] or found[1])) if found else (0, 0)
    if not 0 < first <= last:
        raise RefusedError(
            f"`--range {text}` is no range of lines; write the first and the last, as in 10:20"
        )
    return first, last


def _format(path: Path, lines: tuple[int, int] | None, stdin_name: str | None, *, keep: bool) -> Result:
    """Format one file, and write it unless it is kept; a failure is a result, so that others go on."""
    name = stdin_name or str(path)
    try:
        text = read_raw(path) if stdin_name is None else read_standard_input()
        made = format_text(_ended(text), name, lines=lines)
        result = _result(name, text, made)
        if result.changed and not keep:
            rewrite(path, made.text.encode())
    except DocflowError as error:
        return Result(name, error=str(error), exit_code=error.exit_code)
    except LayoutError as error:
        bug = f"internal error in {name}: {error}. This is a bug in docflow; the file is left as it was."
        return Result(name, error=bug, exit_code=BUG)
    return result


def _ended(text: str) -> str:
    r"""Where some lines end in `\r` alone, all get the `\n` that other commands read there."""
    return unify(text) if re.search(r"\r(?!\n)", text) else text


def _result(name: str, text: str, made: Formatted) -> Result:
    wrong = any(found.severity == "error" for found in made.diagnostics)
    return Result(name, text, None if wrong else made.text, made.diagnostics, exit_code=2 if wrong else 0)


def _pass_on(result: Result) -> None:
    _tell(result)
    if result.new is not None:
        put_bytes(result.new.encode())


def _tell(result: Result) -> None:
    """Say what is wrong with a file, on standard error."""
    if result.error:
        put_error(f"docflow: {safe(result.error, 2000)}")
    elif result.exit_code:
        shown = diagnostics.render(result.findings, {result.name: result.old}, color=coloured_errors())
        put_error(shown, end="")


def _print(results: list[Result], *, keep: bool, diff: bool) -> None:
    for result in results:
        _tell(result)
        if result.changed and diff:
            put(patch(result.old, result.new or "", result.name, color=coloured()), end="")
        elif result.changed:
            put(f"{'would format' if keep else 'formatted'} {safe(result.name, None)}")
    (put_error if diff else put)(_summary(results, keep=keep))


def _summary(results: list[Result], *, keep: bool) -> str:
    """Return the closing line, as in "2 files formatted, 1 left as it was"."""
    changed = sum(result.changed for result in results)
    failed = sum(bool(result.error) for result in results)
    wrong = sum(result.new is None for result in results) - failed
    same = len(results) - changed - failed - wrong
    parts = [f"{count(changed, 'file')} {'would be ' if keep else ''}formatted"] if changed else []
    parts += [f"{same if parts else count(same, 'file')} formatted already"] if same else []
    parts += [f"{wrong if parts else count(wrong, 'file')} with mistakes"] if wrong else []
    parts += [f"{failed if parts else count(failed, 'file')} not formatted"] if failed else []
    return ", ".join(parts)


def _as_json(result: Result, *, written: bool) -> dict[str, object]:
    return {
        "file": result.name,
        "changed": result.changed,
        "written": written and result.changed,
        "error": result.error or None,
        "diagnostics": diagnostics.as_json(result.findings),
        "text": result.new,
    }

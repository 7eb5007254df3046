"""`docflow check --fix`: fix what can be fixed, write it, and show what was done and what is left.

Only the files of the command line are written; a fix for an included file is counted, and its file named.
"""

import shlex
from collections.abc import Sequence
from typing import Any

from attrs import define

from docflow.cli.checking import Looked, again, worst
from docflow.cli.flowpaths import read_raw
from docflow.cli.output import coloured, coloured_errors, columns, put, put_bytes, put_error, put_json
from docflow.cli.verbs.check import as_row, closing, show
from docflow.errors import Diagnostic, DocflowError, MachineError
from docflow.io.escape import safe
from docflow.io.newlines import restore, unify
from docflow.io.rewrite import rewrite
from docflow.lang.fixing import Mended, mend
from docflow.report import diagnostics
from docflow.report.patch import patch
from docflow.report.table import count
from docflow.value import evolve

__all__ = ["mend_all"]


@define(eq=False)
class _Done:
    """A flow before and after; `after` is as it was looked at with the new text."""

    before: Looked
    mended: Mended
    after: Looked
    error: DocflowError | None = None

    @property
    def changed(self) -> bool:
        return self.error is None and self.mended.text != self.before.target.flow.text

    def failed(self, error: DocflowError) -> None:
        """Note that the file could not be written: what was found is in it still."""
        self.after, self.error = self.before, error

    def patch(self, *, color: bool = False) -> str:
        """Return what changes, as a unified diff."""
        return patch(self.before.target.flow.text, self.mended.text, self.before.name, color=color)


def mend_all(looked: Sequence[Looked], format_: str, *, only_show: bool) -> int:
    """Mend flows that were looked at; returns the exit code.

    2 when an error is left; with `only_show`, which writes nothing, 1 when there is something to fix. A file
    that cannot be written keeps what was found in it, and the others go on; then it is the code of that.
    """
    done = [_mended(each) for each in looked]
    if only_show:
        return _only_show(done, format_)
    for each in done:
        _write(each)
    _look_again(done)
    after = [each.after for each in done]
    if format_ == "json":
        put_json({"files": [as_row(each.after) | _outcome(each) for each in done]})
    elif format_ != "text":
        show(after, format_)
    elif any(each.before.target.path is None for each in done):
        _pass_on(done)
    else:
        _tell(done)
    errors = [each.error for each in done if each.error is not None]
    for error in errors if format_ != "json" else ():
        put_error(f"docflow: {safe(str(error), None)}")
    return max((error.exit_code for error in errors), default=worst(after))


def _mended(looked: Looked) -> _Done:
    flow, settings = looked.target.flow, looked.settings

    def check(text: str) -> Sequence[Diagnostic]:
        return again(looked.target, settings, evolve(flow, text=text)).found

    done = mend(flow.text, check, flow.name)
    after = again(looked.target, settings, evolve(flow, text=done.text)) if done.applied else looked
    return _Done(looked, done, after)


def _write(done: _Done) -> None:
    """Write the new text with the line ends and the mark at the start that the file has.

    A file that was written by somebody else in the meantime is left as it is.
    """
    path = done.before.target.path
    if path is None or not done.changed:
        return
    try:
        raw = read_raw(path)
        if unify(raw) != done.before.target.flow.text:
            raise MachineError(f"`{path}` has changed while it was checked; nothing was written to it")
        rewrite(path, restore(raw, done.mended.text).encode("utf-8"))
    except DocflowError as error:
        done.failed(error)


def _look_again(done: Sequence[_Done]) -> None:
    """Check again what includes a file that was written only now."""
    if any(each.changed for each in done):
        for each in done:
            if len(each.after.sources) > 1:
                flow = each.before.target.flow
                flow = flow if each.error else evolve(flow, text=each.mended.text)
                each.after = again(each.before.target, each.before.settings, flow)


def _only_show(done: Sequence[_Done], format_: str) -> int:
    changes = [each for each in done if each.changed]
    if format_ == "json":
        rows = [{"file": each.before.name, "fixed": _rows(each), "diff": each.patch()} for each in done]
        put_json({"files": rows})
    elif format_ != "text":
        show([each.before for each in done], format_)
    else:
        put("".join(each.patch(color=coloured()) for each in changes), end="")
        fixes = sum(len(each.mended.applied) for each in changes)
        where = count(len(changes), "file")
        said = f"{count(fixes, 'finding')} in {where} would be fixed" if changes else "nothing to fix"
        put_error(f"docflow: {said}; nothing was written")
    return 1 if changes else worst([each.after for each in done])


def _tell(done: Sequence[_Done]) -> None:
    """Show what was written as a diff, and below it what is left."""
    parts = ["".join(each.patch(color=coloured()) for each in done if each.changed)]
    for each in done:
        if each.changed:
            parts[0] += (
                f"fixed {count(len(each.mended.applied), 'finding')} in {safe(each.before.name, None)}\n"
            )
    left = [each.after for each in done if each.after.found]
    parts += [diagnostics.render(one.found, one.sources, color=coloured(), width=columns()) for one in left]
    put("\n".join(part for part in parts if part), end="")
    if not left:
        put("no findings are left" if any(each.changed for each in done) else "no findings")
    sums = closing([each.after for each in done], fixes=False) if left and len(done) > 1 else ()
    for line in [*_left_out(done), *_elsewhere(done), *sums]:
        put(line)


def _pass_on(done: Sequence[_Done]) -> None:
    """Print the text itself on standard output, all else on standard error; files are written as ever."""
    for each in done:
        if each.before.target.path is None:
            put_bytes(restore(each.before.target.raw, each.mended.text).encode("utf-8"))
        elif each.changed:
            put_error(each.patch(color=coloured_errors()), end="")
    for each in done:
        if each.after.found:
            shown = diagnostics.render(each.after.found, each.after.sources, color=coloured_errors())
            put_error(shown, end="")


def _left_out(done: Sequence[_Done]) -> list[str]:
    """Say why a fix that is offered still was not applied."""
    number = sum(each.after.mendable for each in done if each.error is None)
    return [f"not applied, since it would lead to more errors: {count(number, 'offer')}"] if number else []


def _elsewhere(done: Sequence[_Done]) -> list[str]:
    """Name the included files that hold something to fix."""
    named = {each.before.name for each in done}
    fixes = [found.fix for each in done for found in each.after.found if found.fix]
    files = sorted({fix.span.file for fix in fixes} - named)
    said = f"included files are not written; to fix them: docflow check --fix {shlex.join(files)}"
    return [said] if files else []


def _outcome(done: _Done) -> dict[str, Any]:
    """What became of a file, for JSON: nothing is fixed in one that could not be written."""
    if done.error is None:
        return {"fixed": _rows(done)}
    return {"fixed": [], "error": str(done.error)}


def _rows(done: _Done) -> list[dict[str, Any]]:
    return [
        {"code": each.code, "message": each.message, "title": each.fix.title}
        for each in done.mended.applied
        if each.fix
    ]

"""One call of `docflow test`: files one after the other, results as they come, the sums at the end."""

from collections.abc import Callable, Sequence
from pathlib import Path

from attrs import define, field

from docflow.catalog.catalog import Catalog
from docflow.cli.covering import Cover
from docflow.cli.output import coloured_errors, put, put_error, put_json
from docflow.cli.selection import Selection
from docflow.engine.cases.snapshots import remove_snapshot
from docflow.errors import Diagnostic, FlowError, RefusedError
from docflow.flowtests.tests import Ran, Tests, read_tests, run_one
from docflow.io.escape import safe
from docflow.plan.case import Case
from docflow.report import cases, diagnostics
from docflow.report.failures import Look
from docflow.report.junit import JunitCase, Suite, junit
from docflow.value import evolve

__all__ = ["FORMATS", "Session"]

FORMATS = ["text", "json", "junit", "github"]


@define
class Session:
    """What one command line asked for, and what came of it."""

    format: str
    look: Look
    quiet: bool = False
    verbose: bool = False
    update: bool = False
    fast: bool = False
    cover: Cover | None = None
    catalog: Catalog = field(factory=Catalog.installed)
    ran: list[tuple[Tests, Ran]] = field(factory=list)
    wrong: list[FlowError] = field(factory=list)
    obsolete: list[Path] = field(factory=list)

    def file(self, selection: Selection, words: Sequence[str]) -> bool:
        """Run the chosen tests of a file; returns whether to go on with the next one."""
        try:
            tests = read_tests(selection.file, self.catalog)
        except FlowError as error:
            self._tell_wrong(error)
            return not self.fast
        selection.check(tests.cases)
        if self.cover is not None:
            self.cover.files.append(tests)
        chosen = [case for case in tests.cases if selection.takes(case) and _named(case, words)]
        for case in chosen:
            ran = run_one(tests, case, update=self.update, recorder=self.cover and self.cover.gauge.recorder)
            self.ran.append((tests, ran))
            if self.cover is not None:
                self.cover.gauge.take(tests, ran)
            self._tell(tests, ran)
            if self.fast and ran.result.failures:
                return False
        self._look_for_obsolete(tests, whole=len(chosen) == len(tests.cases))
        return True

    def _tell_wrong(self, error: FlowError) -> None:
        self.wrong.append(error)
        if self.format == "text":
            shown = diagnostics.render(error.diagnostics, error.sources, color=coloured_errors())
            put_error(shown, end="")

    def _tell(self, tests: Tests, ran: Ran) -> None:
        if self.format != "text":
            return
        look = evolve(self.look, sources=tests.sources)
        lines = cases.result_lines(tests.file, ran.result, look, brief=self.quiet)
        if self.verbose and not ran.result.failures:
            lines += [f"        line {claim.at.line}: {safe(claim.text)}" for claim in ran.case.claims]
        if lines:
            put("\n".join(lines))

    def _look_for_obsolete(self, tests: Tests, *, whole: bool) -> None:
        """Tell of snapshots that no test claims; they go with `--update`, unless only some tests ran."""
        for path in tests.obsolete():
            remove = self.update and whole
            if remove:
                remove_snapshot(path)
            else:
                self.obsolete.append(path)
            if self.format == "text":
                what = "removed" if remove else "no test claims it any more; `--update` removes it"
                put(f"obsolete  {_shown(path)}: {what}")

    def close(self, words: Sequence[str]) -> int:
        """Print what is printed at the end and return the exit code."""
        if not self.ran and not self.wrong:
            asked = ", ".join(f"`-k {each}`" for each in words)
            raise RefusedError(f"no test matches {asked}" if words else "the flows hold no test")
        if self.cover is not None:
            self.cover.judge()
        _WRITERS[self.format](self)
        if self.wrong:
            return 2
        failed = any(ran.result.failures for _, ran in self.ran)
        return 1 if failed or (self.cover is not None and self.cover.failed) else 0


def _named(case: Case, words: Sequence[str]) -> bool:
    """Whether the name of a test holds any of the words, in whatever case."""
    name = case.name.casefold()
    return not words or any(each.casefold() in name for each in words)


def _shown(path: Path) -> str:
    """Return a path as people call it: from the folder where they are, when it is below that."""
    here = Path.cwd()
    return safe(str(path.relative_to(here) if path.is_relative_to(here) else path), None)


def _text(session: Session) -> None:
    if session.cover is not None:
        put(session.cover.text(session.look), end="")
    if session.ran:
        wrong = f"; {len(session.wrong)} wrong flow{'s' * (len(session.wrong) > 1)}" if session.wrong else ""
        put(cases.sums(ran.result for _, ran in session.ran) + wrong)


def _json(session: Session) -> None:
    rows = cases.as_json([(tests.file, ran.result) for tests, ran in session.ran])
    made = {"tests": rows, "failed": sum(not row["passed"] for row in rows)}
    found = [each for error in session.wrong for each in error.diagnostics]
    made |= {"diagnostics": diagnostics.as_json(found)} if found else {}
    made |= session.cover.data() if session.cover is not None else {}
    made |= {"obsolete": [str(path) for path in session.obsolete]} if session.obsolete else {}
    put_json(made)


def _junit(session: Session) -> None:
    files = dict.fromkeys(tests.file for tests, _ in session.ran)
    suites = []
    for file in files:
        mine = [(tests, ran) for tests, ran in session.ran if tests.file == file]
        look = evolve(session.look, sources=mine[0][0].sources, color=False)
        suites.append(cases.as_suite(file, [(ran.result, ran.seconds) for _, ran in mine], look))
    suites += session.cover.suites() if session.cover is not None else []
    suites += [Suite(error.diagnostics[0].span.file, (_wrong_case(error),)) for error in session.wrong]
    put(junit(suites), end="")


def _wrong_case(error: FlowError) -> JunitCase:
    first = next(found for found in error.diagnostics if found.severity == "error")
    text = diagnostics.render(error.diagnostics, error.sources)
    message = f"{first.code} {first.message}"
    return JunitCase(
        "the flow is right", first.span.file, first.span.line, (message, text), kind="diagnostic"
    )


def _github(session: Session) -> None:
    for error in session.wrong:
        for found in error.diagnostics:
            put(_annotation(found.span.file, found.span.line, found.span.column, *_said(found)))
    for found in session.cover.found if session.cover is not None else ():
        level = "error" if found.severity == "error" else "warning"
        put(_annotation(found.span.file, found.span.line, found.span.column, *_said(found), level=level))
    for tests, ran in session.ran:
        look = evolve(session.look, sources=tests.sources, color=False)
        for failure in ran.result.failures:
            one = evolve(ran.result, failures=(failure,))
            column = failure.span.column if failure.span else 1
            text = f"{failure.message}\n{cases.failure_text(one, look)}"
            put(_annotation(failure.at.file, failure.at.line, column, f"test: {ran.result.name}", text))
    _text(session)


def _said(found: Diagnostic) -> tuple[str, str]:
    return found.code, found.message + (f"\n{found.help}" if found.help else "")


def _annotation(file: str, line: int, column: int, title: str, text: str, *, level: str = "error") -> str:
    place = f"file={_property(file)},line={line},col={column},title={_property(title)}"
    return f"::{level} {place}::{_escaped(text)}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")


_WRITERS: dict[str, Callable[[Session], None]] = {
    "text": _text,
    "json": _json,
    "junit": _junit,
    "github": _github,
}

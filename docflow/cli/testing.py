"""One call of `docflow test`: files one after the other, results as they come, the sums at the end."""

from collections.abc import Sequence
from pathlib import Path

from attrs import define, field

from docflow.catalog.catalog import Catalog
from docflow.cli.hearing import hear
from docflow.cli.output import coloured_errors, put, put_error
from docflow.cli.selection import Selection
from docflow.cli.verdict import Verdict, write
from docflow.engine.cases.snapshots import remove_snapshot
from docflow.errors import FlowError, RefusedError
from docflow.flowfile.testing.tests import Ran, Tests, read_tests, run_one
from docflow.io.escape import safe
from docflow.plan.case import Case
from docflow.report import cases, diagnostics
from docflow.report.failures import Look
from docflow.value import evolve

__all__ = ["Session"]


@define
class Session:
    """What one command line asked for, and what came of it."""

    format: str
    look: Look
    quiet: bool = False
    verbose: bool = False
    update: bool = False
    fast: bool = False
    verdict: Verdict = field(factory=Verdict)
    catalog: Catalog = field(factory=Catalog.installed)

    def file(self, selection: Selection, words: Sequence[str]) -> bool:
        """Run the chosen tests of a file; returns whether to go on with the next one."""
        try:
            tests = read_tests(selection.file, self.catalog)
        except FlowError as error:
            self._tell_wrong(error)
            return not self.fast
        selection.check(tests.cases)
        cover = self.verdict.cover
        if cover is not None:
            cover.files.append(tests)
        chosen = [case for case in tests.cases if selection.takes(case) and _named(case, words)]
        for case in chosen:
            with hear():
                ran = run_one(
                    tests, case, update=self.update, recorder=cover.gauge.recorder if cover else None
                )
            if cover is not None:
                cover.gauge.take(tests, ran)
            self.verdict.ran.append((tests, ran))
            self._tell(tests, ran)
            if self.fast and ran.result.failures:
                return False
        self._look_for_obsolete(tests, whole=len(chosen) == len(tests.cases))
        return True

    def _tell_wrong(self, error: FlowError) -> None:
        self.verdict.wrong.append(error)
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
                self.verdict.obsolete.append(path)
            if self.format == "text":
                what = "removed" if remove else "no test claims it any more; `--update` removes it"
                put(f"obsolete  {_shown(path)}: {what}")

    def close(self, words: Sequence[str]) -> int:
        """Print what is printed at the end and return the exit code."""
        if not self.verdict.ran and not self.verdict.wrong:
            asked = ", ".join(f"`-k {each}`" for each in words)
            raise RefusedError(f"no test matches {asked}" if words else "the flows hold no test")
        if self.verdict.cover is not None:
            self.verdict.cover.judge()
        self.verdict.brief = self.quiet
        write(self.format, self.verdict, self.look)
        return self.verdict.code


def _named(case: Case, words: Sequence[str]) -> bool:
    """Whether the name of a test holds any of the words, in whatever case."""
    name = case.name.casefold()
    return not words or any(each.casefold() in name for each in words)


def _shown(path: Path) -> str:
    """Return a path as people call it: from the folder where they are, when it is below that."""
    here = Path.cwd()
    return safe(str(path.relative_to(here) if path.is_relative_to(here) else path), None)

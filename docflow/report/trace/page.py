"""A trace as one page of HTML: no network, no scripts, light and dark, for screens, readers and paper."""

import html
from collections.abc import Iterator
from pathlib import Path

from docflow.io.escape import safe
from docflow.plan.trace import Trace, TracedFlow, TracedStep, sums
from docflow.report.table import count
from docflow.report.trace import phrases
from docflow.report.trace.lines import Fold, Line
from docflow.report.trace.view import Note, View, changes_of, ends_of, steps_of
from docflow.report.words import marked

__all__ = ["framed", "page", "part"]

MOST_FOLDED = 500
LONGEST = 2000
NEAR = 160
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_SIGNS = {"same": ("", ""), "gone": ("-", "removed"), "new": ("+", "added"), "changed": ("~", "changed")}


def page(trace: Trace, view: View | None = None) -> str:
    """Return a trace as a whole document that needs nothing else."""
    ids = [flow.given.id for flow in trace.flows] or [trace.asked]
    title = _safe(f"{ids[0]} through {trace.file}")
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{html.escape(_POLICY)}">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{_style()}</style>\n</head>\n<body>\n"
        f"{part(trace, view)}\n</body>\n</html>\n"
    )


def _style() -> str:
    return Path(__file__).with_name("page.css").read_text("utf-8")


def part(trace: Trace, view: View | None = None) -> str:
    """Return what stands in the body of the page."""
    shown = _Page(trace, view or View())
    return "\n".join([*shown.head(), *shown.contents(), "<main>", *shown.main(), "</main>"])


def framed(trace: Trace) -> str:
    """Return the page in a frame of its own, for notebooks: its style touches nothing around it."""
    inside = html.escape(page(trace))
    return f'<iframe srcdoc="{inside}" style="width:100%;height:40rem;border:1px solid #8888"></iframe>'


def _safe(text: str, limit: int | None = 300) -> str:
    return html.escape(safe(text, limit))


class _Page:
    """Writes the parts of a page; steps are numbered through, so that the contents can lead to them."""

    def __init__(self, trace: Trace, view: View) -> None:
        self.trace, self.view = trace, view
        self.flows = [(flow, list(steps_of(flow, view))) for flow in trace.flows]

    def head(self) -> Iterator[str]:
        yield "<header>"
        asked = self.trace.flows[0].given.id if self.trace.flows else self.trace.asked
        yield f"<h1>{_safe(asked)}</h1><p>through <code>{_safe(self.trace.file)}</code></p>"
        for flow, _ in self.flows:
            for end in ends_of(flow, self.view):
                said = phrases.said_end(end, flow, self.trace.file)
                yield f'<p class="{end.action}">{html.escape(said)}</p>'
        yield "</header>"

    def contents(self) -> Iterator[str]:
        yield '<nav aria-label="Steps">'
        number = 0
        for flow, steps in self.flows:
            if len(self.flows) > 1:
                yield f'<p class="soft">flow {_safe(flow.name)}</p>'
            yield "<ol>"
            for step in steps:
                number += 1
                change = f"-{step.gone:,} +{step.new:,}" if step.runs else ""
                mark = change or (f"{len(step.fields)} fields" if step.fields else step.verdict)
                yield (
                    f'<li><a href="#s{number}"><span class="line">{step.at.line}</span><span>'
                    f'{_safe(step.words, 60)}</span><span class="{step.verdict}">{mark}</span></a></li>'
                )
            yield "</ol>"
        yield "</nav>"

    def main(self) -> Iterator[str]:
        for found in self.trace.rejections:
            yield f'<div class="note">{"<br>".join(map(html.escape, phrases.rejected(found)))}</div>'
        for note in self.trace.notes:
            yield f'<p class="note">{_safe(note, 500)}</p>'
        number = 0
        for flow, steps in self.flows:
            yield from self._flow(flow)
            for step in steps:
                number += 1
                yield from self._step(step, number)
            yield from self._sums(flow, steps)

    def _flow(self, flow: TracedFlow) -> Iterator[str]:
        doc = flow.given
        lines = doc.text.count("\n") + 1
        name = f"flow {flow.name}: " if flow.name else ""
        source = f" from {_safe(doc.source)}" if doc.source else ""
        yield f"<h2>{_safe(name + doc.id)}</h2>"
        yield (
            f'<p class="soft">{count(len(doc.text), "character")} in {count(lines, "line")}{source}; '
            "numbers in front are lines of the flow</p>"
        )

    def _step(self, step: TracedStep, number: int) -> Iterator[str]:
        changes = changes_of(step, self.view)
        said = html.escape(phrases.summary(step, changes.lines))
        quiet = " quiet" if step.verdict in ("unchanged", "held") and not step.tried else ""
        depth = f" d{min(len(step.path), 4)}" if step.path else ""
        at = phrases.place(self.trace.file, step.at.file, step.at.line)
        yield f'<section id="s{number}" class="step{quiet}{depth}">'
        title = f"{step.component} ({step.distribution})" if step.distribution else step.component
        hint = f' title="{html.escape(title)}"' if title else ""
        yield (
            f'<h3><span class="line">{_safe(at)}</span> <code{hint}>{_safe(step.words)}</code>'
            f'<span class="said {step.verdict}">{said}</span></h3>'
        )
        yield from self._tried(step)
        yield from self._fields(step)
        if changes.shown:
            yield '<table class="diff"><tbody>'
            for each in changes.shown:
                yield _fold(each) if isinstance(each, Fold) else _row(each)
            yield "</tbody></table>"
        yield from self._pieces(step)
        yield "</section>"

    def _tried(self, step: TracedStep) -> Iterator[str]:
        if not step.tried:
            return
        yield '<ul class="tried">'
        for tried in step.tried:
            words = f"<code>{_safe(tried.words, None)}</code> " if step.kind in ("when", "route") else ""
            why = "<br>".join(html.escape(each) for each in phrases.reasons(tried))
            arrow = "&rarr; " if tried.taken and words else ""
            taken = "yes" if tried.taken else "no"
            yield f'<li class="{taken}">{arrow}{words}<span class="words">{why}</span></li>'
        yield "</ul>"

    def _fields(self, step: TracedStep) -> Iterator[str]:
        if step.fields:
            pairs = [
                f"<dt><code>{html.escape(name)}</code></dt><dd><code>{html.escape(said)}</code></dd>"
                if name
                else f'<dt class="soft">{html.escape(said.partition(":")[0])}</dt>'
                f'<dd class="soft">{html.escape(said.partition(":")[2])}</dd>'
                for name, said in phrases.fields(step.fields)
            ]
            yield f"<dl>{''.join(pairs)}</dl>"

    def _pieces(self, step: TracedStep) -> Iterator[str]:
        if step.pieces:
            rows = [
                f"<li>{_safe(p.id)}, {count(p.chars, 'character')}: {p.end} {_safe(p.where)}</li>"
                for p in step.pieces[:LONGEST]
            ]
            yield f'<ol>{"".join(rows)}</ol><p class="soft">one of them is followed</p>'

    def _sums(self, flow: TracedFlow, steps: list[TracedStep]) -> Iterator[str]:
        own = tuple(step for step in steps if not step.copy)
        found = list(sums(own))
        if not found:
            return
        gone, new, given = sum(r.gone for r in found), sum(r.new for r in found), len(flow.given.text)
        yield "<h2>What removed what</h2>"
        if not any(step.pieces for step in own):
            yield f"<p>{given:,} characters - {gone:,} removed + {new:,} added = {given - gone + new:,}</p>"
        yield '<table class="sums"><thead><tr>'
        yield "".join(
            f'<th scope="col">{head}</th>' for head in ("line", "step", "rule", "times", "removed", "added")
        )
        yield "</tr></thead><tbody>"
        for row in found:
            yield (
                f'<tr><td class="num">{row.line}</td><td>{_safe(row.step)}</td>'
                f"<td>{_safe(row.rule) or '(the step)'}</td>"
                f'<td class="num">{row.removals:,}</td><td class="num">{row.gone:,}</td>'
                f'<td class="num">{row.new:,}</td></tr>'
            )
        yield "</tbody></table>"


def _row(each: Line | Note) -> str:
    if isinstance(each, Note):
        return f'<tr class="fold"><td></td><td></td><td colspan="2">{html.escape(each.text)}</td></tr>'
    sign, spoken = _SIGNS[each.kind]
    number = "" if each.number is None else str(each.number)
    rules = html.escape(", ".join(map(safe, each.rules)))
    label = f' aria-label="{spoken}"' if spoken else ""
    return (
        f'<tr class="{each.kind}"><td>{number}</td><td{label}>{sign}</td>'
        f'<td class="text" dir="auto">{_text(each)}</td><td class="rule">{rules}</td></tr>'
    )


def _text(line: Line) -> str:
    if line.kind == "changed":
        return marked(line.runs, "html", limit=LONGEST, same=NEAR)
    text = "".join(run.text for run in line.runs).rstrip("\n")
    if line.white:
        return html.escape(safe(text.replace(" ", "·"), LONGEST) if text else "↵")
    return _safe(text, LONGEST)


def _fold(fold: Fold) -> str:
    shown = fold.lines[:MOST_FOLDED]
    text = "\n".join(_text(line) for line in shown)
    more = f"\n… {len(fold.lines) - len(shown):,} more lines" if len(shown) < len(fold.lines) else ""
    said = f"{count(len(fold.lines), 'line')} that did not change"
    return (
        '<tr class="fold"><td></td><td></td><td colspan="2"><details>'
        f'<summary>{said}</summary><pre dir="auto">{text}{more}</pre></details></td></tr>'
    )

"""The runs of a line: pieces of text with the same marks, white space collapsed over them all."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from attrs import define

from docflow_html.page.page import NOWHERE, Line, Page
from docflow_html.page.spaces import runs_collapsed, shown, trimmed
from docflow_html.page.tags import HEADINGS
from docflow_html.writing.state import CODE, STRONG, State

__all__ = ["IMAGE", "Run", "runs_of"]

IMAGE: Final = 16
_BOLD_ALREADY: Final = frozenset((*HEADINGS, "th", "dt"))


@define(slots=True)
class Run:
    """A piece of a line: its text (of an image, nothing), marks, and the nodes of its link and image."""

    text: str
    marks: int
    link: int = NOWHERE
    image: int = NOWHERE


def runs_of(
    page: Page,
    states: Sequence[State],
    lines: Sequence[Line],
    is_link: Callable[[int], bool],
    *,
    images: bool,
) -> list[Run]:
    """Return the runs of lines that are written as one, with a space between two.

    A link that `is_link` refuses is text.

    White space stands in the run that has the fewer marks of its neighbours, never at the edge of a mark.
    """
    if len(lines) == 1 and (single := _single(page, states, lines[0], is_link)):
        return [single]
    merged: list[Run] = []
    space, before = False, NOWHERE
    for run in _pieces(page, states, lines, images=images):
        text = runs_collapsed(shown(run.text))
        if run.image == NOWHERE and not (text if merged else trimmed(text)).strip(" "):
            space = space or bool(text)
            continue
        # Links that touch each other are set apart by style sheets.
        apart = space or text.startswith(" ") or (run.link != before and NOWHERE not in (run.link, before))
        before = run.link
        link = run.link if run.link != NOWHERE and is_link(run.link) else NOWHERE
        _append(merged, Run(text.strip(" "), run.marks, link, run.image), space=apart)
        space = text.endswith(" ")
    if merged:
        merged[0].text = trimmed(merged[0].text, end=False)
        merged[-1].text = trimmed(merged[-1].text, start=False)
    return [run for run in merged if run.text or run.image != NOWHERE]


def _single(page: Page, states: Sequence[State], line: Line, is_link: Callable[[int], bool]) -> Run | None:
    """Return the run of a line that is one text: most are."""
    if line.end - line.first != 1 or not isinstance(page.nodes[line.first], str):
        return None
    state = states[line.first]
    link = state.link if state.link != NOWHERE and is_link(state.link) else NOWHERE
    marks = state.marks & ~STRONG if _is_bold(page, line.owner) else state.marks
    return Run(line.text, marks, link)


def _append(merged: list[Run], run: Run, *, space: bool) -> None:
    """Put a run behind the others, with white space between where there was some."""
    if not merged:
        merged.append(run)
        return
    last = merged[-1]
    alike = last.marks == run.marks and last.link == run.link and NOWHERE == run.image == last.image
    touching = last.marks & run.marks & CODE and last.link == run.link and not space
    if touching:
        last.text += run.text
        last.marks &= run.marks
    elif alike:
        last.text += f" {run.text}" if space else run.text
    else:
        if space:
            between = last.marks & run.marks & ~(CODE | IMAGE)
            merged.append(Run(" ", between, last.link if last.link == run.link else NOWHERE))
        merged.append(run)


def _pieces(page: Page, states: Sequence[State], lines: Sequence[Line], *, images: bool) -> Iterator[Run]:
    bold = _is_bold(page, lines[0].owner)
    for count, line in enumerate(lines):
        if count:
            yield Run(" ", 0)
        for number in range(line.first, line.end):
            node = page.nodes[number]
            state = states[number]
            if isinstance(node, str):
                yield Run(node, state.marks & ~STRONG if bold else state.marks, state.link)
            elif images and page.tags[number] == "img":
                yield Run("", IMAGE, state.link, number)


def _is_bold(page: Page, owner: int) -> bool:
    return page.tags[owner] in _BOLD_ALREADY

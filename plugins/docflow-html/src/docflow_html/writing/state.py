"""What each node of a page stands in: quotes and lists, headings, bold, links."""

from typing import Final

from attrs import frozen

from docflow_html.page.page import NOWHERE, Page
from docflow_html.page.tags import HEADINGS

__all__ = ["CODE", "DELETED", "EMPHASIS", "STRONG", "Frame", "State", "states_of"]

STRONG: Final = 1
EMPHASIS: Final = 2
DELETED: Final = 4
CODE: Final = 8

_MARKS: Final = {
    **dict.fromkeys(("b", "strong"), STRONG),
    **dict.fromkeys(("i", "em", "cite", "dfn"), EMPHASIS),
    **dict.fromkeys(("del", "s", "strike"), DELETED),
    **dict.fromkeys(("code", "kbd", "samp", "tt"), CODE),
}
_DEEPEST: Final = 12
"""Lists and quotes that stand deeper are written as this deep: nobody reads 200 spaces."""
_LARGEST: Final = 999_999_999


@frozen
class Frame:
    """A quote or an item of a list around a line. `home` is the list, `marker` what an item begins with."""

    node: int
    home: int
    marker: str


@frozen
class State:
    """What a node stands in: frames from the outside in, marks, the nodes of its link, heading and `dt`."""

    frames: tuple[Frame, ...] = ()
    marks: int = 0
    link: int = NOWHERE
    heading: int = NOWHERE
    term: int = NOWHERE


def states_of(page: Page) -> list[State]:
    """Return the state of each node, in one pass: parents come before what they hold."""
    counters: dict[int, int] = {}
    states: list[State] = []
    before = State()
    for number, tag in enumerate(page.tags):
        parent = page.parents[number]
        around = states[parent] if parent != NOWHERE else before
        change = _CHANGES.get(tag)
        states.append(around if change is None else change(page, number, around, counters))
    return states


# Changes have one signature, of which few need all.


def _mark(page: Page, number: int, around: State, counters: dict[int, int]) -> State:  # noqa: ARG001
    marks = around.marks | _MARKS[page.tags[number]]
    return State(around.frames, marks, around.link, around.heading, around.term)


def _link(page: Page, number: int, around: State, counters: dict[int, int]) -> State:  # noqa: ARG001
    return State(around.frames, around.marks, number, around.heading, around.term)


def _heading(page: Page, number: int, around: State, counters: dict[int, int]) -> State:  # noqa: ARG001
    return State(around.frames, around.marks, around.link, number, around.term)


def _quote(page: Page, number: int, around: State, counters: dict[int, int]) -> State:  # noqa: ARG001
    return _framed(around, Frame(number, NOWHERE, "> "))


def _item(page: Page, number: int, around: State, counters: dict[int, int]) -> State:
    home = page.parents[number]
    ordered = home != NOWHERE and page.tags[home] == "ol"
    return _framed(around, Frame(number, home, _number(page, number, home, counters) if ordered else "- "))


def _number(page: Page, item: int, home: int, counters: dict[int, int]) -> str:
    """Return the number of an item, as the page counts: `start` and `value` are heeded."""
    if home not in counters:
        counters[home] = _whole(page.attributes(home).get("start"), 1)
    count = _whole(page.attributes(item).get("value"), counters[home])
    counters[home] = min(count + 1, _LARGEST)
    return f"{count}. "


def _whole(written: str | None, default: int) -> int:
    return (
        int(written) if written and written.isascii() and written.isdigit() and len(written) < 9 else default
    )


def _definition(page: Page, number: int, around: State, counters: dict[int, int]) -> State:  # noqa: ARG001
    return _framed(around, Frame(number, page.parents[number], "- "))


def _term(page: Page, number: int, around: State, counters: dict[int, int]) -> State:  # noqa: ARG001
    return State(around.frames, around.marks, around.link, around.heading, number)


def _framed(around: State, frame: Frame) -> State:
    frames = around.frames if len(around.frames) >= _DEEPEST else (*around.frames, frame)
    return State(frames, around.marks, around.link, around.heading, around.term)


_CHANGES: Final = {
    **dict.fromkeys(_MARKS, _mark),
    **dict.fromkeys(HEADINGS, _heading),
    "a": _link,
    "blockquote": _quote,
    "li": _item,
    "dd": _definition,
    "dt": _term,
}

"""Line rules: the rules of neighbouring steps in one matcher, every removed line counted by its rule."""

from collections.abc import Callable, Sequence

from docflow.engine.desk import Desk
from docflow.engine.steps.piece import Call
from docflow.model import Document
from docflow.pattern.lines import LineMatcher

__all__ = ["Told", "matching"]

Told = Callable[[str, str, int, int], None]
"""Told of each removal: step, rule, and the start and end in the text as it came to the step."""


def matching(matcher: LineMatcher, steps: Sequence[str], desk: Desk, told: Told | None = None) -> Call:
    """Return the attempt of a group of line-rule steps; `steps` are their ids, one for each group."""
    apply = matcher.apply

    def attempt(doc: Document) -> Document:
        text = doc.text
        removed = apply(text)
        if not removed.hits:
            return doc
        counts: dict[tuple[int, str], tuple[int, int]] = {}
        for hit in removed.hits:
            lines, chars = counts.get((hit.group, hit.rule), (0, 0))
            counts[hit.group, hit.rule] = (lines + 1, chars + hit.end - hit.start)
            if told is not None:
                told(steps[hit.group], hit.rule, hit.start, hit.end)
        for (group, rule), (lines, chars) in counts.items():
            desk.tally.remove(steps[group], rule, lines, chars)
        doc.text = removed.text
        return doc

    return attempt

"""What `docflow check` says about the order of steps: what reads a page comes before what replaces it."""

from collections.abc import Iterator
from typing import Final

from docflow.plugin import Hazard, ProgramView

__all__ = ["order_hazards"]

REPLACING: Final = ("html.article", "html.text", "html.markdown")  # they put text in the place of a page
READING: Final = (*REPLACING, "html.metadata", "html.json_ld")


def order_hazards(program: ProgramView) -> Iterator[Hazard]:
    """Yield a warning for each step that gets a text where it wants the page.

    Of what stands in branches nothing is said: each may have other documents.
    """
    for step in program.steps:
        if step.component not in READING:
            continue
        earlier = [each for each in program.before(step) if each.component in REPLACING and not each.branch]
        if earlier:
            first = earlier[0].component
            yield Hazard(
                step,
                f"`{step.component}` reads a page, but `{first}` before it has left its text only",
                f"put `{step.component}` before `{first}`"
                if step.component not in REPLACING
                else f"keep one of `{first}` and `{step.component}`",
            )

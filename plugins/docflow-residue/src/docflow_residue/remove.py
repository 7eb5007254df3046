"""Take out what stands around a text, line by line, decided over the whole text."""

from collections.abc import Sequence
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Any, Literal

from docflow.plugin import Cut, Example, OpenContext, Remover, component, option

__all__ = ["Remove"]

_PROSE = (
    "The council met on Tuesday evening and agreed, after three hours, to build the bridge by the old mill.\n"
    "Work is to begin in the spring, and the mayor said that the road would stay open while it lasts.\n"
    "Those who live near the river had asked for a path along the water, and they are to have that as well.\n"
)
_PAGE = f"Home\nNews\nSport\n{_PROSE}Share this article\nRelated articles\nRiver rises again\n"


@component(
    "remove",
    everyday=True,
    batch=64,
    examples=(
        Example(_PAGE, _PROSE, note="navigation before the text, sharing and related links behind it"),
        Example("Milk\nEggs\nBread\n", "Milk\nEggs\nBread\n", note="short lines alone are no residue"),
        Example(
            f"{_PROSE}Save my name, email, and website in this browser for the next time I comment.\n",
            _PROSE,
            {"packs": ("wordpress",)},
            note="a shipped pack of rules",
        ),
    ),
)
class Remove(Remover):
    """Remove the lines of a page that are not its text: navigation, bylines, sharing, related links, notices.

    A small trained model looks at every line (its form, its words, where it stands, what is around it, what
    comes again) and decides over the whole text. Each removed line carries a rule: the phrase family that it
    reads like, else where it stands and what it looks like.
    """

    level: Literal["safe", "normal", "strict"] = option(
        default="safe",
        doc="How much may go: `safe` keeps what is in doubt, `normal` is right most often, `strict` finds "
        "most.",
    )
    packs: tuple[Path, ...] = option(
        default=(),
        doc="Residue packs: names of shipped ones, or `.toml` files. What their rules take goes, and what "
        "they keep stays, whatever the model says.",
    )

    @cached_property
    def _packs(self) -> Any:
        return import_module("docflow_residue.packs.apply").opened(self.packs)

    @cached_property
    def _work(self) -> Any:
        """What does it; imported here, since checking a flow needs no arrays."""
        return import_module("docflow_residue.deciding.removing")

    def open(self, context: OpenContext) -> Any:  # noqa: ARG002 - part of the contract
        """Read the weights, once in a worker."""
        self._work.warm()
        if self.packs:
            self._packs  # noqa: B018 - read before the first document: a wrong pack stops the run
        return self

    def cuts(self, text: str) -> Sequence[Cut]:
        """Return the lines of one text that go."""
        return self.cuts_many([text])[0]

    def cuts_many(self, texts: Sequence[str]) -> Sequence[Sequence[Cut]]:
        """Return the lines of each text that go; each text is judged alone."""
        cuts: Sequence[Sequence[Cut]] = self._work.cut_texts(texts, self.level)
        return cuts if not self.packs else self._packs.cut_texts(texts, cuts)

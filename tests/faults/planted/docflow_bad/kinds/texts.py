"""Cleaners: one at a time, and in batches."""

from collections.abc import Sequence

from docflow.plugin import Cleaner, Example, OpenContext, component, option
from docflow_bad.bodies import misbehave

ANY = (Example("a", "a"),)
_KEPT: list[bytes] = []


@component("clean", examples=ANY, needs=("exec",))
class Clean(Cleaner):
    """Misbehave as a cleaner."""

    how: str = option(doc="The body.", default="none", primary=True)

    def clean(self, text: str) -> str:
        return misbehave(self.how, text)  # type: ignore[no-any-return]


@component("batch", examples=ANY, batch=8, needs=("exec",))
class Batch(Cleaner):
    """Misbehave in a batch."""

    how: str = option(doc="The body.", default="none", primary=True)

    def clean(self, text: str) -> str:
        return self.clean_many([text])[0]

    def clean_many(self, texts: Sequence[str]) -> Sequence[str]:
        return [misbehave(self.how, text) for text in texts]


@component("start", examples=ANY)
class Start(Cleaner):
    """Misbehave before the first document."""

    how: str = option(doc="The body.", default="none", primary=True)

    def open(self, context: OpenContext) -> "Start":
        misbehave(self.how, "BAD")
        return self

    def clean(self, text: str) -> str:
        return text


@component("leak", examples=ANY)
class Leak(Cleaner):
    """Keep some memory for each document: no document is at fault."""

    amount: int = option(doc="Bytes kept.", default=0, primary=True)

    def clean(self, text: str) -> str:
        _KEPT.append(b"x" * self.amount)
        return text

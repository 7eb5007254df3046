"""Steps that fail on demand."""

from collections import Counter

from attrs import define, field

from docflow.plugin import (
    KEEP,
    Cleaner,
    Component,
    Document,
    Drop,
    Example,
    Filter,
    Keep,
    OpenContext,
    component,
    hookimpl,
    option,
)


@component("on", examples=(Example("a", "a", {"word": "x"}),))
class On(Cleaner):
    """Fail on texts with a word."""

    word: str = option(doc="The word.", primary=True)

    def clean(self, text: str) -> str:
        if self.word in text:
            raise ValueError(f"the word {self.word!r} is there")
        return text


@define
class Trying:
    """Counts how often a text was tried."""

    times: int
    tried: Counter[str] = field(factory=Counter)

    def clean(self, text: str) -> str:
        self.tried[text] += 1
        if self.tried[text] <= self.times:
            raise ConnectionError(f"try {self.tried[text]} failed")
        return f"{text.rstrip()} (after {self.tried[text]} tries)"

    def clean_many(self, texts: list[str]) -> list[str]:
        return [self.clean(text) for text in texts]


@component("first", examples=(Example("a", "a (after 1 tries)", {"times": 0}),))
class First(Cleaner):
    """Fail at the first tries of each text."""

    times: int = option(doc="How many tries fail.", primary=True)

    def open(self, context: OpenContext) -> Trying:
        return Trying(self.times)

    def clean(self, text: str) -> str:
        return text


@component("long", examples=(Example(Document("a", "b c"), KEEP, {"least": 2}),))
class Long(Filter):
    """Keep texts of so many words."""

    least: int = option(doc="The least words.", primary=True)

    def judge(self, doc: Document) -> Keep | Drop:
        return KEEP if len(doc.text.split()) >= self.least else Drop("too few words")


@hookimpl
def docflow_components() -> tuple[type[Component], ...]:
    return (On, First, Long)

"""Examples run as tests: each kind holds, and each kind of wrong is told."""

import pytest

from docflow.plugin import (
    KEEP,
    Cleaner,
    Component,
    Corpus,
    Document,
    Drop,
    Example,
    Exporter,
    Extractor,
    Filter,
    LineRule,
    LineRules,
    Part,
    Reader,
    Rejected,
    Source,
    Splitter,
    component,
    option,
)
from docflow.plugin.testing import check_examples, examples, run_example

ANY = (Example(None, None),)


@component("upper", examples=(Example("a", "A"), Example("b", "BB", {"times": 2})))
class Upper(Cleaner):
    """Write everything in capitals."""

    times: int = option(doc="How often.", default=1)

    def clean(self, text):
        if text == "boom":
            raise ValueError("too loud")
        return text.upper() * self.times


@component("more", examples=(Example("Body.\nRead more\nEnd.\n", "Body.\nEnd.\n", {"phrase": "Read more"}),))
class More(LineRules):
    """Drop lines with a phrase."""

    phrase: str = option(doc="The phrase.")

    def rules(self):
        return (LineRule("phrase", phrases=(self.phrase,)),)


@component("short", examples=(Example("a b", "keep"), Example(Document("d", "a"), "too short")))
class Short(Filter):
    """Drop short texts."""

    def judge(self, doc):
        return Drop("too short") if doc.words < 2 else KEEP


@component(
    "facts",
    writes={"first": str | None, "tags": list[str]},
    examples=(
        Example("a b", {"first": "a", "tags": ["b"]}),
        Example("", {"first": None, "tags": []}),
        Example("", {}),
    ),
)
class Facts(Extractor):
    """Read words."""

    def extract(self, doc):
        words = doc.text.split()
        return {"first": words[0], "tags": tuple(words[1:])} if words else {"other": 1} if doc.text else {}


@component("split", examples=(Example("a b", ("a", "b")), Example("", ())))
class Split(Splitter):
    """Split at white space."""

    def split(self, doc):
        return [Document(f"{doc.id}-{n}", word) for n, word in enumerate(doc.text.split())]


@component("exact", examples=(Example(("a", "b", "a"), ("a", "b")),))
class Exact(Corpus):
    """Keep the first of equal texts."""

    def observe(self, doc):
        return doc.text

    def reduce(self, sketches):
        first = {}
        for position, text in sketches:
            first[text] = min(position, first.get(text, position))
        return first

    def apply(self, doc, position, state):
        return doc if state[doc.text] == position else Drop("duplicate")


@component("lines", examples=(Example(b"a\n!\nb\n", ("a", "b")),))
class Lines(Reader):
    """One document a line."""

    suffixes = (".lines",)

    def read(self, stream, file):
        for n, line in enumerate(stream.read().decode().splitlines(), 1):
            yield Rejected("bad", "no") if line == "!" else Document(f"{file.name}-{n}", line)


@component("count", examples=(Example(None, ("1", "2"), {"to": 2}),))
class Count(Source):
    """Count."""

    to: int = option(doc="The last number.")

    def parts(self):
        return [Part(str(n + 1)) for n in range(self.to)]

    def read(self, part):
        yield Document(part.key, part.key)


@component(
    "table",
    examples=(
        Example((Document("1", "a", fields={"lang": "en"}), Document("2", "b")), b"id,lang\n1,en\n2,\n."),
    ),
)
class Table(Exporter):
    """Write a table of what the context says is there."""

    def open(self, context):
        object.__setattr__(self, "names", [name for name, _ in context.fields])
        return self

    def prologue(self):
        return ",".join(["id", *self.names]).encode() + b"\n"

    def encode(self, documents):
        rows = [",".join([doc.id, *(str(doc.fields.get(n, "")) for n in self.names)]) for doc in documents]
        return "".join(row + "\n" for row in rows).encode()

    def epilogue(self):
        return b"."


EVERY = (Upper, More, Short, Facts, Split, Exact, Lines, Count, Table)


@examples(*EVERY)
def test_good_examples_of_every_kind_hold(cls: type[Component], example: Example) -> None:
    run_example(cls, example)


def test_all_at_once() -> None:
    check_examples(*EVERY)


@pytest.mark.parametrize(
    ("cls", "example", "said"),
    [
        (Upper, Example("a\nb", "A\nX"), "- 'X'\n+ 'B'"),
        (Upper, Example("boom", "BOOM"), "the example of cleaner `upper` raises ValueError: too loud"),
        (Upper, Example("a", "A", {"times": "x"}), "raises OptionError"),
        (Upper, Example("a", "B", {"times": 1}, note="why"), "`upper` (why) with times: 1 does not hold"),
        (More, Example("a\n", "b\n", {"phrase": "x"}), "- 'b\\n'\n?  ^\n"),
        (More, Example("a\n", "a\n"), "needs `phrase`"),
        (Short, Example("a b", "too short"), "- 'too short'\n+ 'keep'"),
        (Facts, Example("a", {"first": "b"}), "- first: 'b'\n?"),
        (Facts, Example("a", {}), "+ first: 'a'"),
        (Facts, Example(" ", {}), "the field `other` is not declared in `writes`"),
        (Split, Example("a b", ("a", "c")), "- 2: 'c'\n"),
        (Exact, Example(("a", "a"), ("a", "a")), "- 2: 'a'"),
        (Lines, Example(b"a\n!", ("a", "!")), "- 2: '!'"),
        (Count, Example(None, (), {"to": 1}), "+ 1: '1'"),
        (Table, Example((), b"?"), "does not hold"),
    ],
)
def test_what_does_not_hold_is_told(cls: type[Component], example: Example, said: str) -> None:
    with pytest.raises(AssertionError) as caught:
        run_example(cls, example)
    assert said in str(caught.value)


def test_an_answer_of_the_wrong_type_is_told() -> None:
    @component("odd", examples=ANY)
    class Odd(Filter):
        """Answer with a bool."""

        def judge(self, doc):
            return True

    with pytest.raises(AssertionError, match=r"a filter answers KEEP or Drop\(reason\), not True"):
        run_example(Odd, Example("a", "keep"))


def test_true_is_not_one() -> None:
    @component("flag", writes={"long": bool}, examples=ANY)
    class Flag(Extractor):
        """Read a flag."""

        def extract(self, doc):
            return {"long": True}

    with pytest.raises(AssertionError, match="long: 1"):
        run_example(Flag, Example("a", {"long": 1}))


def test_all_that_fail_are_named() -> None:
    @component("one", examples=(Example("a", "b"), Example("a", "a"), Example("c", "d")))
    class One(Cleaner):
        """Change nothing."""

        def clean(self, text):
            return text

    with pytest.raises(AssertionError) as caught:
        check_examples(One, Upper)
    assert str(caught.value).count("the example of cleaner `one` does not hold") == 2

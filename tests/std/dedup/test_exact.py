"""The first of equal documents stays, in whatever order and parts the documents are seen."""

from hypothesis import given
from hypothesis import strategies as st

from docflow.plugin import Document
from docflow.std.dedup.exact import Exact

texts = st.lists(st.sampled_from(["a", "A", "a ", " a", "b", "a b", "a\nb", "\ud800", ""]), max_size=12)


@given(texts, st.randoms(), st.booleans(), st.booleans())
def test_the_first_in_source_order_stays(given_texts, random, ignore_case, ignore_space):
    step = Exact(ignore_case=ignore_case, ignore_space=ignore_space)
    documents = [Document(str(n), text) for n, text in enumerate(given_texts)]
    sketches = [(n, step.observe(doc)) for n, doc in enumerate(documents)]
    state = step.reduce(sketches)
    random.shuffle(sketches)
    assert step.reduce(iter(sketches)) == state
    left = [n for n, doc in enumerate(documents) if step.apply(doc, n, state) is doc]

    def key(text):
        text = " ".join(text.split()) if ignore_space else text
        return text.casefold() if ignore_case else text

    keys = [key(text) for text in given_texts]
    assert left == [n for n, one in enumerate(keys) if keys.index(one) == n]


def test_several_fields_are_told_apart():
    step = Exact(on=("a", "b"))
    one = Document("1", "", fields={"a": "x", "b": "yz"})
    other = Document("2", "", fields={"a": "xy", "b": "z"})
    number = Document("3", "", fields={"a": 1, "b": None})
    text = Document("4", "", fields={"a": "1", "b": "None"})
    assert len({step.observe(doc) for doc in (one, other, number, text)}) == 4
    assert step.observe(Document("5", "", fields={"a": 1})) == step.observe(number)
    assert len(step.observe(one)) == 16

"""Documents of two versions, paired by id, source and order, whatever the order in which they were read."""

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from docflow.engine.compare.pairs import paired
from docflow.engine.compare.passage import End, Passage, Work

KEYS = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("xy")), max_size=8)


def passages(keys: list[tuple[str, str]]) -> list[Passage]:
    return [Passage(root, id_, source) for root, (id_, source) in enumerate(keys, 1)]


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(old=KEYS, new=KEYS)
def test_every_document_comes_once(
    tmp_path: Path, old: list[tuple[str, str]], new: list[tuple[str, str]]
) -> None:
    found = list(paired(iter(passages(old)), iter(passages(new)), tmp_path))
    assert sorted(one.root for one, _ in found if one) == list(range(1, len(old) + 1))
    assert sorted(two.root for _, two in found if two) == list(range(1, len(new) + 1))
    assert all(one.id == two.id for one, two in found if one and two)
    ids = {id_ for id_, _ in (*old, *new)}
    assert sum(bool(one and two) for one, two in found) == sum(
        min(sum(key[0] == id_ for key in old), sum(key[0] == id_ for key in new)) for id_ in ids
    )


def test_the_same_source_comes_first(tmp_path: Path) -> None:
    old, new = passages([("a", "x"), ("a", "y"), ("b", "x")]), passages([("a", "y"), ("b", "x"), ("a", "z")])
    found = [(one and one.source, two and two.source) for one, two in paired(iter(old), iter(new), tmp_path)]
    assert sorted(found, key=str) == [("x", "x"), ("x", "z"), ("y", "y")]


def test_more_than_fits_into_memory(tmp_path: Path) -> None:
    keys = [(str(number), "x") for number in range(9000)]
    found = list(paired(iter(passages(keys)), iter(passages(keys[1:] + keys[:1])), tmp_path))
    assert len(found) == 9000
    assert all(one and two and one.id == two.id for one, two in found)
    assert list(tmp_path.rglob("0*")), "runs were sorted on the disk"


def test_a_passage_reads_back_as_it_was() -> None:
    end = End("written", "out", "", "", False, False, "i\ud800", "s", "text", {"n": [1, None], "big": 2**70})
    other = End("drop", "cut", "why", "", True, True, "j", "s", "text", {})
    work = Work("step", -5, 2**62, [("rule", "line")], ["new"], ["n"])
    made = Passage(3, "i\ud800", "s", [end, other], [work])
    assert Passage.unpacked(made.packed()) == made


def test_values_that_no_flow_can_have_become_texts() -> None:
    end = End("written", "", "", "", False, False, "i", "s", "t", {"odd": object, "deep": [{"x": {1, 2}}]})
    back = Passage.unpacked(Passage(1, "i", "s", [end]).packed())
    assert back.ends[0].fields == {"odd": "<class 'object'>", "deep": [{"x": "{1, 2}"}]}

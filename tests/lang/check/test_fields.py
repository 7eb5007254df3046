from hypothesis import given
from hypothesis import strategies as st

from docflow.lang.check.fields import AnyField, Fields, join
from docflow.lang.typing.scope import Absent, Field
from docflow.model import FLOAT, INT, TEXT

A = Fields().write("lang", TEXT, "`a` (line 1)")
B = Fields().write("lang", TEXT, "`b` (line 2)")


def test_what_all_ways_write_is_known():
    assert join([A, B]).known == {"lang": Field(TEXT, "`a` (line 1) and `b` (line 2)")}


def test_what_some_ways_write_is_partial():
    after = join([A, Fields()])
    assert after.known == {}
    assert after.partial == {"lang": Absent("arm", "`a` (line 1)")}


def test_what_was_there_before_a_branch_is_there_after_it():
    assert join([A.write("n", INT, "x"), A]).known["lang"].type == TEXT


def test_sources_without_a_field_give_null():
    assert join([A, Fields()], optional=True).known["lang"].type == TEXT.maybe()


def test_a_skipped_step_leaves_null():
    assert A.after_skip(Fields()).known["lang"].type == TEXT.maybe()
    assert A.write("lang", TEXT, "again").after_skip(A).known["lang"].type == TEXT


def test_numbers_meet_as_floats_and_others_clash():
    ints, floats = Fields().write("n", INT, "i"), Fields().write("n", FLOAT, "f")
    assert join([ints, floats]).known["n"].type == FLOAT
    clash = join([ints, Fields().write("n", TEXT, "t")]).clashes["n"]
    assert clash.sides == ((INT, "i", None), (TEXT, "t", None))


def test_writing_anew_ends_a_clash_and_a_doubt():
    clash = join([Fields().write("n", INT, "i"), Fields().write("n", TEXT, "t")])
    assert clash.write("n", INT, "x").clashes == {}
    assert join([A, Fields()]).write("lang", TEXT, "x").partial == {}


def test_what_a_condition_shows_ends_with_the_next_write():
    place = ("doc", "lang")
    knowing = A.knowing(frozenset({place, ("doc", "other")}))
    assert knowing.write("lang", TEXT, "x").present == {("doc", "other")}
    assert join([knowing, A]).present == set()


def test_behind_a_mistake_every_field_has_any_type():
    assert "anything" in AnyField()
    assert str(AnyField()["anything"].type) == "any"
    assert AnyField()["words"].type == INT


names = st.sampled_from(["a", "b", "c"])
ways = st.lists(
    st.lists(st.tuples(names, st.sampled_from([INT, FLOAT, TEXT])), max_size=4), min_size=1, max_size=4
).map(lambda lists: [_written(pairs) for pairs in lists])


def _written(pairs):
    fields = Fields()
    for name, type_ in pairs:
        fields = fields.write(name, type_, f"{name}:{type_}")
    return fields


@given(ways)
def test_the_order_of_ways_does_not_matter(found):
    left, right = join(found), join(found[::-1])
    assert {n: f.type for n, f in left.known.items()} == {n: f.type for n, f in right.known.items()}
    assert set(left.partial) == set(right.partial)


@given(ways)
def test_a_field_is_known_or_partial_and_never_both(found):
    after = join(found)
    assert not set(after.known) & set(after.partial)
    assert set(after.known) | set(after.partial) == {n for way in found for n in way.known}
    assert set(after.known) == set.intersection(*(set(way.known) for way in found))

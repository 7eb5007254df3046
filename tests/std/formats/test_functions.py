"""The functions of expressions: their examples hold, and they are pure and total."""

import copy
import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docflow.model import ANY, BOOL, DATE, FLOAT, INT, TEXT, Type, list_of
from docflow.plugin import Function
from docflow.std.formats.functions import FUNCTIONS

VALUES: dict[str, st.SearchStrategy[Any]] = {
    str(TEXT): st.text(max_size=20),
    str(INT): st.integers(),
    str(FLOAT): st.one_of(st.integers(-(2**60), 2**60), st.floats(allow_nan=False)),
    str(DATE): st.dates(),
    str(list_of(TEXT)): st.lists(st.text(max_size=5)),
    str(ANY): st.one_of(
        st.none(),
        st.booleans(),
        st.floats(),
        st.dates(),
        st.lists(st.text()),
        st.dictionaries(st.text(), st.integers()),
    ),
    str(Type("union", (TEXT, list_of(ANY)))): st.one_of(st.text(), st.lists(st.integers())),
}
RESULTS: dict[str, tuple[type, ...]] = {
    str(TEXT): (str,),
    str(INT): (int,),
    str(FLOAT): (int, float),
    str(BOOL): (bool,),
    str(DATE): (datetime.date,),
    str(list_of(TEXT)): (list,),
}


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda f: f.name)
def test_the_examples_hold(function: Function) -> None:
    assert function.doc.splitlines()[0].endswith(".")
    for arguments, result in function.examples:
        found = function.call(*arguments)
        assert found == result
        assert isinstance(found, type(result)) or {type(found), type(result)} <= {int, float}


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda f: f.name)
@given(data=st.data())
def test_every_value_of_the_declared_types_gives_one_of_the_declared_type(
    function: Function, data: st.DataObject
) -> None:
    arguments = [data.draw(VALUES[str(type_)]) for _, type_ in function.parameters]
    before = copy.deepcopy(arguments)
    found = function.call(*arguments)
    assert repr(arguments) == repr(before)
    if found is None:
        assert function.result.optional
    else:
        assert isinstance(found, RESULTS[str(function.result.surely())])


def test_names_are_unique() -> None:
    assert len({f.name for f in FUNCTIONS}) == len(FUNCTIONS)


def test_rounding_takes_halves_away_from_zero() -> None:
    call = next(f for f in FUNCTIONS if f.name == "round").call
    assert [call(n, 0) for n in (0.5, 1.5, -0.5, 2.4)] == [1.0, 2.0, -1.0, 2.0]

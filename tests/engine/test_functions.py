"""What a function of a plugin returns is looked at: a wrong type is the error of its document."""

from typing import Any

import pytest

from docflow.engine.desk import BrokenContract
from docflow.engine.functions import checked
from docflow.model import INT, TEXT, Type, list_of
from docflow.plugin.component import Function


def _function(result: Type, value: Any) -> Any:
    return checked("x.give", Function("give", (), result, "Give a value.", lambda: value))


class Sub(str):
    """A text with a behaviour of its own."""


@pytest.mark.parametrize(
    ("result", "value", "given"),
    [(TEXT, "a", "a"), (TEXT.maybe(), None, None), (list_of(TEXT), ("a",), ["a"]), (TEXT, Sub("a"), "a")],
)
def test_what_fits_is_given(result: Type, value: object, given: object) -> None:
    found = _function(result, value)()
    assert found == given
    assert type(found) is type(given)


@pytest.mark.parametrize(
    ("result", "value", "said"),
    [
        (TEXT, None, "`x.give` returned nothing (None) instead of text"),
        (TEXT, 7, "`x.give` returned an int instead of text"),
        (INT, True, "`x.give` returned a bool instead of int"),
        (list_of(TEXT), ["a", 7], "`x.give` returned an int instead of text"),
    ],
)
def test_what_does_not_fit_is_an_error(result: Type, value: object, said: str) -> None:
    with pytest.raises(BrokenContract) as caught:
        _function(result, value)()
    assert str(caught.value) == said

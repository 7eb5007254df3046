"""Options: the attrs fields of a component that become its arguments in the language."""

import keyword
from collections.abc import Callable
from typing import Any, TypeVar, overload

import attrs

from docflow.errors import PluginError
from docflow.value import frozen

__all__ = ["OPTION", "OptionFacts", "argument_name", "init_name", "option"]

T = TypeVar("T")
OPTION = "docflow.option"


@frozen
class OptionFacts:
    """What an author says of an option besides its name, type and default."""

    doc: str
    primary: bool = False
    secret: bool = False
    check: Callable[[Any], str | None] | None = None
    deprecated: str | None = None
    field: bool | tuple[str, ...] = False

    def names_field(self, value: object) -> bool:
        """Return whether such a value of the option names a field of documents."""
        words = self.field if isinstance(self.field, tuple) else ()
        return self.field is not False and isinstance(value, str) and value not in words


@overload
def option(
    *,
    doc: str,
    default: T,
    primary: bool = ...,
    secret: bool = ...,
    check: Callable[[Any], str | None] | None = ...,
    deprecated: str | None = ...,
    alias: str | None = ...,
    field: bool | tuple[str, ...] = ...,
) -> T: ...
@overload
def option(
    *,
    doc: str,
    primary: bool = ...,
    secret: bool = ...,
    check: Callable[[Any], str | None] | None = ...,
    deprecated: str | None = ...,
    alias: str | None = ...,
    field: bool | tuple[str, ...] = ...,
) -> Any: ...
def option(
    *,
    doc: str,
    default: Any = attrs.NOTHING,
    primary: bool = False,
    secret: bool = False,
    check: Callable[[Any], str | None] | None = None,
    deprecated: str | None = None,
    alias: str | None = None,
    field: bool | tuple[str, ...] = False,
) -> Any:
    """Declare an option of a component; it becomes an argument of the language.

    `doc` is a sentence that readers of a flow understand. `primary` lets the argument be given without
    its name (one per component). `secret` options take a `secret` only and are masked everywhere.
    `check` gets the converted value and returns a sentence when it is out of range, else None.
    `deprecated` is the name of the option to use instead. `alias` is the argument's name where it cannot
    be the attribute's: an option called like a method (`fields`) or a word of Python (`from`, for which
    an attribute `from_` does without it). `field` says that the value, a text, names a field of
    documents that the component reads: the checker knows whether it is there. Given as a tuple of
    words, `field` says so of every text but these.

    Raises PluginError when `doc` is empty.
    """
    if not doc.strip():
        raise PluginError("an option needs a sentence of documentation (`doc=`)")
    facts = OptionFacts(doc, primary, secret, check, deprecated, field)
    made = init_name(alias) if alias else None
    return attrs.field(default=default, kw_only=True, alias=made, metadata={OPTION: facts})


def argument_name(attribute: "attrs.Attribute[Any]") -> str:
    """Return the name that an attribute of a component has in the language: `from` for `from_`."""
    name = attribute.alias or attribute.name
    plain = name.removesuffix("_")
    return plain if keyword.iskeyword(plain) else name


def init_name(argument: str) -> str:
    """Return the name that `__init__` has for an argument: `from_` for `from`, a word of Python."""
    return f"{argument}_" if keyword.iskeyword(argument) else argument

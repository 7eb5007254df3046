"""Values from outside the file: `--set name=text`, a params file, or keywords of the Python API."""

from collections.abc import Mapping

from docflow.lang.typing.coercion import Misfit
from docflow.lang.typing.fromtext import from_data
from docflow.model import Type
from docflow.value import frozen

__all__ = ["REFUSED", "Unfit", "Values", "value_of"]

REFUSED = "refused"
"""The code of findings about what was given from outside; the file itself is not wrong."""


@frozen
class Values:
    """Values for the params of a file. `set_` wins over `params_file`, and both over the defaults.

    Texts are read by the type of their param. Relative paths of `set_` belong to the folder of the caller,
    those of `params_file` to the folder of the flow file. With `partial`, params may stay without a value.
    """

    set_: Mapping[str, object] = {}
    params_file: Mapping[str, object] = {}
    partial: bool = False

    def has(self, name: str) -> bool:
        """Whether there is a value for a param."""
        return name in self.set_ or name in self.params_file

    def names(self) -> tuple[str, ...]:
        """The names of all values."""
        return tuple(dict.fromkeys((*self.set_, *self.params_file)))


@frozen
class Unfit:
    """Why a value from outside cannot be taken."""

    message: str
    help: str | None = None


def value_of(values: Values, name: str, type_: Type) -> object:
    """Return the value of a param in its type, or why it does not fit."""
    if name in values.set_:
        made = from_data(values.set_[name], type_, "caller")
    else:
        made = from_data(values.params_file[name], type_, "flow")
    if not isinstance(made, Misfit):
        return made
    return Unfit(made.message.replace("this must be", f"the param `{name}` must be", 1), made.help)

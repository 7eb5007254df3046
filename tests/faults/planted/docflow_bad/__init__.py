"""A plugin whose components misbehave at documents that hold the word BAD; installed as `docflow-bad`."""

from docflow.plugin import hookimpl
from docflow_bad.kinds.corpus import Once
from docflow_bad.kinds.ends import Lines, Records
from docflow_bad.kinds.fields import Extract, Judge, Slow, Split, act
from docflow_bad.kinds.texts import Batch, Clean, Leak, Start


@hookimpl
def docflow_components() -> tuple[type, ...]:
    """Return all of them."""
    return (Clean, Batch, Leak, Start, Judge, Extract, Split, Slow, Once, Lines, Records)


@hookimpl
def docflow_functions() -> tuple[object, ...]:
    """Return the function for expressions."""
    return (act,)

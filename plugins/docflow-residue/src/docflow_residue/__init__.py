"""What stands around a text: found line by line over the whole document, removed with a reason."""

from docflow.plugin import hookimpl
from docflow_residue.repeated import Repeated

__all__ = ["docflow_components"]


@hookimpl
def docflow_components() -> tuple[type, ...]:
    """Return the components of the namespace."""
    return (Repeated,)

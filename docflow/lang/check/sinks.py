"""`to`: a sink takes the documents of its path, and the path ends there."""

from docflow.lang import tree
from docflow.lang.check.components import bind_call, lower_call
from docflow.lang.check.fields import Fields
from docflow.lang.check.here import Here, Way, where
from docflow.lang.check.names import resolve
from docflow.lang.check.places import places_of
from docflow.plan import ir
from docflow.plugin.kinds import Exporter
from docflow.plugin.spec import ComponentSpec

__all__ = ["sink"]


def sink(step: tree.Step, action: tree.Sink, fields: Fields, here: Here) -> Way:
    """Check a sink; it gets the fields that are known on this path."""
    call = action.call
    spec = resolve(call.path, "sink", here.module)
    after = fields.all_read()
    if not isinstance(spec, ComponentSpec):
        here.tally.broken = True
        here.look_at_arguments(call)
        return Way((), after, action.span, sink=True)
    bound = bind_call(call, spec, here)
    if not here.testing:
        suffix = spec.cls.suffix if issubclass(spec.cls, Exporter) and spec.cls.layout == "folder" else None
        here.tally.written_to += places_of(call, bound.values, suffix)
    name = here.name_step(call.path.text, step)
    here.tally.sinks[name] = fields
    made = ir.SinkStep(name, lower_call(spec, bound, fields), here.on_error, where(action.span))
    return Way((made,), after, action.span, sink=True)

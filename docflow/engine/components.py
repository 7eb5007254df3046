"""Components of a run: found in the catalog, built with their options, opened once."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from attrs import evolve, field, frozen

from docflow.catalog.build import build
from docflow.catalog.catalog import Catalog
from docflow.engine.bases import Bases
from docflow.engine.desk import explain
from docflow.engine.functions import checked
from docflow.engine.halt import Halt
from docflow.errors import PluginError, RunError
from docflow.model import Place
from docflow.pattern.lines import LineMatcher
from docflow.pattern.rule import LineRule
from docflow.plan.expr import FnCall
from docflow.plan.ir import Call, SecretRef
from docflow.plugin.kinds import Component, OpenContext
from docflow.plugin.spec import role_of
from docflow.value import defaults_of

__all__ = ["Components", "callables_of", "title"]


def _tell_nobody(title: str) -> None:
    """Stand for who wants to know which component is opened."""


@frozen
class Components:
    """Where the components of a run come from: the catalog, the folders, the secrets.

    `bases` is None for runs in memory, where paths keep their folder open. `opening` is told the title of
    each component before it is opened, as that may take its worker down.
    """

    catalog: Catalog
    bases: Bases | None = None
    secrets: Mapping[SecretRef, str] = {}
    mask: Callable[[str], str] = str
    opening: Callable[[str], None] = field(default=_tell_nobody, eq=False)
    _matchers: dict[tuple[tuple[LineRule, ...], ...], LineMatcher] = field(factory=dict, eq=False, repr=False)

    def built(self, call: Call) -> Component:
        """Return the component of a call; raises PluginError when it is gone or refuses its options."""
        options = tuple((name, self._value(value)) for name, value in call.options)
        return build(self.catalog, evolve(call, options=options))

    def _value(self, value: Any) -> Any:
        if isinstance(value, Place) and self.bases is not None:
            return Place(str(self.bases.path(value)), value.base)
        if isinstance(value, SecretRef):
            return self.secrets.get(value, "")
        if isinstance(value, Mapping):
            return {key: self._value(item) for key, item in value.items()}
        if isinstance(value, (list, tuple)):
            return type(value)(self._value(item) for item in value)
        return value

    def batch(self, call: Call) -> int:
        """Return how many documents a component wants at a time."""
        return self.catalog.component(role_of(call.kind), call.component).batch

    def suffixes(self, call: Call) -> tuple[str, ...]:
        """Return the file suffixes of a reader."""
        spec = self.catalog.component("source", call.component)
        return tuple(getattr(spec.cls, "suffixes", ()))

    def shared(self, call: Call, reader: Call) -> Call:
        """Return the call of a reader that `files` chose, with the options of `files` that it has too."""
        mine = self.catalog.component("source", call.component)
        theirs = self.catalog.component("source", reader.component)
        own = dict(reader.options)
        for name, value in call.options:
            here, there = mine.option(name), theirs.option(name)
            if here is not None and there is not None and here.type == there.type:
                own.setdefault(name, value)
        return evolve(reader, options=tuple(own.items()))

    def opened(self, call: Call, step: str) -> Any:
        """Return what the loop calls: the component after its `open`; raises as `started`."""
        component = self.built(call)
        return self.started(call, step, lambda: component.open(OpenContext(call.fields, call.open_fields)))

    def matcher(self, groups: tuple[tuple[LineRule, ...], ...]) -> LineMatcher:
        """Return the matcher of line rules, the same one for the same rules: compiling many takes long.

        Raises PatternError.
        """
        try:
            known = self._matchers.get(groups)
        except TypeError:  # a plugin's rule that holds a list is no key
            return LineMatcher(groups)
        if known is None:
            known = self._matchers[groups] = LineMatcher(groups)
        return known

    def started(self, call: Call, step: str, begin: Callable[[], Any]) -> Any:
        """Return what a component answers before the first document.

        Raises RunError when it raises: that is no document's fault and stops the run.
        """
        self.opening(title(call))
        try:
            return begin()
        except (Halt, KeyboardInterrupt, PluginError):
            raise
        except BaseException as error:
            said = explain(error, self.mask)
            raise RunError(f"{title(call)} cannot start: {said} (step `{step}`)", step=step) from error


def title(call: Call) -> str:
    """Return how messages name a component: `news.residue` (docflow-news 1.0)."""
    return f"`{call.component}` ({call.distribution})" if call.distribution else f"`{call.component}`"


def callables_of(catalog: Catalog, *plans: object) -> dict[str, Callable[..., Any]]:
    """Return the functions that expressions in these parts of a plan call, by name; loads no other plugin."""
    names = sorted({name.partition(".")[0] for name in _functions(plans) if "." in name})
    found = catalog.callables(names)
    if names:
        brought = catalog.functions(names).items()
        found |= {name: checked(name, function) for name, function in brought if "." in name}
    return found


def _functions(value: Any) -> Iterator[str]:
    if isinstance(value, FnCall):
        yield value.name
    if isinstance(value, (tuple, list)):
        for item in value:
            yield from _functions(item)
    else:
        for name in defaults_of(type(value)) or ():
            yield from _functions(getattr(value, name))

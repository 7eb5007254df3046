"""`frozen` and `evolve` of attrs for plain values, without their price at every start.

attrs writes and compiles code for each class (0.3 to 0.7 ms); `docflow check` loads 150 of them, which was
a third of its time. The classes made here take their methods from this file, all the same ones. To type
checkers they are classes of attrs, and at run time attrs finds what it looks for (`fields`, `has`,
`asdict`, `evolve`). What needs more than annotations and plain defaults (`field`, mutable classes) or is
made once a document stays with attrs itself.
"""

from operator import attrgetter
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, get_origin

import attrs

__all__ = ["NOTHING", "compare_by_fields", "defaults_of", "evolve", "frozen"]

NOTHING = attrs.NOTHING

if TYPE_CHECKING:
    from attrs import evolve, frozen
else:
    T = TypeVar("T")

    def frozen(cls: type[T]) -> type[T]:
        """Make a class with annotated fields a frozen value: init, ==, hash and repr by its fields.

        A default is a plain value, shared by all instances. Raises TypeError for a field made by attrs.
        """
        types = {name: hint for name, hint in vars(cls).get("__annotations__", {}).items() if _is_field(hint)}
        defaults = {name: vars(cls)[name] for name in types if name in vars(cls)}
        for name, default in defaults.items():
            if type(default).__module__.startswith("attr"):
                raise TypeError(f"{cls.__name__}.{name} needs attrs itself")
            delattr(cls, name)
        cls.__match_args__ = tuple(types)
        cls.__value_defaults__ = defaults
        cls.__attrs_attrs__ = _Attributes(types, defaults)
        _add(cls, __init__=_init, __setattr__=_refuse, __delattr__=_refuse)
        compare_by_fields(cls, cls.__match_args__)
        return cls

    def evolve(value: T, /, **changes: Any) -> T:
        """Return a copy with other values in some fields; raises TypeError for a name that is no field."""
        if hasattr(value, "__value_defaults__"):
            return type(value)(**{**vars(value), **changes})
        return attrs.evolve(value, **changes)


def defaults_of(cls: type) -> dict[str, object] | None:
    """Return the fields of a class with their defaults (`NOTHING` without one), or None if it has no fields.

    Knows classes of attrs, too; `attrs.fields` would have to make one for each class of this file.
    """
    own: dict[str, object] | None = getattr(cls, "__value_defaults__", None)
    if own is not None:
        return {name: own.get(name, NOTHING) for name in cls.__match_args__}  # type: ignore[attr-defined]
    return {each.name: each.default for each in attrs.fields(cls)} if attrs.has(cls) else None


def compare_by_fields(cls: type, names: tuple[str, ...]) -> None:
    """Give a class ==, hash and repr by the named fields, where it does not write them itself."""
    parts = attrgetter(*names) if names else _nothing
    _add(cls, __eq__=_eq(parts), __hash__=_hash(parts), __repr__=_repr(names))


class _Attributes:
    """What `attrs.fields` shows of a class, made when it is first asked for."""

    def __init__(self, types: dict[str, Any], defaults: dict[str, Any]) -> None:
        self._types, self._defaults = types, defaults

    def __get__(self, _: object, cls: type) -> Any:
        fields: dict[str, Any] = {
            name: attrs.field(default=self._defaults.get(name, attrs.NOTHING), type=hint)
            for name, hint in self._types.items()
        }
        made: Any = attrs.make_class(cls.__name__, fields, init=False, repr=False, eq=False)
        cls.__attrs_attrs__ = made.__attrs_attrs__  # type: ignore[attr-defined]
        return made.__attrs_attrs__


def _is_field(hint: Any) -> bool:
    return not (hint is ClassVar or get_origin(hint) is ClassVar)


def _add(cls: type, **methods: Any) -> None:
    """Give a class those of the methods that it does not write itself."""
    for name, method in methods.items():
        if name not in vars(cls):
            setattr(cls, name, method)


def _nothing(_: object) -> tuple[()]:
    return ()


def _init(self: Any, *args: Any, **given: Any) -> None:
    names: tuple[str, ...] = self.__match_args__
    values = args if len(args) == len(names) and not given else _bound(type(self), args, given)
    self.__dict__.update(zip(names, values, strict=True))


def _bound(cls: Any, args: tuple[Any, ...], given: dict[str, Any]) -> list[Any]:
    """Return the value of each field; raises TypeError as Python does for a call."""
    names, call = cls.__match_args__, f"{cls.__name__}()"
    if len(args) > len(names):
        raise TypeError(f"{call} takes {len(names)} arguments but {len(args)} were given")
    first = dict(zip(names, args, strict=False))
    for name in given:
        if name in first:
            raise TypeError(f"{call} got multiple values for argument {name!r}")
        if name not in names:
            raise TypeError(f"{call} got an unexpected keyword argument {name!r}")
    values = {**cls.__value_defaults__, **first, **given}
    missing = [name for name in names if name not in values]
    if missing:
        raise TypeError(f"{call} is missing the argument {missing[0]!r}")
    return [values[name] for name in names]


def _eq(parts: Any) -> Any:
    def __eq__(self: Any, other: Any) -> Any:  # noqa: N807 - becomes the method
        return parts(self) == parts(other) if type(other) is type(self) else NotImplemented

    return __eq__


def _hash(parts: Any) -> Any:
    def __hash__(self: Any) -> int:  # noqa: N807 - becomes the method
        return hash((type(self), parts(self)))

    return __hash__


def _repr(names: tuple[str, ...]) -> Any:
    def __repr__(self: Any) -> str:  # noqa: N807 - becomes the method
        parts = (f"{name}={getattr(self, name)!r}" for name in names)
        return f"{type(self).__qualname__}({', '.join(parts)})"

    return __repr__


def _refuse(*_: object) -> None:
    raise attrs.exceptions.FrozenInstanceError

"""For the tests of plugins: the examples of components, run as tests.

from docflow.plugin.testing import examples, run_example

@examples(*docflow_news.docflow_components())
def test_example(cls, example):
    run_example(cls, example)
"""

import difflib
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import pytest

from docflow.model import Document
from docflow.pattern.lines import LineMatcher
from docflow.plugin.convert import build
from docflow.plugin.fieldtypes import field_types
from docflow.plugin.kinds import (
    Component,
    Corpus,
    Cut,
    Drop,
    FileInfo,
    Keep,
    OpenContext,
    Reader,
    Rejected,
    Removal,
    Source,
)
from docflow.plugin.spec import Example

__all__ = ["check_examples", "examples", "run_example"]


def examples(*classes: type[Component]) -> pytest.MarkDecorator:
    """Return the mark that runs a test `(cls, example)` once for every example of the components."""
    cases = [
        pytest.param(cls, example, id=f"{cls.__component__.name}-{number}")
        for cls in classes
        for number, example in enumerate(cls.__component__.examples, 1)
    ]
    return pytest.mark.parametrize(("cls", "example"), cases)


def check_examples(*classes: type[Component]) -> None:
    """Run every example of the components; raises AssertionError that names all that do not hold."""
    failures = []
    for cls in classes:
        for example in cls.__component__.examples:
            try:
                run_example(cls, example)
            except AssertionError as failure:
                failures.append(str(failure))
    if failures:
        raise AssertionError("\n\n".join(failures))


def run_example(cls: type[Component], example: Example) -> None:
    """Run one example of a component of any kind (see `Example` for what is given and what it gives).

    Raises AssertionError with the difference when the result is another one, and when the component
    refuses the options, raises, or answers against the contract of its kind. Texts become documents
    with the ids 1, 2, ... and the source "example.txt"; records that a reader rejects give no text;
    fields that an extractor leaves out, null and [] are the same.
    """
    spec = cls.__component__
    title = f"the example of {spec.kind} `{spec.name}`" + (f" ({example.note})" if example.note else "")
    if example.options:
        title += f" with {', '.join(f'{name}: {value!r}' for name, value in example.options.items())}"
    try:
        result = _result(build(spec, example.options), spec.kind, example.given)
    except _BreachError as breach:
        raise AssertionError(f"{title}: {breach}") from None
    except Exception as error:
        raise AssertionError(f"{title} raises {type(error).__name__}: {error}") from error
    expected = _expected(spec.kind, example.gives)
    if result != expected or _kinds(result) != _kinds(expected):
        raise AssertionError(f"{title} does not hold\n{_difference(expected, result)}")


class _BreachError(Exception):
    """What a component answers is against the contract of its kind."""


def _result(component: Component, kind: str, given: Any) -> Any:
    documents = _documents(given)
    opened = component.open(OpenContext(field_types(documents)))
    return RUNS[kind](opened, documents if kind in ("corpus", "exporter") else given, component)


def _documents(given: Any) -> list[Document]:
    """Return texts as documents with the ids 1, 2, ...; documents as they are."""
    several = given if isinstance(given, (tuple, list)) else (given,)
    return [_document(item, str(n)) for n, item in enumerate(several, 1) if isinstance(item, (str, Document))]


def _document(given: Any, name: str = "1") -> Document:
    return given if isinstance(given, Document) else Document(name, given, "example.txt")


# ---------------------------------------------------------------------------------- one run for a kind


def _clean(opened: Any, given: Any, _: Component) -> Any:
    return opened.clean(given)


def _cuts(opened: Any, given: Any, _: Component) -> str:
    return _without(given, opened.cuts(given))


def _without(text: str, cuts: Iterable[Cut]) -> str:
    kept, place = [], 0
    for cut in cuts:
        if not place <= cut.start < cut.end <= len(text):
            raise _BreachError(f"cuts are in order, not empty and inside the text, not {cut!r}")
        kept.append(text[place : cut.start])
        place = cut.end
    return "".join((*kept, text[place:]))


def _line_rules(opened: Any, given: Any, _: Component) -> str:
    return LineMatcher([tuple(opened.rules())]).apply(given).text


def _judge(opened: Any, given: Any, _: Component) -> str:
    answer = opened.judge(_document(given))
    if isinstance(answer, Drop):
        return answer.reason
    if not isinstance(answer, Keep):
        raise _BreachError(f"a filter answers KEEP or Drop(reason), not {answer!r}")
    return "keep"


def _extract(opened: Any, given: Any, component: Component) -> dict[str, object]:
    found = dict(opened.extract(_document(given)))
    unknown = sorted(set(found) - set(component.fields()))
    if unknown:
        raise _BreachError(f"the field `{unknown[0]}` is not declared in `writes`")
    return _told(found)


def _told(fields: Mapping[str, object]) -> dict[str, object]:
    """Return the fields that say something: one that is left out is written as null or an empty list."""
    lists = {name: list(v) if isinstance(v, (list, tuple)) else v for name, v in fields.items()}
    return {name: value for name, value in lists.items() if value is not None and value != []}


def _split(opened: Any, given: Any, _: Component) -> tuple[str, ...]:
    return tuple(doc.text for doc in opened.split(_document(given)))


def _corpus(opened: Corpus, documents: list[Document], _: Component) -> tuple[str, ...]:
    state = opened.reduce([(at, opened.observe(doc)) for at, doc in enumerate(documents)])
    left = [(doc.text, opened.apply(doc, at, state)) for at, doc in enumerate(documents)]
    return tuple(_stays(text, made) for text, made in left if not isinstance(made, Drop))


def _stays(text: str, made: Any) -> str:
    return _without(text, made.cuts) if isinstance(made, Removal) else made.text


def _read(opened: Reader, given: bytes, component: Component) -> tuple[str, ...]:
    suffix = next(iter(getattr(type(component), "suffixes", ())), ".txt")
    file = FileInfo(f"example{suffix}", "example", f"example{suffix}")
    return _texts(opened.read(io.BytesIO(given), file))


def _source(opened: Source, _given: None, _: Component) -> tuple[str, ...]:
    return _texts(item for part in opened.parts() for item in opened.read(part))


def _texts(found: Iterable[Document | Rejected]) -> tuple[str, ...]:
    """Return the texts of the documents; what was rejected gives none."""
    return tuple(item.text for item in found if isinstance(item, Document))


def _encode(opened: Any, documents: list[Document], _: Component) -> bytes:
    body: bytes = opened.prologue() + opened.encode(documents) + opened.epilogue()
    return body


RUNS: Mapping[str, Callable[[Any, Any, Component], Any]] = {
    "cleaner": _clean,
    "remover": _cuts,
    "line_rules": _line_rules,
    "filter": _judge,
    "extractor": _extract,
    "splitter": _split,
    "corpus": _corpus,
    "reader": _read,
    "source": _source,
    "exporter": _encode,
}


# ------------------------------------------------------------------------------------------ differences


def _expected(kind: str, gives: Any) -> Any:
    if kind == "extractor":
        return _told(gives)
    return tuple(gives) if kind in ("splitter", "corpus", "reader", "source") else gives


def _kinds(value: Any) -> Any:
    """Tell True from 1 and 1 from 1.0, which `==` does not."""
    if isinstance(value, Mapping):
        return {key: _kinds(item) for key, item in value.items()}
    return [_kinds(item) for item in value] if isinstance(value, (list, tuple)) else type(value)


def _difference(expected: Any, result: Any) -> str:
    """Return the lines that are too few (-) and too many (+), each as a Python literal."""
    return "\n".join(difflib.ndiff(list(_lines(expected)), list(_lines(result))))


def _lines(value: Any) -> Iterator[str]:
    if isinstance(value, (str, bytes)):
        yield from (repr(line) for line in value.splitlines(keepends=True))
    elif isinstance(value, Mapping):
        yield from (f"{key}: {value[key]!r}" for key in sorted(value))
    elif isinstance(value, Sequence):
        yield from (f"{n}: {item!r}" for n, item in enumerate(value, 1))
    else:
        yield repr(value)

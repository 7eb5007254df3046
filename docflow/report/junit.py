"""Results as JUnit XML, which every CI service reads; as the schema of Jenkins (`junit-10.xsd`) wants it.

That schema has no place for file and line of a test, so they stand where people look: in the text of a
failure. `classname` is the file as Jenkins groups it, `pipelines/news.flow` as `pipelines.news`.
"""

import re
from collections.abc import Sequence
from pathlib import PurePath

from docflow.late import late
from docflow.value import frozen

__all__ = ["JunitCase", "Suite", "junit"]

_NO_XML = late("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BREAK = late("[\t\n\r]")
_MARKUP = {ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;"}


@frozen
class JunitCase:
    """One test. `failure` is (message, text), `skipped` the reason, `kind` the type that a failure gets."""

    name: str
    file: str
    line: int
    failure: tuple[str, str] | None = None
    skipped: str | None = None
    seconds: float | None = None
    kind: str = "failure"


@frozen
class Suite:
    """A named group of tests."""

    name: str
    cases: tuple[JunitCase, ...]


def junit(suites: Sequence[Suite]) -> str:
    r"""Return the whole XML document, with its closing newline.

    What XML cannot hold (control characters, lone surrogates) is written as an escape such as `\x1b`.
    """
    cases = [case for suite in suites for case in suite.cases]
    lines = ['<?xml version="1.0" encoding="utf-8"?>']
    lines.append(f'<testsuites name="docflow"{_sums(cases, skips=False)}>')
    for suite in suites:
        lines += _suite(suite)
    return "\n".join([*lines, "</testsuites>"]) + "\n"


def _suite(suite: Suite) -> list[str]:
    files = {case.file for case in suite.cases}
    file = _attribute("file", files.pop()) if len(files) == 1 else ""
    head = f"  <testsuite{_attribute('name', suite.name)}{_sums(suite.cases, skips=True)}{file}"
    if not suite.cases:
        return [f"{head}/>"]
    return [f"{head}>", *(line for case in suite.cases for line in _case(case)), "  </testsuite>"]


def _sums(cases: Sequence[JunitCase], *, skips: bool) -> str:
    failed = sum(case.failure is not None for case in cases)
    told = f' tests="{len(cases)}" failures="{failed}" errors="0"'
    if skips:
        told += f' skipped="{sum(case.skipped is not None for case in cases)}"'
    times = [case.seconds for case in cases if case.seconds is not None]
    return told + _time(sum(times) if times else None)


def _case(case: JunitCase) -> list[str]:
    name, group = _attribute("name", case.name), _attribute("classname", _classname(case.file))
    head = f"    <testcase{name}{group}{_time(case.seconds)}"
    inner = []
    if case.failure is not None:
        message, text = case.failure
        marks = _attribute("message", message) + _attribute("type", case.kind)
        inner.append(f"      <failure{marks}>{_text(_placed(case, text))}</failure>")
    if case.skipped is not None:
        inner.append(f"      <skipped{_attribute('message', case.skipped)}/>")
    return [f"{head}>", *inner, "    </testcase>"] if inner else [f"{head}/>"]


def _placed(case: JunitCase, text: str) -> str:
    """The text of a failure, which begins with its place unless it names it anyway."""
    place = f"{case.file}:{case.line}" if case.line else case.file
    return text if place in text else f"{place}\n{text}"


def _classname(file: str) -> str:
    path = PurePath(file)
    parts = [part for part in path.with_suffix("").parts if part not in (path.anchor, "..")]
    return ".".join(parts) or file


def _time(seconds: float | None) -> str:
    return "" if seconds is None else f' time="{max(seconds, 0.0):.3f}"'


def _attribute(name: str, value: str) -> str:
    held = _BREAK.sub(lambda found: f"&#{ord(found[0])};", _markup(value).replace('"', "&quot;"))
    return f' {name}="{held}"'


def _text(value: str) -> str:
    return _markup(value).replace("\r", "&#13;")


def _markup(value: str) -> str:
    return _NO_XML.sub(_escape, value).translate(_MARKUP)


def _escape(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"

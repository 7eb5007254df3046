"""Plugins that subscribe to runs."""

from types import SimpleNamespace
from typing import Any

import pytest

from docflow.catalog.catalog import Catalog
from docflow.engine.watch import Watch
from docflow.errors import PluginError
from docflow.plugin import hookimpl


def _subscribe(kit: Any, subscriber: Any) -> Any:
    planted = __import__("sys").modules["docflow_tests_planted"]
    plugin = SimpleNamespace(
        docflow_components=planted.docflow_components,
        docflow_run_events=hookimpl(lambda run: subscriber),
    )
    kit.catalog = Catalog.of(x=plugin)
    kit.write("in/a.rec", "1|one")
    return kit.flow(kit.records("in"), kit.to("out/a.txt"))


def test_start_and_end_stand_around_a_run(kit: Any) -> None:
    told: list[object] = []
    subscriber = SimpleNamespace(start=lambda run: told.append(run.plan), end=told.append)
    report = kit.run(_subscribe(kit, subscriber))
    assert told == ["test", report]


def test_a_subscriber_that_cannot_start_refuses_the_run(kit: Any) -> None:
    flow = _subscribe(kit, SimpleNamespace(start=lambda run: 1 / 0))
    with pytest.raises(PluginError, match="`docflow_run_events` failed: ZeroDivisionError"):
        kit.run(flow)
    assert not (kit.folder / "out").exists()


def test_a_subscriber_that_cannot_end_is_a_warning(kit: Any) -> None:
    warnings: list[str] = []
    flow = _subscribe(kit, SimpleNamespace(start=lambda run: None, end=lambda report: 1 / 0))
    assert kit.run(flow, watch=Watch(warning=warnings.append)).exit_code == 0
    assert warnings == ["the plugin `x` failed after the run: ZeroDivisionError: division by zero"]
    assert kit.read("out/a.txt") == ["1|one"]

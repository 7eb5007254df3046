"""Pools: a plugin may run the parts, once each and in order."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from docflow.catalog.catalog import Catalog
from docflow.engine.pool import INLINE, pick_pool
from docflow.errors import PluginError, RefusedError, RunError
from docflow.flowfile.file import FlowFile
from docflow.plan.optimise import optimise
from docflow.plugin import Pool, hookimpl


def told(work: Any, parts: Any) -> Iterator[tuple[Any, Any]]:
    for part in parts:
        SEEN.append(part.part.number)
        yield part, work(part)


def backwards(work: Any, parts: Any) -> Iterator[tuple[Any, Any]]:
    return ((part, work(part)) for part in reversed(tuple(parts)))


def lazy(work: Any, parts: Any) -> Iterator[tuple[Any, Any]]:
    return ((part, work(part)) for part in tuple(parts)[:1])


SEEN: list[int] = []
POOLS = tuple(Pool(run.__name__, "A pool for tests.", run) for run in (told, backwards, lazy))


class Plugin:
    """A plugin with pools and nothing else."""

    @hookimpl
    def docflow_pools(self) -> tuple[Pool, ...]:
        return POOLS


@pytest.fixture
def made(tmp_path: Path) -> Any:
    (tmp_path / "in").mkdir()
    for name in "abc":
        (tmp_path / "in" / f"{name}.txt").write_text(name, encoding="utf-8")
    catalog = Catalog.installed()
    found = Catalog.of(pools=Plugin()).namespace("pools")
    assert found is not None
    catalog.add(found)
    sources = ", ".join(f'files("in/{name}.txt")' for name in "abc")
    return FlowFile(f'from {sources} | to jsonl("out/x.jsonl")', "a.flow", tmp_path, catalog)


def run(flow: FlowFile, engine: str | None) -> Any:
    from docflow.engine.run import Bases, run

    bases = Bases(flow=flow.folder, caller=flow.folder)
    return run(optimise(flow.compile()), flow.catalog, bases, engine=engine, fresh=True)


def test_a_pool_runs_every_part_and_changes_no_byte(made: FlowFile) -> None:
    run(made, None)
    before = (made.folder / "out" / "x.jsonl").read_bytes()
    SEEN.clear()
    report = run(made, "told")
    assert sorted(SEEN) == SEEN
    assert SEEN
    assert report.flows[0].sums.written == 3
    assert (made.folder / "out" / "x.jsonl").read_bytes() == before


@pytest.mark.parametrize("name", ["backwards", "lazy"])
def test_a_pool_that_breaks_its_promise_stops_the_run(made: FlowFile, name: str) -> None:
    with pytest.raises(RunError, match=f"the engine `{name}`"):
        run(made, name)
    assert not (made.folder / "out" / "x.jsonl").exists()


def test_an_unknown_engine_is_refused_with_those_that_are_known(made: FlowFile) -> None:
    with pytest.raises(RefusedError, match="there is backwards, inline, lazy, told"):
        run(made, "ray")


def test_inline_asks_no_plugin() -> None:
    assert pick_pool(Catalog({}), None) is INLINE
    assert pick_pool(Catalog({}), "inline") is INLINE


def test_two_pools_of_one_name_are_told(made: FlowFile) -> None:
    found = Catalog.of(others=Plugin()).namespace("others")
    assert found is not None
    made.catalog.add(found)
    with pytest.raises(PluginError, match="brought by others and pools"):
        pick_pool(made.catalog, "told")

"""Which pool runs the parts: the one of this process, or one that a plugin brings."""

from collections.abc import Callable, Iterable, Iterator

from docflow.catalog.catalog import Catalog
from docflow.engine.work.job import Done, Job
from docflow.errors import PluginError, RefusedError, RunError
from docflow.io.escape import safe
from docflow.plugin.pool import Pool

__all__ = ["INLINE", "each_once", "pick_pool"]

Work = Callable[[Job], Done]


def _inline(work: Work, parts: Iterable[Job]) -> Iterator[tuple[Job, Done]]:
    for part in parts:
        yield part, work(part)


INLINE = Pool("inline", "Run the parts one after the other in this process.", _inline)


def pick_pool(catalog: Catalog, name: str | None) -> Pool:
    """Return the pool called `name`; plugins are asked (and imported) only when one is named.

    Raises RefusedError for a name that nobody has, PluginError when two plugins have it.
    """
    if name is None or name == INLINE.name:
        return INLINE
    brought = [(pool, namespace) for namespace in catalog.names() for pool in _pools(catalog, namespace)]
    found = [(pool, namespace) for pool, namespace in brought if pool.name == name]
    if len(found) > 1:
        raise PluginError(f"the engine `{safe(name)}` is brought by {' and '.join(ns for _, ns in found)}")
    if not found:
        known = ", ".join(sorted({INLINE.name, *(pool.name for pool, _ in brought)}))
        raise RefusedError(f"there is no engine `{safe(name)}`; there is {safe(known)}")
    return found[0][0]


def _pools(catalog: Catalog, name: str) -> list[Pool]:
    try:
        namespace = catalog.namespace(name)
    except PluginError:
        return []  # a broken plugin brings nothing; `docflow plugins list` says what is wrong with it
    groups = namespace.hooks.docflow_pools() if namespace is not None else []
    return [pool for group in groups for pool in group if isinstance(pool, Pool)]


def each_once(pool: Pool, work: Work, jobs: tuple[Job, ...]) -> Iterator[tuple[Job, Done]]:
    """Run the parts in a pool; raises RunError when it does not give each one back once, in order."""
    given = 0
    for job, done in pool.run(work, jobs):
        if given == len(jobs) or job is not jobs[given] or not isinstance(done, Done):
            raise RunError(f"the engine `{safe(pool.name)}` did not run the parts once each, in their order")
        given += 1
        yield job, done
    if given < len(jobs):
        raise RunError(f"the engine `{safe(pool.name)}` ran {given} of {len(jobs)} parts")

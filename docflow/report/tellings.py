"""What is told of a run without being asked for: workers that died, and lines that components print."""

from collections import Counter
from collections.abc import Callable

from docflow.engine.watch import Printed, Watch, WorkerLost
from docflow.io.escape import safe

__all__ = ["lost", "watch"]

MOST_LINES = 10
"""Lines of one step that are shown; a component may print one for each document."""


def lost(event: WorkerLost) -> str:
    """Return one sentence about a worker that died."""
    where = f" at step {safe(event.step)}" if event.step else ""
    what = f" with document `{safe(event.document)}` in hand" if event.document else ""
    return f"worker {event.worker}{where}{what}: {safe(event.reason, 500)}"


def watch(say: Callable[[str], None]) -> Watch:
    """Return a watcher that says each as a line, of printed lines the first ten of a step."""
    lines: Counter[str] = Counter()

    def worker_lost(event: WorkerLost) -> None:
        say(f"docflow: {lost(event)}")

    def printed(event: Printed) -> None:
        lines[event.step] += 1
        if lines[event.step] > MOST_LINES + 1:
            return
        who = f"step {safe(event.step)}" if event.step else "a component"
        more = lines[event.step] > MOST_LINES
        say(
            f"docflow: {who} prints more, which is not shown"
            if more
            else f"docflow: {who} printed: {safe(event.line)}"
        )

    return Watch(worker_lost=worker_lost, printed=printed)

"""What an editor waits for in a long flow: `python bench/editor.py [LINES ...]`, medians in ms of CPU.

The texts are many stages and flows of ten steps, and one pipeline without an end. "complete" is completion
after a letter, on the state before it; "check" is everything that findings need.
"""

import gc
import statistics
import sys
import time
from collections.abc import Callable

from docflow.catalog.catalog import Catalog
from docflow.editor.analysis import analyse
from docflow.editor.complete.complete import complete
from docflow.editor.format import format_changes
from docflow.editor.hover import hover
from docflow.editor.names.occurrences import occurrences
from docflow.editor.tokens import colours

FLOW = """\
# Bring {n} into shape.
stage tidy{n}(max_blank: int = 1) {{
  | clean.unicode
  | clean.lines(drop: {{ad: "Advertisement", more: re"^read more\\b"i}})
  | clean.whitespace(max_blank: max_blank)
}}

flow words{n} {{
  from files("samples/{n}/*.txt"), jsonl("feed{n}.jsonl", fields: {{title: "text?"}})
  | tidy{n}(max_blank: 1)
  | set doc.long = doc.words > least
  | drop when doc.words == 0
  | expect doc.words >= 5 else quarantine("short")
  | when doc.long {{ | set doc.modern = true }} else {{ | set doc.modern = false }}
  | route {{
      when doc.lines > 500 => drop("a list")
      else => keep
    }}
  | to jsonl("out/{n}.jsonl")
}}

"""
STEPS = "| set doc.a = doc.words > least\n| clean.unicode\n| expect doc.a\n"


def flows(lines: int) -> str:
    return "param least: int = 40\n\n" + "".join(FLOW.format(n=n) for n in range(lines // FLOW.count("\n")))


def pipeline(lines: int) -> str:
    body = STEPS * (lines // 3)
    return f'param least: int = 40\nfrom files("x")\n{body}| to jsonl("y")\n'


def median(work: Callable[[], object], times: int = 5) -> float:
    taken = []
    for _ in range(times):
        start = time.process_time()
        work()
        taken.append(1000 * (time.process_time() - start))
    return statistics.median(taken)


def measure(text: str, catalog: Catalog) -> dict[str, float]:
    analysis = analyse(text, "bench.flow", catalog)
    at = text.index("| expect", len(text) // 2)
    typed = f"{text[:at]}| expect doc.\n{text[at:]}"

    def names() -> None:
        analysis.memo.clear()
        occurrences(analysis)

    return {
        "check": median(lambda: analyse(text, "bench.flow", catalog), 3),
        "complete": median(lambda: complete(analysis, typed, at + len("| expect doc."))),
        "hover": median(lambda: hover(analysis, at + 3)),
        "names": median(names, 3),
        "colours": median(lambda: colours(analysis), 3),
        "format": median(lambda: format_changes(text, "bench.flow"), 1),
    }


def main() -> None:
    gc.set_threshold(20_000, 20, 20)  # as the command line does
    catalog = Catalog.installed()
    for lines in [int(word) for word in sys.argv[1:]] or [100, 1000, 5000]:
        for name, make in (("flows", flows), ("pipeline", pipeline)):
            found = measure(make(lines), catalog)
            print(f"{lines:>6} lines {name:9}", "  ".join(f"{k} {v:.0f}" for k, v in found.items()))


if __name__ == "__main__":
    main()

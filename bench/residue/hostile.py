"""CPU seconds of residue.remove on hostile text of growing size: what is linear doubles.

python bench/residue/hostile.py
"""

import time

from docflow_residue.deciding.removing import cut_texts, warm

KINDS = {
    "one line": "a",
    "one line of words": "ab ",
    "empty lines": "\n",
    "lines of one letter": "a\n",
    "one mark": ".",
    "same line": "Share this article\n",
    "zeros": "\x00",
    "lone surrogates": "\ud800",
}


def main() -> None:
    warm()
    for name, unit in KINDS.items():
        spent = []
        for size in (125_000, 250_000, 500_000, 1_000_000):
            start = time.process_time()
            cut_texts([unit * (size // len(unit))], "strict")
            spent.append(time.process_time() - start)
        print(f"{name:22}", "  ".join(f"{seconds:6.2f}" for seconds in spent))


if __name__ == "__main__":
    main()

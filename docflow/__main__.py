"""`python -m docflow`: the command line, without the current folder on the import path."""

import os
import sys

try:
    here = os.getcwd()  # noqa: PTH109 - pathlib is not loaded yet, os is
except FileNotFoundError:  # it was deleted
    here = ""
if sys.path and sys.path[0] in ("", here):
    del sys.path[0]  # a flow folder may hold modules that shadow real ones; none of them is ours to import

from docflow.cli import main

if __name__ == "__main__":
    main()

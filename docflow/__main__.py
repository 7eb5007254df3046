"""`python -m docflow`: the command line, without the current folder on the import path."""

import sys
from pathlib import Path

if sys.path and sys.path[0] in ("", str(Path.cwd())):
    del sys.path[0]  # a flow folder may hold modules that shadow real ones; none of them is ours to import

from docflow.cli import main

if __name__ == "__main__":
    main()

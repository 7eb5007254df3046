"""Values of params from the command line: `--set` and `--params`."""

import tomllib
from pathlib import Path
from typing import Any

from docflow.errors import RefusedError

__all__ = ["read_params", "read_sets"]


def read_sets(sets: tuple[str, ...]) -> dict[str, str]:
    """Return `--set name=value` pairs; raises RefusedError for one without `=`."""
    pairs = {}
    for given in sets:
        name, equals, value = given.partition("=")
        if not equals:
            raise RefusedError(f"`--set {given}` has no value; write `--set {given}=VALUE`")
        pairs[name.strip()] = value
    return pairs


def read_params(path: str | None) -> dict[str, Any]:
    """Return the values of a `--params` file; raises RefusedError when it cannot be read."""
    if path is None:
        return {}
    try:
        return tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise RefusedError(f"there is no params file `{path}`") from None
    except OSError as error:
        raise RefusedError(f"the params file `{path}` cannot be read: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RefusedError(f"the params file `{path}` is not valid TOML: {error}") from None

"""Loading one plugin: import its module, ask its hooks, check that the contract holds."""

import contextlib
import sys
from typing import NoReturn

from docflow.catalog.contract import Namespace, namespace_of
from docflow.catalog.discover import Provider
from docflow.errors import PluginError

__all__ = ["load"]


def load(provider: Provider) -> Namespace:
    """Import a plugin and read its components; what it prints meanwhile goes to standard error.

    Raises PluginError, naming the distribution, its version and the entry point, when the import fails
    (DF0506; `sys.exit` in a plugin counts as that) or the plugin breaks the contract (DF0504).
    """
    if not provider.namespace.isidentifier():
        _broken(provider, "breaks the plugin contract: no flow can write that name", "DF0504")
    if not provider.entry_point.names_module:
        _broken(provider, "breaks the plugin contract: its entry point names no module", "DF0504")
    with contextlib.redirect_stdout(sys.stderr):
        return _contract_of(provider, _imported(provider))


def _imported(provider: Provider) -> object:
    try:
        return provider.entry_point.load()
    except KeyboardInterrupt:
        raise
    except PluginError as error:
        _broken(provider, f"breaks the plugin contract: {error.message}", "DF0504", error)
    except BaseException as error:  # noqa: BLE001 - whatever a foreign module raises is its own failure
        _broken(provider, f"did not load: {_said(error)}", "DF0506", error)


def _contract_of(provider: Provider, module: object) -> Namespace:
    try:
        return namespace_of(provider.namespace, module, provider.title)
    except KeyboardInterrupt:
        raise
    except PluginError as error:
        _broken(provider, f"breaks the plugin contract: {error.message}", "DF0504", error)
    except BaseException as error:  # noqa: BLE001 - as above, for its hooks
        _broken(provider, f"breaks the plugin contract: a hook raised {_said(error)}", "DF0504", error)


def _said(error: BaseException) -> str:
    if isinstance(error, SystemExit):
        return "it tried to end the program (sys.exit)"
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__


def _broken(provider: Provider, what: str, code: str, cause: BaseException | None = None) -> NoReturn:
    raise PluginError(
        f"the plugin `{provider.namespace}` {what}",
        namespace=provider.namespace,
        distribution=provider.distribution,
        version=provider.version,
        entry_point=provider.entry_point.value,
        code=code,
    ) from cause

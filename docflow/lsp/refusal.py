"""Saying no to a request, with a sentence that the editor shows."""

from lsprotocol import types
from pygls.exceptions import JsonRpcException

__all__ = ["refuse"]


def refuse(sentence: str) -> JsonRpcException:
    """Return the error that answers a request which cannot be done."""
    return JsonRpcException(sentence, types.LSPErrorCodes.RequestFailed)

"""Addresses of links and images as Markdown can hold them."""

from collections.abc import Mapping
from typing import Final
from urllib.parse import urljoin

from docflow.plugin import late

__all__ = ["image_address", "link_address"]

_NOT_HERE: Final = late(r"\s*(?:javascript|data|blob|vbscript|about)\s*:|#", 2)
"""Addresses that lead nowhere outside of the page."""
_UNFIT: Final = late("[\x00-\x20<>\\\\\x7f\x80-\xa0\u2028\u2029]")
_LONGEST: Final = 2000


def link_address(written: str | None, base: str) -> str:
    """Return the address of a link for Markdown, "" where there is none to follow outside the page."""
    if not written or not (address := written.strip()) or _NOT_HERE.match(address):
        return ""
    if len(address) > _LONGEST:
        return ""
    return _fit(_joined(base, address))


def image_address(attributes: Mapping[str, str | None], base: str) -> str:
    """Return the address of an image, also where a script would load it late; "" where there is none."""
    several = (
        (attributes.get("srcset") or attributes.get("data-srcset") or "").strip().split(" ")[0].rstrip(",")
    )
    for name in ("src", "data-src", "data-original", "data-lazy-src"):
        if found := link_address(attributes.get(name), base):
            return found
    return link_address(several, base)


def _joined(base: str, address: str) -> str:
    if not base or address.startswith(("https://", "http://")):
        return address
    if address[0] == "/" and "/." not in address and address[1:2] != "/" and base.count("/") > 2:
        return "/".join(base.split("/", 3)[:3]) + address  # what urljoin says, at a tenth of its time
    try:
        return urljoin(base, address)
    except ValueError:  # brackets that are no address of IPv6
        return address


def _fit(address: str) -> str:
    """Quote what ends an address in Markdown: spaces, brackets without a partner."""
    quoted = _UNFIT.sub(
        lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode("utf-8", "replace")), address
    )
    if "(" in quoted or ")" in quoted:
        quoted = quoted.replace("(", "%28").replace(")", "%29")
    return quoted

"""A page or a feed from the web: the one place where Untold asks the network for anything.

Called only where a user names an address and asks for it. One request after another, honest about who
asks, with limits of size and time. What a feed links to, or an address redirects to, is asked for only
if it lies on the public web or where the user's own address does: a feed can't make this machine ask
its own network.
"""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass
from http.client import HTTPException, HTTPMessage
from time import monotonic
from typing import IO, Any
from urllib import request
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit

from untold.acquire.raw import MAX_LINE
from untold.errors import InputError

#: Seconds without a byte, and for a whole page: a slow server must not hold a run for ever.
SILENCE, WHOLE = 20.0, 120.0
AGENT = "Untold/0.1 (fetches single pages at a reader's request)"
_CHUNK = 65_536


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came: from where in the end, of which kind as the server says, and its bytes."""

    url: str
    kind: str
    charset: str | None
    data: bytes


def fetch(url: str, asked: str | None = None) -> Fetched:
    """What lies at an address.

    Args:
        url: http or https.
        asked: the address that the user typed, if this one was found behind it.

    Raises:
        InputError: it can't be fetched or must not be; the message says why and what to do.
    """
    _check(url, asked or url)
    opener = request.OpenerDirector()  # and not build_opener, which would also read files and FTP
    for handler in (
        request.ProxyHandler(), request.HTTPHandler(), request.HTTPSHandler(),
        request.HTTPDefaultErrorHandler(), request.HTTPErrorProcessor(), _Redirects(asked or url),
    ):  # fmt: skip
        opener.add_handler(handler)
    headers = {"User-Agent": AGENT, "Accept": "text/html, application/xhtml+xml, application/xml;q=0.9"}
    try:
        with opener.open(request.Request(url, headers=headers), timeout=SILENCE) as answer:  # noqa: S310
            return Fetched(
                answer.geturl(), answer.headers.get_content_type(),
                answer.headers.get_content_charset(), _body(answer, url),
            )  # fmt: skip
    except HTTPError as error:
        raise InputError(
            f"{url}: the server answers {error.code} ({error.reason}); open it in a browser, save the "
            "page and add the file"
        ) from None
    except URLError as error:
        raise InputError(f"{url}: can't be reached ({error.reason}); check the address") from None
    except (OSError, HTTPException) as error:
        raise InputError(f"{url}: broke off ({error}); try again later") from None


def _body(answer: IO[bytes], url: str) -> bytes:
    began, parts, size = monotonic(), [], 0
    while part := answer.read(_CHUNK):
        parts.append(part)
        size += len(part)
        if size > MAX_LINE:
            raise InputError(f"{url}: has more than {MAX_LINE // 1_000_000} MB; save and split it")
        if monotonic() - began > WHOLE:
            raise InputError(f"{url}: takes longer than {WHOLE:.0f} seconds; save it in a browser")
    return b"".join(parts)


def _check(url: str, asked: str) -> None:
    """Whether this address may be asked for.

    Raises:
        InputError: it may not, or its host is unknown.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
    if host is None or parts.scheme not in ("http", "https"):
        raise InputError(f"{url}: is no address of a page; write one that begins with https://")
    typed = urlsplit(asked)
    if (host, port) == (typed.hostname, typed.port):
        return
    try:
        found = socket.getaddrinfo(host, port or parts.scheme, type=socket.SOCK_STREAM)
    except OSError as error:
        raise InputError(f"{url}: its host can't be found ({error.strerror}); check it") from None
    if not all(ipaddress.ip_address(str(f[4][0]).partition("%")[0]).is_global for f in found):
        raise InputError(
            f"{url}: lies on a private network, where {asked} has led; type it yourself if it is meant"
        )


class _Redirects(request.HTTPRedirectHandler):
    """Follows redirects, each checked like a link."""

    def __init__(self, asked: str) -> None:
        self._asked = asked

    def redirect_request(
        self,
        req: request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> Any:
        _check(newurl, self._asked)
        return super().redirect_request(req, fp, code, msg, headers, newurl)

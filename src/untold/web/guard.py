"""Who may talk to the app: this machine's browser, on the app's own pages, and nobody else.

A page of another site that is open in the same browser can send requests to 127.0.0.1. It can't pass
for us: its own name in ``Host`` is refused (DNS rebinding), and so is what a browser marks as coming
from another site. Whatever changes something also needs a token that only our own pages hold.
"""

from __future__ import annotations

import secrets
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Form, Header, HTTPException, Request
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: The names this machine has for itself.
HOSTS = frozenset({"127.0.0.1", "localhost"})
READING = frozenset({"GET", "HEAD", "OPTIONS"})

#: Our own style sheet and scripts, no inline code, no foreign address, no frame but the report's.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
#: The report brings its own policy, by hashes; this says who may show it in a frame.
REPORT_POLICY = "frame-ancestors 'self'"
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class Guard:
    """Refuses what comes from elsewhere, and puts the policy on every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("Content-Security-Policy", POLICY)
                for name, value in _ALWAYS.items():
                    headers.setdefault(name, value)
            await send(message)

        if refused := refusal(scope["method"], Headers(scope=scope)):
            from untold.web.errors import answer

            response = answer(Request(scope), 403, refused, "open the app's own address in the browser")
            await response(scope, receive, send_guarded)
        else:
            await self._app(scope, receive, send_guarded)


def refusal(method: str, headers: Headers) -> str | None:
    """Why a request is refused; None where it is let in."""
    host = headers.get("host", "")
    try:
        known = urlsplit(f"http://{host}").hostname in HOSTS
    except ValueError:
        known = False
    if not known:
        return "this app answers to 127.0.0.1 and localhost alone"
    reading = method in READING
    site = headers.get("sec-fetch-site", "same-origin")
    followed = reading and headers.get("sec-fetch-mode") == "navigate"  # a link to us from elsewhere
    if site in ("cross-site", "same-site") and not (
        followed and headers.get("sec-fetch-dest") == "document"
    ):
        return "the request comes from another site"
    origin = headers.get("origin")
    if not reading and origin is not None and origin != f"http://{host}":
        return "the form stands on another site"
    return None


def new_token() -> str:
    """A token for one run of the server."""
    return secrets.token_urlsafe(24)


def own_form(
    request: Request,
    token: Annotated[str, Form(description="as in every page of the app, and in /session.json")] = "",
    x_untold_token: Annotated[str, Header()] = "",
) -> None:
    """Lets a change through that comes with the token; every route that changes something needs it.

    Raises:
        HTTPException: the token is missing or another server's.
    """
    held: str = request.app.state.token
    given = x_untold_token or token
    if not secrets.compare_digest(given.encode(), held.encode()):
        raise HTTPException(
            403, "the form is not one of this server's; load the page again and repeat it"
        )

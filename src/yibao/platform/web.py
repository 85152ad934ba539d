"""What every page sends along: a content policy that lets nothing in from another host."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

POLICY = (
    "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
# The staff's register pages come from a library that styles and scripts inline.
REGISTER_POLICY = POLICY.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'").replace(
    "script-src 'self'", "script-src 'self' 'unsafe-inline' 'unsafe-eval'"
)
REGISTER_PATH = "/console/registers/"


class ContentSecurityMiddleware:
    """Add the content policy and the other headers that browsers enforce."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, with the headers added."""
        response = self._get_response(request)
        is_register = request.path.startswith(REGISTER_PATH)
        response.headers.setdefault(
            "Content-Security-Policy", REGISTER_POLICY if is_register else POLICY
        )
        response.headers.setdefault(
            "Permissions-Policy", "geolocation=(), microphone=(), camera=(self), payment=()"
        )
        return response

"""Coming in from a channel with a one-time ticket."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from yibao.channels import tickets
from yibao.channels.errors import TicketUnusable
from yibao.channels.tickets import Launch
from yibao.platform import database
from yibao.portal import attempts, signed_in
from yibao.portal.pages import address_of, go, guarded, page
from yibao.portal.signed_in import SignedIn
from yibao.portal.wording import present

_LONGEST_TICKET = 200


# Not HEAD: whoever only looks whether the address is alive must not use the ticket up.
@require_GET
@guarded
def launch(request: HttpRequest) -> HttpResponse:
    """Use the ticket up and open the page of its service for its person."""
    attempts.count(attempts.LAUNCH_OF_AN_ADDRESS, address_of(request))
    ticket = request.GET.get("ticket", "")[:_LONGEST_TICKET]
    try:
        with database.transaction() as sql:
            launched = tickets.redeem(sql, ticket)
            region = _region_of(sql, launched.channel)
    except TicketUnusable as unusable:
        return page(
            request, "launch_problem.html", {}, problems=present(unusable), status=unusable.status
        )
    signed_in.sign_out(request)
    signed_in.sign_in(request, _person(launched, region))
    return go("service", launched.operation)


def _person(launched: Launch, region: str) -> SignedIn:
    return SignedIn(
        certificate_type=launched.subject.certificate_type,
        certificate_number=launched.subject.certificate_number,
        name=launched.subject.name,
        level=launched.identity_level.value,
        channel=launched.channel,
        region=region,
        only_operation=launched.operation,
        return_url=_web_address(launched.return_url),
    )


def _web_address(url: str) -> str:
    """Return the way back if it is one that a link may have."""
    return url if urlsplit(url).scheme in {"http", "https"} else ""


def _region_of(sql: database.Sql, channel: str) -> str:
    sql.execute("SELECT region FROM channel WHERE code = %s", (channel,))
    row = sql.fetchone()
    return str(row[0]) if row else ""

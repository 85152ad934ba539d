"""What can happen to a genuine answer on its way to the caller."""

from __future__ import annotations

from dataclasses import replace

from fake_gateway import Reply


def lost(reply: Reply) -> Reply | None:
    """The platform has acted; the connection breaks before its answer arrives."""
    return None


def bad_gateway(reply: Reply) -> Reply:
    """A proxy answers instead of the platform, unsigned."""
    return Reply(502, {}, b"<html>Bad Gateway</html>")


def unsigned(reply: Reply) -> Reply:
    """Somebody on the way answers that all is well."""
    return Reply(200, {}, b'{"request_id":"x","result":{}}')


def changed_body(reply: Reply) -> Reply:
    return replace(reply, body=reply.body.replace(b'"}', b' "}'))


def changed_status(reply: Reply) -> Reply:
    return replace(reply, status=201)


def other_nonce(reply: Reply) -> Reply:
    return replace(reply, headers={**reply.headers, "Nonce": "n" * 32})


def no_nonce(reply: Reply) -> Reply:
    return replace(reply, headers={**reply.headers, "Nonce": ""})


def stripped_cipher(reply: Reply) -> Reply:
    return replace(reply, headers={**reply.headers, "Cipher": "none"})


def no_base64(reply: Reply) -> Reply:
    return replace(reply, headers={**reply.headers, "Signature": "***"})

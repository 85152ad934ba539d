"""The WSGI entry: both gateways in front of Django, in one process."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, cast

from django.core.wsgi import get_wsgi_application

if TYPE_CHECKING:
    from yibao.gateway.application import Application
    from yibao.national.application import NationalApplication

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django_application = get_wsgi_application()  # loads the tables that the gateway's modules need


def _application() -> NationalApplication:
    from yibao.gateway.application import GatewayApplication
    from yibao.gateway.openapi_application import OpenApiApplication
    from yibao.national.application import NationalApplication

    if os.environ.get("YIBAO_RUN_JOBS") == "1":
        from yibao.platform.jobs import background

        background.start()
    citizens = OpenApiApplication(GatewayApplication(cast("Application", django_application)))
    institutions = NationalApplication(citizens)
    institutions.warm_up()
    return institutions


application = _application()

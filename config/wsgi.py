"""The WSGI entry: the gateway in front of Django, in one process."""

from __future__ import annotations

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from django.core.wsgi import get_wsgi_application

from yibao.gateway.application import GatewayApplication

application = GatewayApplication(get_wsgi_application())
if os.environ.get("YIBAO_RUN_JOBS") == "1":
    from yibao.platform.jobs import background

    background.start()

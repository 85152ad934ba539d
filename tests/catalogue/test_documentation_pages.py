"""The page of each service in the reference says what the service is."""

from __future__ import annotations

from pathlib import Path

from tests.catalogue.playing import every_service
from yibao.catalogue.service import AnyService

PAGES = Path(__file__).resolve().parents[2] / "docs/reference/services"


@every_service
def test_its_page_has_name_time_limit_and_basis(service: AnyService) -> None:
    page = (PAGES / f"{service.operation}.md").read_text(encoding="utf-8")
    limit = f"{service.working_days}个工作日" if service.working_days else "即时办结"
    assert service.name in page
    assert limit in page
    assert all(basis in page for basis in service.basis)

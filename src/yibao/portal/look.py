"""How the pages look to this visitor: normal or 长辈版, and the size of the letters.

Remembered in two cookies that hold nothing personal and work without a script.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse

ELDER_COOKIE, SIZE_COOKIE = "yibao_elder", "yibao_size"
SIZES = ("标准", "大", "特大")
YEAR_SECONDS = 365 * 24 * 3600


@dataclass(frozen=True)
class Look:
    """``size`` is 0, 1 or 2. In 长辈版 the main text then has 20, 24 or 30 px."""

    is_elder: bool = False
    size: int = 0

    @property
    def classes(self) -> str:
        """Return the classes of the root element."""
        return f"{'elder' if self.is_elder else 'normal'} size-{self.size}"

    @property
    def sizes(self) -> list[tuple[int, str, bool]]:
        """Return the sizes to choose from: number, label, whether it is the present one."""
        return [(number, label, number == self.size) for number, label in enumerate(SIZES)]


def of(request: HttpRequest) -> Look:
    """Return how this visitor wants the pages."""
    size = request.COOKIES.get(SIZE_COOKIE, "0")
    return Look(
        is_elder=request.COOKIES.get(ELDER_COOKIE) == "1",
        size=int(size) if size in {"0", "1", "2"} else 0,
    )


def remember(response: HttpResponse, look: Look) -> None:
    """Keep the choice for a year."""
    for name, value in ((ELDER_COOKIE, str(int(look.is_elder))), (SIZE_COOKIE, str(look.size))):
        response.set_cookie(
            name,
            value,
            max_age=YEAR_SECONDS,
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )

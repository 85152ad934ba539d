"""``python -m yibao.commands`` is ``yibao``."""

from yibao.commands.main import main

main()

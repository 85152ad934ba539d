"""The made-up people whom the examples of this package name besides the one who asks."""

from __future__ import annotations

from yibao.catalogue.example_bodies import person_of
from yibao.catalogue.service import Example

ZHANG_SAN = person_of(Example("", person="张三"))
LI_SI = person_of(Example("", person="李四"))
WANG_WU = person_of(Example("", person="王五"))
ZHAO_LIU = person_of(Example("", person="赵六"))

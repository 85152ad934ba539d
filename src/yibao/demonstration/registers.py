"""Other agencies' registers, simulated in the same process (数据共享).

They answer for every made-up person; a name that ends in 缺 is the one that they do not know.
"""

from __future__ import annotations

from collections.abc import Sequence

from yibao.casework import sharing
from yibao.casework.sharing import SharedDocument
from yibao.catalogue import registry
from yibao.catalogue.case import Identity
from yibao.platform.crypto import sm3


def provide_all(environments: Sequence[str]) -> None:
    """Let the simulators answer for every register that a declared material names."""
    registers = {
        material.shared_from
        for service in registry.services().values()
        for material in service.all_materials()
        if material.shared_from
    }
    for register in registers:
        for environment in environments:
            sharing.provide(register, _provider(register), environment=environment)


def _provider(register: str) -> sharing.Provider:
    def answer(person: Identity) -> SharedDocument | None:
        if person.name.endswith("缺"):
            return None
        digest = sm3.hexdigest(f"{register}:{person.certificate_number}".encode())
        return SharedDocument(register, f"S{digest[:12].upper()}", digest)

    return answer

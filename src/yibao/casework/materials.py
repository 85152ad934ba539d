"""Deciding whether everything is there: by upload, from a register, or by a written pledge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from yibao.casework import sharing
from yibao.casework.errors import (
    MaterialMissing,
    MaterialNotShared,
    MaterialSourceNotAllowed,
    MaterialUnknown,
    PledgeBarred,
)
from yibao.casework.identities import index_of
from yibao.catalogue.case import Identity
from yibao.catalogue.form import Form
from yibao.catalogue.material import Material, MaterialSource
from yibao.catalogue.service import AnyService
from yibao.kernel.errors import DomainError, Several
from yibao.platform.crypto import sm3
from yibao.platform.database import Sql
from yibao.platform.files import api as files
from yibao.platform.files.errors import FileNotFound

_WAYS = {
    MaterialSource.UPLOAD: "拍照或扫描后上传",
    MaterialSource.SHARED: "由系统向有关部门核验",
    MaterialSource.PLEDGE: "签写承诺书",
}


@dataclass(frozen=True)
class GivenMaterial:
    """A material of the application, checked."""

    code: str
    source: MaterialSource
    file_id: UUID | None = None
    evidence: str = ""


def needed(service: AnyService, answers: Form, *, with_agent: bool) -> list[Material]:
    """Return the materials that this situation asks for."""
    return [
        material
        for material in service.all_materials()
        if (material.when is None or material.when.holds(answers))
        and (with_agent or not material.for_agent_only)
    ]


def read(
    sql: Sql,
    service: AnyService,
    raw: Sequence[object],
    *,
    wanted: Sequence[Material],
    subject: Identity,
    owner: str,
) -> list[GivenMaterial]:
    """Return the materials given, each checked, with what a register has added by itself.

    Raises:
        Several: every material that is missing, unknown, unreadable or given in a wrong way.
    """
    errors: list[DomainError] = []
    given: dict[str, GivenMaterial] = {}
    for position, item in enumerate(raw):
        try:
            one = _read_one(sql, service, item, subject=subject, owner=owner)
            given[one.code] = one
        except DomainError as error:
            error.at = f"materials.{position}"
            errors.append(error)
    named = [item.get("code") for item in raw if isinstance(item, Mapping)]
    for material in wanted:
        if material.code not in named:
            found = _from_register(material, subject)
            if found is not None:
                given[material.code] = found
            elif material.is_required:
                errors.append(_missing(material))
    if errors:
        raise Several(errors)
    return list(given.values())


def _read_one(
    sql: Sql, service: AnyService, item: object, *, subject: Identity, owner: str
) -> GivenMaterial:
    if not isinstance(item, Mapping) or not isinstance(item.get("code"), str):
        raise MaterialUnknown(code_given="")
    material = service.material(item["code"])
    if material is None:
        raise MaterialUnknown(code_given=item["code"][:40])
    source = _source(item.get("source"), material)
    if source is MaterialSource.UPLOAD:
        file_id = _file_id(item.get("file_id"))
        files.about(sql, file_id, owner=owner)
        return GivenMaterial(material.code, source, file_id=file_id)
    if source is MaterialSource.SHARED:
        found = _from_register(material, subject)
        if found is None:
            raise MaterialNotShared(name=material.name)
        return found
    return _pledge(sql, material, subject)


def _source(raw: object, material: Material) -> MaterialSource:
    for source in material.sources:
        if raw == source.value:
            return source
    raise MaterialSourceNotAllowed(name=material.name, ways=ways_of(material))


def _file_id(raw: object) -> UUID:
    try:
        return UUID(str(raw))
    except ValueError:
        raise FileNotFound from None


def _pledge(sql: Sql, material: Material, subject: Identity) -> GivenMaterial:
    sql.execute(
        "SELECT 1 FROM pledge_breach WHERE person_index = %s AND cleared_at IS NULL LIMIT 1",
        (index_of(subject),),
    )
    if sql.fetchone() is not None:
        raise PledgeBarred(name=material.name)
    digest = sm3.hexdigest(material.pledge_text.encode())
    return GivenMaterial(material.code, MaterialSource.PLEDGE, evidence=f"承诺书 SM3 {digest}")


def _from_register(material: Material, subject: Identity) -> GivenMaterial | None:
    if not material.shared_from:
        return None
    found = sharing.ask(material.shared_from, subject)
    if found is None:
        return None
    evidence = f"{found.register} {found.reference} SM3 {found.digest}"
    return GivenMaterial(material.code, MaterialSource.SHARED, evidence=evidence[:200])


def _missing(material: Material) -> MaterialMissing:
    return MaterialMissing(
        name=material.name, ways=ways_of(material), at=f"materials.{material.code}"
    )


def ways_of(material: Material) -> str:
    """Return how this material may be given, as a sentence."""
    return "可以" + "，或".join(_WAYS[source] for source in material.sources) + "。"

"""Materials as a page shows them, and what the page sent about them.

A material comes by upload (photo or file), from a register, or as a written pledge that the person
ticks. Uploaded files are stored at once under their owner, so that a later step cannot lose them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from yibao.catalogue.material import Material, MaterialSource
from yibao.kernel.errors import DomainError
from yibao.platform import database
from yibao.platform.files import api as files
from yibao.platform.files.errors import FileTooLarge
from yibao.portal import attempts
from yibao.portal.drafts import Paper, Problem
from yibao.portal.errors import FileNotChosen, PledgeNotTicked, WayNotChosen
from yibao.portal.signed_in import SignedIn

PREFIX = "materials."
LATER = "later"
_WAY_LABELS = {
    MaterialSource.SHARED: "不用交，由系统核验",
    MaterialSource.UPLOAD: "拍照或选文件上传",
    MaterialSource.PLEDGE: "没有这份材料，签一份承诺书",
}


@dataclass(frozen=True)
class Way:
    """One way in which a material may come."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class ShownPaper:
    """What the template of a material needs."""

    material: Material
    ways: tuple[Way, ...]
    file_name: str
    is_ticked: bool
    problems: tuple[Problem, ...]

    @property
    def id(self) -> str:
        """Return the id of the element that an error links to."""
        return f"m-{self.material.code}"

    @property
    def input_name(self) -> str:
        """Return the name under which the page sends what concerns this material."""
        return PREFIX + self.material.code

    @property
    def chosen(self) -> str:
        """Return the way chosen, or nothing."""
        return next((way.value for way in self.ways if way.is_chosen), "")

    @property
    def can_be_pledged(self) -> bool:
        """Tell whether a pledge may stand in."""
        return bool(self.material.pledge_text)


def shown(
    materials: Sequence[Material], papers: Mapping[str, Paper], found: Sequence[Problem] = ()
) -> list[ShownPaper]:
    """Return the materials with what was chosen and what is wrong with it."""
    return [_shown(each, papers.get(each.code, Paper()), found) for each in materials]


def collect(
    materials: Sequence[Material],
    sent: Mapping[str, str],
    uploaded: Mapping[str, UploadedFile[Any]],
    papers: Mapping[str, Paper],
    person: SignedIn,
) -> tuple[dict[str, Paper], list[DomainError]]:
    """Return what was chosen for each material, files stored, and everything that is wrong."""
    collected, errors = dict(papers), []
    for material in materials:
        paper = _paper(material, sent, papers.get(material.code, Paper()))
        collected[material.code] = paper
        try:
            _take_file(material, uploaded, paper, person)
            _check(material, paper)
        except DomainError as error:
            error.at = path_of(material)
            errors.append(error)
    return collected, errors


def incomplete(materials: Sequence[Material], papers: Mapping[str, Paper]) -> list[DomainError]:
    """Return what is still missing before the application can be handed in."""
    errors = []
    for material in materials:
        try:
            _check(material, papers.get(material.code, Paper()))
        except DomainError as error:
            error.at = path_of(material)
            errors.append(error)
    return errors


def travelling(
    materials: Sequence[Material], papers: Mapping[str, Paper]
) -> list[dict[str, object]]:
    """Return the materials as they travel to the engine, those left out for later not."""
    items: list[dict[str, object]] = []
    for material in materials:
        paper = papers.get(material.code, Paper())
        if paper.source in ("", LATER):
            continue
        item: dict[str, object] = {"code": material.code, "source": paper.source}
        if paper.source == MaterialSource.UPLOAD:
            item["file_id"] = paper.file_id
        items.append(item)
    return items


def path_of(material: Material) -> str:
    """Return where errors about this material point."""
    return PREFIX + material.code


def way_label(source: str) -> str:
    """Return how a material came, as a person reads it."""
    return "暂不提供" if source == LATER else _WAY_LABELS[MaterialSource(source)]


def _shown(material: Material, paper: Paper, found: Sequence[Problem]) -> ShownPaper:
    sources = [source.value for source in material.sources]
    labels = {source: way_label(source) for source in sources}
    if not material.is_required:
        labels[LATER] = "暂不提供"
    # What the state has already need not be brought: that way is offered first and preset.
    preset = sources[0] if len(labels) == 1 or sources[0] == MaterialSource.SHARED else ""
    chosen = paper.source or preset
    return ShownPaper(
        material,
        tuple(Way(value, label, value == chosen) for value, label in labels.items()),
        paper.file_name,
        paper.is_ticked,
        tuple(each for each in found if each.at == path_of(material)),
    )


def _paper(material: Material, sent: Mapping[str, str], before: Paper) -> Paper:
    """Return what the page said; a file from before stays until another one comes."""
    name = PREFIX + material.code
    allowed = {*(source.value for source in material.sources), LATER}
    source = sent.get(f"{name}.way", "")
    return Paper(
        source=source if source in allowed else "",
        file_id=before.file_id,
        file_name=before.file_name,
        is_ticked=sent.get(f"{name}.pledge") == "yes",
    )


def _take_file(
    material: Material, uploaded: Mapping[str, UploadedFile[Any]], paper: Paper, person: SignedIn
) -> None:
    name = PREFIX + material.code
    file = uploaded.get(f"{name}.camera") or uploaded.get(f"{name}.file")
    if file is None:
        return
    paper.source = MaterialSource.UPLOAD.value
    size = cast("int", file.size)
    if size > settings.FILE_BYTES:  # said before so many bytes are read
        raise FileTooLarge(limit=settings.FILE_BYTES // (1024 * 1024))
    attempts.count(attempts.UPLOAD_OF_A_PERSON, person.index.hex())
    content = file.read()
    with database.transaction() as sql:
        stored = files.store(
            sql, content=content, name=file.name or material.name, owner=person.file_owner
        )
    paper.file_id, paper.file_name = str(stored.id), stored.name


def _check(material: Material, paper: Paper) -> None:
    if paper.source == LATER and not material.is_required:
        return
    if paper.source in ("", LATER):
        raise WayNotChosen(name=material.name)
    if paper.source == MaterialSource.UPLOAD and not paper.file_id:
        raise FileNotChosen(name=material.name)
    if paper.source == MaterialSource.PLEDGE and not paper.is_ticked:
        raise PledgeNotTicked(name=material.name)

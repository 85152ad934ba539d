from __future__ import annotations

import os
from pathlib import Path
from uuid import UUID

import pytest

from yibao.platform import database
from yibao.platform.crypto import sm3
from yibao.platform.files import api, orphans, storage
from yibao.platform.files.api import StoredFile
from yibao.platform.files.errors import (
    FileDamaged,
    FileInfected,
    FileNotFound,
    PdfWithActions,
)
from yibao.platform.files.models import File
from yibao.platform.files.tests import samples
from yibao.platform.testing.persons import ZHANG_SAN

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("data_directory")]

OWNER = "person-1"


def store(content: bytes | None = None, name: str = "证明.png") -> StoredFile:
    with database.transaction() as sql:
        return api.store(sql, content=content or samples.png(), name=name, owner=OWNER)


def paths(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_what_was_stored_can_be_read_by_its_owner() -> None:
    file = store()
    assert (file.size, file.content_type) == (len(samples.png()), "image/png")
    assert file.sm3 == sm3.hexdigest(samples.png())
    assert api.read(file.id, owner=OWNER) == samples.png()
    with database.reading() as sql:
        assert api.about(sql, file.id, owner=OWNER) == file


def test_nobody_else_can_read_it() -> None:
    file = store()
    with pytest.raises(FileNotFound):
        api.read(file.id, owner="person-2")
    with pytest.raises(FileNotFound):
        api.read(UUID(int=file.id.int + 1), owner=OWNER)


def test_content_and_name_lie_encrypted(data_directory: Path) -> None:
    content = samples.pdf(f"/Title ({ZHANG_SAN.name})".encode())
    store(content, f"{ZHANG_SAN.name}.pdf")
    (path,) = paths(data_directory / "files")
    assert b"%PDF" not in path.read_bytes()
    assert ZHANG_SAN.name.encode() not in path.read_bytes()
    assert ZHANG_SAN.name.encode() not in bytes(File.objects.get().name)
    assert path.stat().st_mode & 0o077 == 0


def test_one_content_is_stored_differently_each_time() -> None:
    first, second = store(), store()
    assert storage.path_of(first.id).read_bytes() != storage.path_of(second.id).read_bytes()


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "a\0b", "", "名" * 500])
def test_a_name_never_becomes_a_path(name: str, data_directory: Path) -> None:
    file = store(name=name)
    (path,) = paths(data_directory)
    assert path == data_directory / "files" / file.id.hex[-2:] / file.id.hex[-4:-2] / file.id.hex
    with database.reading() as sql:
        assert api.about(sql, file.id, owner=OWNER).name == name[-200:]


def test_a_refused_file_leaves_nothing_behind(data_directory: Path) -> None:
    with pytest.raises(PdfWithActions):
        store(samples.pdf(b"/OpenAction << /S /JavaScript >>"))
    with pytest.raises(FileInfected):
        store(samples.pdf() + samples.EICAR)
    assert not paths(data_directory)
    assert not File.objects.exists()


def test_a_changed_file_is_not_handed_out() -> None:
    file = store()
    path = storage.path_of(file.id)
    path.write_bytes(path.read_bytes()[:-1] + b"\0\0")
    with pytest.raises(FileDamaged):
        api.read(file.id, owner=OWNER)


def test_a_file_put_in_the_place_of_another_is_not_handed_out() -> None:
    first, second = store(), store(samples.jpeg())
    storage.path_of(first.id).write_bytes(storage.path_of(second.id).read_bytes())
    with pytest.raises(FileDamaged):
        api.read(first.id, owner=OWNER)


def test_a_digest_that_was_changed_in_the_table_is_noticed() -> None:
    file = store()
    File.objects.update(sm3=sm3.digest(b"something else"))
    with pytest.raises(FileDamaged):
        api.read(file.id, owner=OWNER)


def test_a_lost_file_is_said_to_be_damaged() -> None:
    file = store()
    storage.path_of(file.id).unlink()
    with pytest.raises(FileDamaged):
        api.read(file.id, owner=OWNER)


def grow_old(path: Path) -> None:
    old = path.stat().st_mtime - 3700
    os.utime(path, (old, old))


def test_files_of_transactions_that_were_rolled_back_are_removed_after_an_hour(
    data_directory: Path,
) -> None:
    kept = store()
    with pytest.raises(ZeroDivisionError), database.transaction() as sql:
        api.store(sql, content=samples.jpeg(), name="x", owner=OWNER)
        raise ZeroDivisionError
    half_written = storage.path_of(kept.id).parent / ".new-abc"
    half_written.touch()
    assert len(paths(data_directory)) == 3
    assert orphans.remove_orphans() == 0
    for path in paths(data_directory):
        grow_old(path)
    assert orphans.remove_orphans() == 2
    assert paths(data_directory) == [storage.path_of(kept.id)]


def test_without_any_file_there_are_no_orphans() -> None:
    assert orphans.remove_orphans() == 0


def test_the_sandbox_keeps_its_files_apart(data_directory: Path) -> None:
    with database.using("sandbox"):
        assert storage.folder() == data_directory / "files-sandbox"

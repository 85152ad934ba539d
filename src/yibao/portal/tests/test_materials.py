from __future__ import annotations

from uuid import UUID

from yibao.casework.identities import index_of
from yibao.casework.models import Case, CaseMaterial
from yibao.catalogue.case import Identity
from yibao.platform.files import api as files
from yibao.platform.files.models import File
from yibao.platform.testing.persons import LI_SI, ZHANG_SAN, TestPerson
from yibao.portal import drafts
from yibao.portal.tests.visitor import APPLY, PAPERS, PHOTO, Visitor, photo, text_of

MATERIALS, CHECK = f"{APPLY}materials/", f"{APPLY}check/"
UPLOAD = {"materials.proof.way": "upload", "materials.extra.way": "later"}


def _ready(visitor: Visitor) -> Visitor:
    visitor.sign_in(ZHANG_SAN)
    visitor.fill_in()
    return visitor


def test_a_photo_is_taken_with_the_camera_or_chosen_from_the_album(visitor: Visitor) -> None:
    page = text_of(_ready(visitor).get(MATERIALS))
    assert 'name="materials.proof.camera" accept="image/*" capture="environment"' in page
    assert 'name="materials.proof.file"' in page
    assert 'enctype="multipart/form-data"' in page


def test_an_uploaded_photo_belongs_to_the_person_and_goes_into_the_case(visitor: Visitor) -> None:
    _ready(visitor)
    answer = visitor.post(MATERIALS, UPLOAD | {"materials.proof.camera": photo(PHOTO)})
    assert answer.headers["Location"] == CHECK
    file = File.objects.get()
    owner = file.owner
    assert owner.startswith("person:")
    assert len(owner) == len("person:") + 64
    assert files.read(file.id, owner=owner) == PHOTO
    assert "照片.png" in text_of(visitor.get(CHECK))
    visitor.post(CHECK, {"request_number": visitor.request_number()})
    material = CaseMaterial.objects.get(code="proof")
    assert (material.source, material.file_id) == ("upload", file.id)


def test_an_uploaded_photo_stays_when_the_page_is_sent_again_without_one(visitor: Visitor) -> None:
    _ready(visitor)
    visitor.post(MATERIALS, UPLOAD | {"materials.proof.file": photo(PHOTO)})
    assert "已经上传" in text_of(visitor.get(MATERIALS))
    assert visitor.post(MATERIALS, UPLOAD).headers["Location"] == CHECK
    assert File.objects.count() == 1


def test_what_is_no_picture_is_refused_at_its_material(visitor: Visitor) -> None:
    _ready(visitor)
    sent = UPLOAD | {"materials.proof.file": photo(b"MZ not a picture", "照片.png")}
    answer = visitor.post(MATERIALS, sent)
    page = text_of(answer)
    assert answer.status_code == 422
    assert 'href="#m-proof"' in page
    assert 'id="m-proof-problem"' in page
    assert "只能上传" in page
    assert not File.objects.exists()


def test_choosing_upload_without_a_file_says_what_to_do(visitor: Visitor) -> None:
    _ready(visitor)
    page = text_of(visitor.post(MATERIALS, UPLOAD))
    assert "还没有拍照或选择“测试证明”的文件" in page


def test_a_pledge_needs_its_tick(visitor: Visitor) -> None:
    _ready(visitor)
    sent = {"materials.proof.way": "pledge", "materials.extra.way": "later"}
    page = text_of(visitor.post(MATERIALS, sent))
    assert "还没有勾选“测试证明”承诺书下面的方框" in page
    assert "我承诺都是真的。<br>不真的话承担责任。" in page


def test_a_required_material_cannot_be_left_for_later(visitor: Visitor) -> None:
    _ready(visitor)
    sent = {"materials.proof.way": "later", "materials.extra.way": "later"}
    assert "请选择“测试证明”怎样提供" in text_of(visitor.post(MATERIALS, sent))


def test_a_way_that_the_material_does_not_have_is_no_way(visitor: Visitor) -> None:
    _ready(visitor)
    sent = PAPERS | {"materials.extra.way": "pledge", "materials.extra.pledge": "yes"}
    assert "请选择“补充说明”怎样提供" in text_of(visitor.post(MATERIALS, sent))


def test_somebody_elses_file_cannot_be_handed_in(visitor: Visitor) -> None:
    _ready(visitor)
    visitor.post(MATERIALS, UPLOAD | {"materials.proof.file": photo(PHOTO)})
    foreign = File.objects.get().id
    other = visitor.another_phone().sign_in(LI_SI)
    other.fill_in()
    _put_file_into_draft(LI_SI, foreign)
    answer = other.post(CHECK, {"request_number": other.request_number()})
    assert answer.status_code in (404, 409, 422)
    assert not Case.objects.exists()


def _put_file_into_draft(person: TestPerson, file_id: UUID) -> None:
    index = index_of(Identity("01", person.identity_number, person.name))
    draft = drafts.find(index, "share_other")
    assert draft is not None
    draft.content.papers["proof"] = drafts.Paper("upload", str(file_id), "x")
    drafts.save(draft)

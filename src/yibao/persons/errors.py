"""Why a person cannot be found, or may not do what was asked."""

from __future__ import annotations

from yibao.kernel.errors import Conflict, Invalid, NotFound, Refused


class PersonUnknown(NotFound):
    """The register of persons has nobody with this certificate."""

    code = "persons.not_found"
    message = "没有查到您的参保档案。请核对证件号码，或先办理参保登记。"
    fix = "核对证件类型和号码；从未参保的，先办理参保登记。"
    at = "subject.certificate_number"


class PersonNameDiffers(Refused):
    """The register has another name for this certificate (R-G7)."""

    code = "persons.name_differs"
    message = "姓名与参保档案中的不一致。请按身份证件上的姓名填写。"
    fix = "核对姓名；改过名的，请先办理参保信息变更登记。"
    at = "subject.name"


class PersonDied(Refused):
    """Nothing is done for a person who has died but to end and to inherit (R-G6)."""

    code = "persons.died"
    message = "登记显示参保人已去世，不能办理这项业务。"
    fix = "登记有误的，请带身份证到参保地经办窗口更正。"
    at = "subject"


class PersonImprisoned(Refused):
    """Benefits rest while somebody is in prison (R-G6)."""

    code = "persons.imprisoned"
    message = "登记显示参保人正在服刑，暂时不能享受医保待遇。"
    fix = "已经释放的，请带释放证明到参保地经办窗口更新登记。"
    at = "subject"


class BirthDateMissing(Invalid):
    """Only an identity card tells the birth date by its number."""

    code = "persons.birth_date_missing"
    message = "不是用身份证办理的，请填写出生日期和性别。"
    fix = "补充出生日期和性别后重新提交。"
    at = "answers.birth_date"


class BirthDateDiffers(Invalid):
    """Birth date and sex stand in the number of an identity card (docs/explanation/domain.md 2.1)."""

    code = "persons.birth_date_differs"
    message = "“{item}”与身份证号码不一致。请核对后重新填写。"
    fix = "身份证号码第7至14位是出生日期，第17位单数为男、双数为女。"


class CertificateTaken(Conflict):
    """Another valid person has this certificate: one of the two is a duplicate."""

    code = "persons.certificate_taken"
    message = "这个证件号码已有参保档案。请到经办窗口合并档案。"
    fix = "带身份证到参保地经办窗口办理档案合并。"
    at = "answers.certificate_number"


class NothingToChange(Invalid):
    """A change was asked for that changes nothing."""

    code = "persons.nothing_to_change"
    message = "填写的内容与登记的相同，没有需要变更的信息。"
    fix = "至少修改一项后重新提交。"
    at = "answers"


class PersonChangedMeanwhile(Conflict):
    """Somebody else saved the person after it was read."""

    code = "persons.changed_meanwhile"
    message = "参保档案刚被修改过。请重新提交。"
    fix = "重新提交一次。"

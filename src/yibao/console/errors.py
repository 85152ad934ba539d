"""What a member of staff may not do, or has to do first."""

from __future__ import annotations

from yibao.kernel.errors import Conflict, Invalid, NotFound, NotPermitted


class RoleLacksPermission(NotPermitted):
    """The page belongs to another role."""

    code = "console.role_lacks_permission"
    message = "您的岗位没有“{permission}”的权限。"
    fix = "需要时请联系系统管理员调整岗位。"


class NotOfficer(NotPermitted):
    """The account signs in, but belongs to no member of staff."""

    code = "console.not_officer"
    message = "这个账号不是经办人员账号，不能进入经办台。"
    fix = "请用经办人员账号登录。"


class RevealReasonMissing(Invalid):
    """Personal data are shown in full for a reason only."""

    code = "console.reveal_reason_missing"
    message = "请选择查看完整信息的事由，系统会留痕。"
    fix = "选择事由后再点“显示完整信息”。"


class NothingWaiting(NotFound):
    """The worklist has nothing for this officer."""

    code = "console.nothing_waiting"
    message = "现在没有等您办理的办件。"
    fix = "稍后刷新待办列表。"


class MaterialNotOfCase(NotFound):
    """The case has no such file."""

    code = "console.material_not_of_case"
    message = "这件业务没有这份材料。"
    fix = "返回办件页面，从材料清单里打开。"


class SearchedNothing(Invalid):
    """The search box was empty or held neither a number nor a certificate."""

    code = "console.searched_nothing"
    message = "请输入22位受理编号，或完整的证件号码。"
    fix = "姓名不能用来查询；证件号码要完整。"


class IdentityNotChecked(Invalid):
    """At the counter the officer looks at the document before anything else."""

    code = "console.identity_not_checked"
    message = "请先核验来人的身份证件原件，再勾选确认。"
    fix = "核验后勾选“已核验身份证件原件”。"
    at = "identity_checked"


class UsernameTaken(Conflict):
    """Somebody signs in under that name."""

    code = "console.username_taken"
    message = "登录名“{username}”已有人使用，请换一个。"
    fix = "换一个登录名。"


class UsernameUnfit(Invalid):
    """A sign-in name is short, plain and typed easily."""

    code = "console.username_unfit"
    message = "登录名应为3到30位小写字母、数字、点或短横线。"
    fix = "例如姓名的拼音加部门编号。"


class StaffUnknown(NotFound):
    """There is no such member of staff."""

    code = "console.staff_unknown"
    message = "没有找到这位经办人员。"
    fix = "返回人员列表重新选择。"


class OwnAccount(NotPermitted):
    """Nobody locks himself out, and nobody frees himself of the second factor."""

    code = "console.own_account"
    message = "不能停用自己的账号，也不能重置自己的动态口令。"
    fix = "请另一位系统管理员操作。"


class RoleUnknown(Invalid):
    """There is no such role, or none was chosen."""

    code = "console.role_unknown"
    message = "请至少选择一个岗位。"
    fix = "岗位决定能看到什么、能办什么。"


class RegionUnfit(Invalid):
    """The agency's region lies elsewhere or does not exist."""

    code = "console.region_unfit"
    message = "经办地应是本省的六位行政区划代码。"
    fix = "例如贵阳市 520100。"


class ConclusionIncomplete(Invalid):
    """An expert says what he finds and why."""

    code = "console.conclusion_incomplete"
    message = "请选择评定结论，并写明评定意见。"
    fix = "意见里写清依据哪份材料。"
    at = "opinion"

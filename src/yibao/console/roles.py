"""岗位: what each role may do.

Source: GB/T 22239-2019 (三权分立, 最小权限); docs/explanation/domain.md 6.2, D02 and D03.

The administrator of accounts sees no case and no person; the auditor changes nothing; the officer who
accepts and the officer who reviews are two roles, and INV-17 keeps them two persons. An expert sees
the cases that are assigned to him, and of those what an assessment needs.
"""

from __future__ import annotations

from yibao.catalogue.choices import Choices
from yibao.platform import database


class Permission(Choices):
    """What can be permitted, as Django names it after ``console.``."""

    SEE_CASES = "see_cases", "查看办件"
    ACCEPT_CASES = "accept_cases", "受理办件"
    REVIEW_CASES = "review_cases", "审核办件"
    ASSESS_CASES = "assess_cases", "专家评定"
    USE_COUNTER = "use_counter", "窗口受理"
    REVEAL = "reveal_personal_data", "查看未脱敏信息"
    SEE_REGISTERS = "see_registers", "查看登记簿"
    MANAGE_CHANNELS = "manage_channels", "管理接入渠道"
    EXPLAIN_CALLS = "explain_calls", "查询调用被拒原因"
    SEE_AUDIT = "see_audit", "查看审计日志"
    SEE_OPERATIONS = "see_operations", "查看并重投消息"
    MANAGE_STAFF = "manage_staff", "管理经办人员"

    @property
    def full_name(self) -> str:
        """Return the name under which Django checks it."""
        return f"console.{self.value}"


class Role(Choices):
    """The roles of the agency; each is a Django group under its label."""

    ACCEPTOR = "acceptor", "受理岗"
    REVIEWER = "reviewer", "审核岗"
    EXPERT = "expert", "评定专家"
    CHANNEL_MANAGER = "channel_manager", "渠道管理"
    AUDITOR = "auditor", "审计"
    ADMINISTRATOR = "administrator", "系统管理"


PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.ACCEPTOR: frozenset(
        {
            Permission.SEE_CASES,
            Permission.ACCEPT_CASES,
            Permission.USE_COUNTER,
            Permission.REVEAL,
            Permission.SEE_REGISTERS,
        }
    ),
    Role.REVIEWER: frozenset(
        {
            Permission.SEE_CASES,
            Permission.REVIEW_CASES,
            Permission.REVEAL,
            Permission.SEE_REGISTERS,
        }
    ),
    Role.EXPERT: frozenset({Permission.ASSESS_CASES}),
    Role.CHANNEL_MANAGER: frozenset({Permission.MANAGE_CHANNELS, Permission.EXPLAIN_CALLS}),
    Role.AUDITOR: frozenset(
        {Permission.SEE_AUDIT, Permission.EXPLAIN_CALLS, Permission.SEE_REGISTERS}
    ),
    Role.ADMINISTRATOR: frozenset(
        {Permission.MANAGE_STAFF, Permission.SEE_OPERATIONS, Permission.EXPLAIN_CALLS}
    ),
}


def make_groups(using: str) -> None:
    """Bring the groups and their permissions in line with this table, in the database ``using``."""
    from django.contrib.auth.models import Group
    from django.contrib.auth.models import Permission as StoredPermission

    with database.using(using):  # a relation follows the router, not the manager it came from
        stored = {
            permission.codename: permission
            for permission in StoredPermission.objects.filter(
                content_type__app_label="console", content_type__model="officer"
            )
        }
        for role, permissions in PERMISSIONS.items():
            group, _ = Group.objects.get_or_create(name=role.label)
            group.permissions.set([stored[permission.value] for permission in permissions])

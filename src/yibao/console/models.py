"""Who works here: the officer behind a sign-in name, and for which region."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Officer(models.Model):
    """A member of staff. The agency is told by its region; what he may do by his groups."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="officer"
    )
    full_name = models.CharField("姓名", max_length=50)
    region = models.CharField("经办地", max_length=6)
    must_change_password = models.BooleanField("首次登录须改密码", default=True)

    class Meta:
        """What can be permitted; ``roles.py`` says to whom."""

        db_table = "officer"
        verbose_name = verbose_name_plural = "经办人员"
        default_permissions = ()
        permissions = [
            ("see_cases", "查看办件"),
            ("accept_cases", "受理办件"),
            ("review_cases", "审核办件"),
            ("assess_cases", "专家评定"),
            ("use_counter", "窗口受理"),
            ("reveal_personal_data", "查看未脱敏信息"),
            ("see_registers", "查看登记簿"),
            ("manage_channels", "管理接入渠道"),
            ("explain_calls", "查询调用被拒原因"),
            ("see_audit", "查看审计日志"),
            ("see_operations", "查看并重投消息"),
            ("manage_staff", "管理经办人员"),
        ]

    def __str__(self) -> str:
        return self.full_name

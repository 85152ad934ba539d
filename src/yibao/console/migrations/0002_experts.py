from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [("console", "0001_initial")]

    operations = [
        migrations.AlterModelOptions(
            name="officer",
            options={
                "default_permissions": (),
                "permissions": [
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
                ],
                "verbose_name": "经办人员",
                "verbose_name_plural": "经办人员",
            },
        ),
    ]

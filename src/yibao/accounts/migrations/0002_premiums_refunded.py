from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.RemoveConstraint(model_name="premiumpayment", name="one_payment_of_a_due"),
        migrations.RemoveConstraint(model_name="premiumpayment", name="premium_state"),
        migrations.AlterField(
            model_name="premiumpayment",
            name="state",
            field=models.CharField(
                choices=[
                    ("waiting", "已扣款，等税务确认"),
                    ("paid", "已缴费"),
                    ("reversed", "未缴成，已退回账户"),
                    ("refunded", "税务已退费，已退回账户"),
                ],
                max_length=10,
                verbose_name="状态",
            ),
        ),
        migrations.AddConstraint(
            model_name="premiumpayment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("reversed", "refunded")), _negated=True),
                fields=("due",),
                name="one_payment_of_a_due",
            ),
        ),
        migrations.AddConstraint(
            model_name="premiumpayment",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["waiting", "paid", "reversed", "refunded"])),
                name="premium_state",
            ),
        ),
    ]

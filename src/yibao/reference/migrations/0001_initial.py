"""Create the catalogue tables. Reversible: their content is packaged and loads again."""

from typing import Any

from django.db import migrations, models
from django.db.models.functions import Now


def catalogue_fields() -> list[tuple[str, Any]]:
    """Return the columns that both catalogues have."""
    return [
        ("code", models.CharField("代码", max_length=32, primary_key=True, serialize=False)),
        ("name", models.CharField("名称", max_length=200)),
        ("version", models.CharField("版本", max_length=20)),
        ("valid_from", models.DateField("生效日期", null=True)),
        ("valid_until", models.DateField("失效日期", null=True)),
    ]


def catalogue_options(label: str, constraint: str) -> dict[str, Any]:
    """Return the options that both catalogues have."""
    return {
        "verbose_name": label,
        "verbose_name_plural": label,
        "ordering": ["code"],
        "abstract": False,
        "constraints": [
            models.CheckConstraint(
                condition=models.Q(valid_until__gt=models.F("valid_from")), name=constraint
            )
        ],
    }


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="DataVersion",
            fields=[
                (
                    "name",
                    models.CharField("数据集", max_length=40, primary_key=True, serialize=False),
                ),
                ("title", models.CharField("标题", max_length=100)),
                ("version", models.CharField("版本", max_length=20)),
                ("valid_from", models.DateField("生效日期", null=True)),
                ("checksum", models.CharField("SM3校验值", max_length=64)),
                ("rows", models.PositiveIntegerField("行数")),
                ("loaded_at", models.DateTimeField("装载时间", db_default=Now())),
            ],
            options={
                "verbose_name": "目录版本",
                "verbose_name_plural": "目录版本",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Diagnosis",
            fields=catalogue_fields(),
            options=catalogue_options("疾病诊断", "diagnosis_valid_period"),
        ),
        migrations.CreateModel(
            name="Procedure",
            fields=catalogue_fields(),
            options=catalogue_options("手术操作", "procedure_valid_period"),
        ),
    ]

"""The table of stored files."""

from __future__ import annotations

from django.db import models


class File(models.Model):
    """What is known about a file. Its name is shown to people and used for nothing else."""

    id = models.UUIDField(primary_key=True)
    owner = models.TextField("所有人", help_text="内部编号")
    name = models.BinaryField("文件名", help_text="SM4 加密，可能含姓名")
    size = models.BigIntegerField("大小", help_text="字节")
    sm3 = models.BinaryField("SM3 摘要", help_text="明文内容的摘要")
    content_type = models.TextField("类型")
    scan_verdict = models.TextField("查毒结果", help_text="signatures 或 clamd")
    stored_at = models.DateTimeField("存入时间")

    class Meta:
        """Listed by owner, oldest first."""

        db_table = "stored_file"
        verbose_name = verbose_name_plural = "文件"
        indexes = [models.Index(fields=["owner", "stored_at"], name="stored_file_owner")]

    def __str__(self) -> str:
        return str(self.id)

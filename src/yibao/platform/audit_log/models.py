"""The tables of the audit trail. They are written by hand-made SQL only; triggers guard them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Entry(models.Model):
    """One deed. Nothing in it ever changes but its position, which is set once."""

    id = models.BigAutoField(primary_key=True)
    recorded_at = models.DateTimeField("时间", help_text="精确到毫秒")
    action = models.TextField("动作")
    object_id = models.TextField("对象")
    operator = models.TextField("操作人")
    case_number = models.TextField("办件编号", default="")
    facts = models.TextField("内容", help_text="规范化的 JSON，不含个人信息")
    leaf_hash = models.BinaryField("摘要", help_text="SM3(0x00 || 规范化的条目)")
    position = models.BigIntegerField("序号", null=True, help_text="提交之后由排序任务编号")

    class Meta:
        """Positions are unique; indexes serve the sequencer and look-ups by object or case."""

        db_table = "audit_entry"
        verbose_name = verbose_name_plural = "审计条目"
        constraints = [
            # Partial, so that an insert, which has no position yet, does not touch the index.
            models.UniqueConstraint(
                fields=["position"],
                condition=Q(position__isnull=False),
                name="audit_entry_position",
            ),
        ]
        indexes = [
            models.Index(
                fields=["id"], condition=Q(position__isnull=True), name="audit_entry_unsequenced"
            ),
            models.Index(fields=["object_id", "id"], name="audit_entry_object"),
            models.Index(
                fields=["case_number", "id"], condition=~Q(case_number=""), name="audit_entry_case"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.object_id}"


class Node(models.Model):
    """The hash of a complete subtree of 256, 65,536, ... entries, so that proofs read few rows."""

    pk = models.CompositePrimaryKey("level", "number")
    level = models.SmallIntegerField("层", help_text="子树高度：8、16、24……")
    number = models.BigIntegerField("层内序号")
    hash = models.BinaryField("摘要")

    class Meta:
        """Written once by the sequencer."""

        db_table = "audit_node"
        verbose_name = verbose_name_plural = "审计树节点"

    def __str__(self) -> str:
        return f"{self.level}/{self.number}"


class Tree(models.Model):
    """The right-hand edge of the tree: all that is needed to append. One row."""

    id = models.SmallIntegerField(primary_key=True)
    size = models.BigIntegerField("条目数")
    frontier = models.BinaryField("前沿", help_text="各完整子树的根，自大到小，每个 32 字节")

    class Meta:
        """One row."""

        db_table = "audit_tree"
        verbose_name = verbose_name_plural = "审计树"

    def __str__(self) -> str:
        return str(self.size)


class Checkpoint(models.Model):
    """A signed statement: at this time the first ``size`` entries had this root."""

    size = models.BigIntegerField("条目数", primary_key=True)
    root = models.BinaryField("根")
    signed_at = models.DateTimeField("时间", help_text="精确到毫秒")
    key_name = models.TextField("密钥")
    signature = models.BinaryField("签名", help_text="SM2，DER 编码")

    class Meta:
        """One for each size that was signed."""

        db_table = "audit_checkpoint"
        verbose_name = verbose_name_plural = "审计检查点"

    def __str__(self) -> str:
        return str(self.size)

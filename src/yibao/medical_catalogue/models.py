"""Tables of the catalogue that people look into. They are written by hand-made SQL only.

Rows of the three dated tables are never rewritten: a new version ends the old one on the day on
which it begins. That two versions never hold on one day, Django cannot say: migration 0001 does.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Concat, Lower, Now

from yibao.medical_catalogue import kinds


class Dated(models.Model):
    """A row that holds from ``valid_from`` (included) to ``valid_to`` (excluded, None: open).

    ``version`` names the edition that brought the row, ``source`` where it was published.
    """

    id = models.BigAutoField(primary_key=True)
    code = models.CharField("国家编码", max_length=30)
    valid_from = models.DateField("生效日期")
    valid_to = models.DateField("失效日期", null=True)
    version = models.CharField("版本", max_length=40)
    source = models.CharField("来源", max_length=200)

    class Meta:
        """A period is not empty."""

        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="%(class)s_period",
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.valid_from}"


class CatalogueItem(Dated):
    """A drug or a consumable, one package of one manufacturer, in one version.

    Flags are None where the source does not say. ``copayment_rate`` is a share of one, paid before
    the insurance pays. ``is_packaged`` rows came with the platform and give way to the list that
    a province imports.
    """

    kind = models.CharField(
        "类型", max_length=10, choices=[(k.value, k.label) for k in kinds.ItemKind]
    )
    name = models.CharField("通用名", max_length=200)
    product_name = models.CharField("商品名", max_length=200, blank=True)
    category = models.CharField("分类", max_length=200, blank=True)
    dosage_form = models.CharField("剂型", max_length=60, blank=True)
    specification = models.CharField("规格", max_length=300, blank=True)
    packaging = models.CharField("包装", max_length=200, blank=True)
    composition = models.CharField("材质", max_length=200, blank=True)
    manufacturer = models.CharField("生产企业", max_length=200, blank=True)
    approval_number = models.CharField("批准文号或注册证号", max_length=100, blank=True)
    former_code = models.CharField("旧编码", max_length=60, blank=True)
    payment_class = models.CharField(
        "费用等级",
        max_length=4,
        blank=True,
        choices=[(k.value, k.label) for k in kinds.PaymentClass],
    )
    copayment_rate = models.DecimalField("先行自付比例", max_digits=5, decimal_places=4, null=True)
    payment_scope = models.CharField("限定支付范围", max_length=1000, blank=True)
    published_limits = models.CharField("监管知识点中的限定", max_length=500, blank=True)
    is_negotiated = models.BooleanField("国家谈判药品", null=True)
    is_volume_procured = models.BooleanField("集中带量采购", null=True)
    is_dual_channel = models.BooleanField("双通道药品", null=True)
    is_packaged = models.BooleanField("随平台提供", db_default=False)
    search_text = models.GeneratedField(
        expression=Lower(
            Concat(F("name"), Value(" "), F("product_name"), Value(" "), F("manufacturer"))
        ),
        output_field=models.TextField(),
        db_persist=True,
        verbose_name="检索文本",
    )

    class Meta(Dated.Meta):
        """Found by code, by the beginning of a code, and by two characters of a name (0001)."""

        db_table = "catalogue_item"
        verbose_name = verbose_name_plural = "药品和医用耗材"
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(fields=["code", "valid_from"], name="item_version"),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in kinds.ItemKind]), name="item_kind"
            ),
            models.CheckConstraint(
                condition=Q(copayment_rate__isnull=True)
                | Q(copayment_rate__gte=0, copayment_rate__lte=1),
                name="item_copayment_is_a_share",
            ),
        ]
        indexes = [
            models.Index(fields=["code"], opclasses=["varchar_pattern_ops"], name="item_code"),
            models.Index(
                fields=["former_code"], condition=~Q(former_code=""), name="item_former_code"
            ),
            models.Index(fields=["code"], condition=Q(is_dual_channel=True), name="item_dual"),
            models.Index(fields=["code"], condition=Q(is_negotiated=True), name="item_negotiated"),
        ]


class LimitPrice(Dated):
    """A price in yuan for one unit, for institutions of a level in a region (限价信息)."""

    price_type = models.CharField(
        "限价类型", max_length=16, choices=[(k.value, k.label) for k in kinds.PriceType]
    )
    amount = models.DecimalField("金额（元）", max_digits=14, decimal_places=4)
    unit = models.CharField("计价单位", max_length=30, blank=True)
    hospital_level = models.CharField(
        "机构等级",
        max_length=1,
        blank=True,
        choices=[(k.value, k.label) for k in kinds.HospitalLevel],
    )
    region = models.CharField("适用地区", max_length=6)
    batch = models.CharField("采购批次", max_length=60, blank=True)

    class Meta(Dated.Meta):
        """Found by code, and by type where somebody reads the list of a procurement."""

        db_table = "catalogue_limit_price"
        verbose_name = verbose_name_plural = "限价"
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(condition=Q(amount__gt=0), name="price_above_nothing"),
            models.CheckConstraint(
                condition=Q(price_type__in=[kind.value for kind in kinds.PriceType]),
                name="price_type_known",
            ),
        ]
        indexes = [
            models.Index(fields=["code"], name="price_of_code"),
            models.Index(fields=["price_type", "code"], name="price_of_type"),
        ]


class NegotiatedStock(Dated):
    """An institution that keeps a negotiated drug (谈判药配备机构)."""

    institution_code = models.CharField("机构编码", max_length=30)
    institution_name = models.CharField("机构名称", max_length=200)
    institution_kind = models.CharField(
        "机构类型", max_length=10, choices=[(k.value, k.label) for k in kinds.InstitutionKind]
    )
    region = models.CharField("所在地", max_length=6)
    address = models.CharField("地址", max_length=200, blank=True)
    phone = models.CharField("电话", max_length=40, blank=True)

    class Meta(Dated.Meta):
        """Found by drug and place."""

        db_table = "catalogue_negotiated_stock"
        verbose_name = verbose_name_plural = "谈判药配备机构"
        constraints = [*Dated.Meta.constraints]
        indexes = [models.Index(fields=["code", "region"], name="stock_of_code")]


class PolicyDocument(models.Model):
    """A policy document (政策文件): what it is called and where its text is, never the text.

    Days are None, and ``url`` is empty, where nobody has looked them up; ``is_verified`` says that
    somebody compared the row with the publication.
    """

    id = models.BigAutoField(primary_key=True)
    title = models.CharField("标题", max_length=200)
    document_number = models.CharField("文号", max_length=60, blank=True)
    organisation = models.CharField("发文机关", max_length=100, blank=True)
    topic = models.CharField("主题", max_length=60, blank=True)
    published_on = models.DateField("发布日期", null=True)
    effective_on = models.DateField("施行日期", null=True)
    state = models.CharField(
        "状态", max_length=10, choices=[(k.value, k.label) for k in kinds.DocumentState]
    )
    url = models.CharField("原文地址", max_length=500, blank=True)
    is_verified = models.BooleanField("已核对原文", default=False)
    version = models.CharField("版本", max_length=40)
    source = models.CharField("来源", max_length=200)

    class Meta:
        """One row for a title and number; some hundreds of them, so a word is looked for in all."""

        db_table = "catalogue_policy_document"
        verbose_name = verbose_name_plural = "政策文件"
        constraints = [
            models.UniqueConstraint(
                fields=["title", "document_number"], name="policy_document_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.document_number}"


class CatalogueImport(models.Model):
    """What was brought into which table, when: one row for each file, never changed."""

    id = models.BigAutoField(primary_key=True)
    content = models.CharField("内容", max_length=40)
    version = models.CharField("版本", max_length=40)
    checksum = models.CharField("SM3校验值", max_length=64)
    rows = models.PositiveIntegerField("行数")
    imported_at = models.DateTimeField("导入时间", db_default=Now())

    class Meta:
        """A packaged edition is looked up by what it is and its checksum."""

        db_table = "catalogue_import"
        verbose_name = verbose_name_plural = "目录导入记录"
        indexes = [models.Index(fields=["content", "checksum"], name="import_of_checksum")]

    def __str__(self) -> str:
        return f"{self.content} {self.version}"

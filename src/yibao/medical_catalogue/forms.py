"""The questions of the look-ups in the catalogue. Anybody may ask; nothing here is personal."""

from __future__ import annotations

from yibao.catalogue.field import Field, optional, when
from yibao.catalogue.field_types import Choice, Date, Flag, Integer, Region, Text
from yibao.catalogue.form import Form
from yibao.medical_catalogue.kinds import (
    MOST_COUNTED,
    HospitalLevel,
    ItemList,
    OtherQuery,
    PaymentClass,
    PriceType,
)

MOST_ROWS = 50
_NAME_HINT = "填名称里的几个字就可以，至少两个字"
_CODE_HINT = "填完整编码，或编码的前几位"
_DAY_HINT = "不填就是今天；查以前的待遇，填看病那天"


def _page() -> Field[int | None]:
    """Ask for the page: after all else, since few people need it."""
    return optional(
        Integer("第几页", least=1, most=MOST_COUNTED, hint="不填就是第1页", example="1")
    )


def _page_size() -> Field[int | None]:
    return optional(Integer("每页条数", least=1, most=MOST_ROWS, hint="不填就是20条", example="20"))


class Paged(Form):
    """A look-up that shows a part of a long list; each one asks for the part at its end."""

    @property
    def page_number(self) -> int:
        """Return the page asked for, counted from 1."""
        return self.values.get("page") or 1

    @property
    def rows(self) -> int:
        """Return how many rows make a page."""
        return self.values.get("page_size") or 20


class DrugAnswers(Paged):
    """63 药品目录信息查询."""

    name = optional(Text("药品名称", most=60, least=2, hint=_NAME_HINT, example="阿司匹林"))
    code = optional(Text("药品编码", most=30, hint=_CODE_HINT))
    payment_class = optional(Choice("费用等级", PaymentClass))
    is_negotiated = optional(Flag("只看国家谈判药品", hint="选“否”则只看不是谈判药品的"))
    dosage_form = optional(Text("剂型", most=30, example="片剂"))
    manufacturer = optional(Text("生产企业", most=60, least=2, hint=_NAME_HINT))
    day = optional(Date("按哪一天的目录", hint=_DAY_HINT))
    page = _page()
    page_size = _page_size()


class CodeAnswers(Paged):
    """100 药品耗材编码: the code of a thing, or the thing of a code."""

    item_list = Choice("查药品还是耗材", ItemList)
    code = optional(Text("编码", most=30, hint=_CODE_HINT + "；旧编码也可以"))
    name = optional(Text("名称", most=60, least=2, hint=_NAME_HINT))
    day = optional(Date("按哪一天的目录", hint=_DAY_HINT))
    page = _page()
    page_size = _page_size()


class DetailAnswers(Form):
    """101 基本信息查询: everything that is known about one code."""

    code = Text("药品或耗材编码", most=30, hint="填完整编码，可先用“药品耗材编码”查到")
    day = optional(Date("按哪一天的目录", hint=_DAY_HINT))


class DocumentAnswers(Paged):
    """102 政策文件查询."""

    keyword = optional(Text("标题里的字", most=60, example="异地就医"))
    document_number = optional(Text("文号", most=60, example="医保发〔2022〕22号"))
    topic = optional(Text("主题", most=30, example="异地就医"))
    published_from = optional(Date("发布日期从"))
    published_until = optional(Date("发布日期到"))
    page = _page()
    page_size = _page_size()


class PriceAnswers(Paged):
    """103 限价信息查询."""

    code = optional(Text("药品或耗材编码", most=30, hint="填完整编码"))
    name = optional(Text("药品或耗材名称", most=60, least=2, hint=_NAME_HINT))
    price_type = optional(Choice("限价类型", PriceType))
    hospital_level = optional(Choice("机构等级", HospitalLevel))
    region = optional(Region("适用地区", hint="不填就看全部地区"))
    day = optional(Date("按哪一天", hint=_DAY_HINT))
    page = _page()
    page_size = _page_size()


class OtherAnswers(Paged):
    """104 其他药品和医用耗材服务: one choice, and what that look-up needs."""

    query = Choice("要查什么", OtherQuery)
    name = when(
        query.is_one_of(OtherQuery.NEGOTIATED_STOCK, OtherQuery.ALTERNATIVES),
        Text("药品名称", most=60, least=2, hint="比价请填完整的通用名，查机构填几个字就可以"),
    )
    keyword = when(
        query.is_one_of(OtherQuery.PROCUREMENT, OtherQuery.DUAL_CHANNEL),
        Text("名称里的字", most=60, least=2, hint="不填就看全部"),
    )
    keyword.required = False
    region = when(
        query.is_(OtherQuery.NEGOTIATED_STOCK),
        Region("在哪里买", hint="选到市或区县"),
    )
    day = optional(Date("按哪一天", hint=_DAY_HINT))
    page = _page()
    page_size = _page_size()

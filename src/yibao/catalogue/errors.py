"""What can be wrong with an answer, whatever the question."""

from __future__ import annotations

from yibao.kernel.errors import Invalid


class AnswerMissing(Invalid):
    """A question that must be answered was not."""

    code = "form.required"
    message = "请填写“{label}”。"
    fix = "填写后重新提交。"


class AnswerNotAsked(Invalid):
    """The form has no such question, or not in this situation."""

    code = "form.unknown_field"
    message = "表单没有“{name}”这一项。"
    fix = "去掉这一项，字段名以接口文档为准。"


class AnswerOfWrongKind(Invalid):
    """The answer has another JSON type than the question needs."""

    code = "form.wrong_type"
    message = "“{label}”的格式不对，应为{expected}。"
    fix = "按接口文档的类型填写。"


class AnswerTooLong(Invalid):
    """The text is longer than the register can hold."""

    code = "form.too_long"
    message = "“{label}”最多填{most}个字。"
    fix = "缩短后重新提交。"


class AnswerTooShort(Invalid):
    """The text is shorter than any right answer can be."""

    code = "form.too_short"
    message = "“{label}”至少填{least}个字。"
    fix = "补充完整后重新提交。"


class AnswerWithStrangeCharacters(Invalid):
    """Control characters and line breaks do not belong into a one-line answer."""

    code = "form.strange_characters"
    message = "“{label}”里有不能识别的字符。"
    fix = "删除后重新填写。"


class ChoiceUnknown(Invalid):
    """The value is none of the choices."""

    code = "form.not_a_choice"
    message = "“{label}”没有这个选项。"
    fix = "请从这些选项中选一个：{choices}。"


class CodeUnknown(Invalid):
    """The value stands in no row of the national code table."""

    code = "form.unknown_code"
    message = "“{label}”的代码不在代码表里。"
    fix = "代码表见接口文档中的“{table}”。"


class DateUnreadable(Invalid):
    """The text is no date of the calendar."""

    code = "form.not_a_date"
    message = "“{label}”不是正确的日期，请按“2026-01-31”填写。"
    fix = "年、月、日之间用短横线。"


class NumberOutOfRange(Invalid):
    """The number lies outside what is possible."""

    code = "form.out_of_range"
    message = "“{label}”应在{least}到{most}之间。"
    fix = "改正后重新提交。"


class RegionUnknown(Invalid):
    """There is no such place in the national list of divisions."""

    code = "form.unknown_region"
    message = "“{label}”没有这个地区。"
    fix = "请填写六位行政区划代码，例如 520102。"


class RegionTooWide(Invalid):
    """A province was given where a prefecture or a county is needed."""

    code = "form.region_too_wide"
    message = "“{label}”要选到{level}。"
    fix = "请选择更具体的地区。"


class RegionElsewhere(Invalid):
    """The place lies outside the province that runs this platform."""

    code = "form.region_elsewhere"
    message = "“{label}”不在本省。外省业务请到国家医保服务平台办理。"
    fix = "改选本省的地区，或在国家医保服务平台办理。"


class PhoneUnreadable(Invalid):
    """The text is no mobile number of the mainland."""

    code = "form.not_a_phone"
    message = "“{label}”应是11位手机号码，例如 13800001234。"
    fix = "检查有没有多填或少填数字。"

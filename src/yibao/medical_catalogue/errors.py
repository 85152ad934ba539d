"""Why a look-up cannot be answered, or a file cannot be taken in."""

from __future__ import annotations

from yibao.kernel.errors import Invalid, NotFound


class NothingToLookFor(Invalid):
    """A look-up that names neither a code nor a name would give the whole list."""

    code = "medical_catalogue.nothing_to_look_for"
    message = "请填写编码或名称，至少填一项。"
    fix = "名称填其中几个字就可以，例如“阿司匹林”。"
    at = "answers.code"


class PeriodReversed(Invalid):
    """The last day lies before the first."""

    code = "medical_catalogue.period_reversed"
    message = "结束日期（{last}）早于开始日期（{first}）。"
    fix = "请把两个日期对调，或者只填一个。"
    at = "answers.published_until"


class ImportFileMissing(NotFound):
    """There is no such file."""

    code = "medical_catalogue.import_file_missing"
    message = "找不到文件{file}。"
    fix = "请检查路径。"


class ImportFileUnreadable(Invalid):
    """The bytes are text in no encoding that spreadsheets write, or no CSV."""

    code = "medical_catalogue.import_file_unreadable"
    message = "读不懂{file}，它不是 CSV 文本。"
    fix = "请从电子表格另存为 CSV（UTF-8 或 GB18030 编码）。"


class ImportColumnsMissing(Invalid):
    """The heading lacks columns without which a row means nothing."""

    code = "medical_catalogue.import_columns_missing"
    message = "{file}的表头缺少必填的列。"
    fix = "请补上：{columns}。"


class ImportColumnsUnknown(Invalid):
    """The heading has columns that nobody knows: better to stop than to lose them."""

    code = "medical_catalogue.import_columns_unknown"
    message = "{file}的表头里有不认识的列。"
    fix = "请改名或删去：{columns}。可用的列见说明“装入药品目录”。"

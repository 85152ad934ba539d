"""What can be wrong with a file of knowledge points, or with what is asked of it."""

from __future__ import annotations

from yibao.kernel.errors import Conflict, Invalid, NotFound


class NotASpreadsheet(Invalid):
    """The file cannot be opened as a workbook or as CSV."""

    code = "supervision.not_a_spreadsheet"
    message = "打不开{file}，它不是电子表格。"
    fix = "请用公布的 xlsx、xls 原件，或一对 CSV 文件。"


class FileMissing(NotFound):
    """There is no such file."""

    code = "supervision.file_missing"
    message = "找不到文件{file}。"
    fix = "请检查路径。"


class FileTooLarge(Invalid):
    """The file is larger than any publication; reading it could take all memory."""

    code = "supervision.file_too_large"
    message = "{file}太大（{size}），上限是{most}。"
    fix = "请删去空白区域里多余的格式和内容，或者拆成几个文件。"


class NoKnowledgeSheet(Invalid):
    """No sheet of the workbook has the columns of a knowledge table."""

    code = "supervision.no_knowledge_sheet"
    message = "{file}里没有认得出的知识点表。"
    fix = "表头至少要有名称一列，和代码、限定值、检出逻辑之一。"


class CodeSheetMissing(Invalid):
    """The knowledge sheet has no codes and no sheet beside it has."""

    code = "supervision.code_sheet_missing"
    message = "{file}只有知识点，没有对应代码。"
    fix = "请连同代码表一起导入：同一工作簿里的第二张表，或另一个 CSV。"


class BatchUnknown(Invalid):
    """Nothing says which batch the file is, or its date is not known."""

    code = "supervision.batch_unknown"
    message = "不知道{file}是哪一批、哪天公布的。"
    fix = "请用 --batch 说明批次；批次表里没有的，再加 --published 日期。"


class BatchesMixed(Invalid):
    """The files hold several batches; one number for all of them would be wrong."""

    code = "supervision.batches_mixed"
    message = "文件里有{batches}批，不能都算作第{batch}批。"
    fix = "请去掉 --batch，由文件自己说明批次，或者分开导入。"


class PointUnknown(NotFound):
    """There is no knowledge point with this identifier."""

    code = "supervision.point_unknown"
    message = "没有知识点{point}。"
    fix = "可用 yibao knowledge list --rule 规则编码 查看。"


class PackagedFactsWrong(Conflict):
    """The packaged facts contradict what the database holds."""

    code = "supervision.packaged_facts_wrong"
    message = "随附的知识点与库中的不一致，共{count}个。"
    fix = "请运行 yibao knowledge list 核对后联系维护人员。例如 {point}。"

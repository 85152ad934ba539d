"""What can be wrong with a code or with a packaged data file."""

from typing import ClassVar

from yibao.kernel.errors import Invalid, NotFound, Unavailable


class CodeTableUnknown(NotFound):
    """No code table has this English name."""

    code: ClassVar[str] = "reference.code_table_unknown"
    message: ClassVar[str] = "没有名为“{table}”的代码表。请核对名称。"
    fix: ClassVar[str] = "代码表的英文名称见 yibao.reference.code_tables.table_names()。"


class CodeUnknown(Invalid):
    """The code is not in its table."""

    code: ClassVar[str] = "reference.code_unknown"
    message: ClassVar[str] = "“{label}”中没有代码“{value}”。请重新选择。"
    fix: ClassVar[str] = "可选的代码见代码表 {table}。"


class RegionUnknown(Invalid):
    """The six digits name no region of the shipped edition."""

    code: ClassVar[str] = "reference.region_unknown"
    message: ClassVar[str] = "没有代码为“{value}”的行政区划。请重新选择地区。"
    fix: ClassVar[str] = "行政区划代码是六位数字，市级以“00”结尾，省级以“0000”结尾。"


class DataFileChanged(Unavailable):
    """A packaged data file differs from the checksum it was released with."""

    code: ClassVar[str] = "reference.data_file_changed"
    message: ClassVar[str] = "数据文件“{file}”与发布时不一致。请重新安装本系统。"
    fix: ClassVar[str] = (
        "重新安装软件包；有意更新数据时，同时更新 versions.json 中的版本、行数和校验值。"
    )
    retryable: ClassVar[bool] = False


class DiagnosisUnknown(Invalid):
    """No diagnosis of the national catalogue has this code."""

    code: ClassVar[str] = "reference.diagnosis_unknown"
    message: ClassVar[str] = "疾病诊断目录中没有代码“{value}”。请重新选择。"
    fix: ClassVar[str] = "诊断代码以国家医保 ICD-10 目录为准，例如 A00.000。"


class ProcedureUnknown(Invalid):
    """No procedure of the national catalogue has this code."""

    code: ClassVar[str] = "reference.procedure_unknown"
    message: ClassVar[str] = "手术操作目录中没有代码“{value}”。请重新选择。"
    fix: ClassVar[str] = "手术操作代码以国家医保 ICD-9-CM-3 目录为准，例如 00.0100。"

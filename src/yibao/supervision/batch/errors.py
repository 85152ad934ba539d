"""What can be wrong with a batch audit's inputs."""

from __future__ import annotations

from yibao.kernel.errors import Conflict, Invalid, NotFound, Unavailable


class MemoryWrong(Invalid):
    """The memory limit is not a size, or too small to work with."""

    code = "supervision.memory_wrong"
    message = "内存上限{size}不能用。"
    fix = "请写成 2GB、800MB 这样，至少 500MB。"


class InputMissing(NotFound):
    """A pattern of input files matches nothing."""

    code = "supervision.input_missing"
    message = "{relation}没有找到文件：{pattern}。"
    fix = "请检查路径；通配符要加引号。"


class InputUnreadable(Invalid):
    """An input file is no Parquet file."""

    code = "supervision.input_unreadable"
    message = "读不出{path}。"
    fix = "请确认它是 Parquet 文件，而且已经写完。"


class ColumnMissing(Invalid):
    """A required column has no source in a table."""

    code = "supervision.column_missing"
    message = "{relation}缺少必需的列{column}（{path}）。"
    fix = "请在映射文件里写明它来自哪一列。"


class MappingWrong(Invalid):
    """A mapping file names something that does not exist."""

    code = "supervision.mapping_wrong"
    message = "映射文件里的{word}不认识（{relation}）。"
    fix = "列名见 records.py；转换只能用：{allowed}。"


class TableWrong(Invalid):
    """The name of a PostgreSQL table is not a plain name."""

    code = "supervision.table_wrong"
    message = "表名{table}不能用。"
    fix = "请写成 postgres:表名 或 postgres:模式.表名。"


class RulesUnknown(NotFound):
    """The selection of rules names none."""

    code = "supervision.rules_unknown"
    message = "没有规则{wanted}。"
    fix = "请写规则编码，或 family:类别。"


class MonthWrong(Invalid):
    """A month is not written as year and month."""

    code = "supervision.month_wrong"
    message = "月份{month}不能用。"
    fix = "请写成 2026-03 这样。"


class EngineMissing(Unavailable):
    """Spark cannot run here."""

    code = "supervision.engine_missing"
    message = "这里不能用 Spark：{reason}。"
    fix = "请安装 yibao[spark] 和 Java 17，或改用 --engine duckdb。"


class WorkFolderBusy(Conflict):
    """Another run works in the same folder."""

    code = "supervision.work_folder_busy"
    message = "{directory}里有另一次审核正在进行。"
    fix = "请等它结束，或用 --work 指定别的目录。"


class MappingUnknownToSpark(Invalid):
    """Spark reads canonical columns only."""

    code = "supervision.mapping_unknown_to_spark"
    message = "Spark 只读规范列名的表，{path}不是。"
    fix = "请先用 DuckDB 引擎转换，或在数据仓库里建好规范列名的视图。"

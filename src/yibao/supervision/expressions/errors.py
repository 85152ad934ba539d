"""Why an expression of a rule is refused. Every error says where: line, column and what stands there.

``line`` and ``column`` count from 1, in characters of the expression's own text.
"""

from __future__ import annotations

from yibao.kernel.errors import Invalid


class ExpressionError(Invalid):
    """An expression that cannot be used; ``facts`` hold ``line``, ``column`` and ``text``."""


class EmptyExpression(ExpressionError):
    """There is nothing to evaluate."""

    code = "expressions.empty"
    message = "第{line}行第{column}列：表达式是空的。"
    fix = "写一个条件或数值，例如 line.quantity > 0。"


class SyntaxIncomplete(ExpressionError):
    """Something is missing or left over at this place."""

    code = "expressions.syntax_incomplete"
    message = "第{line}行第{column}列：“{text}”处缺少内容，或者多了内容。"
    fix = "检查这里前后的括号、引号、逗号和运算符。"


class Unsupported(ExpressionError):
    """SQL has it, this language has not."""

    code = "expressions.unsupported"
    message = "第{line}行第{column}列：规则表达式里不能用“{text}”。"
    fix = "{remedy}"


class UnknownFunction(ExpressionError):
    """Only three functions exist."""

    code = "expressions.unknown_function"
    message = "第{line}行第{column}列：没有“{text}”这个函数。"
    fix = "可以用的函数：{choices}。"


class WrongArguments(ExpressionError):
    """A function has too few or too many arguments."""

    code = "expressions.wrong_arguments"
    message = "第{line}行第{column}列：“{text}”要有{count}个参数。"
    fix = "写成 {pattern}。"


class ColumnNotQualified(ExpressionError):
    """A column stands without its alias."""

    code = "expressions.column_not_qualified"
    message = "第{line}行第{column}列：“{text}”前面没有写明属于哪个对象。"
    fix = "写成“对象.列名”，例如 line.quantity；文字要加单引号。"


class UnknownAlias(ExpressionError):
    """The alias does not exist, or not for the shape of this rule."""

    code = "expressions.unknown_alias"
    message = "第{line}行第{column}列：这里没有“{text}”这个对象。"
    fix = "这里可以用的对象：{choices}。"


class UnknownColumn(ExpressionError):
    """The alias has no such column."""

    code = "expressions.unknown_column"
    message = "第{line}行第{column}列：没有“{text}”这一列。"
    fix = "{remedy}"


class TypeMismatch(ExpressionError):
    """A text stands where a number is needed, a number where a condition is needed, and so on."""

    code = "expressions.type_mismatch"
    message = "第{line}行第{column}列：这里要用{wanted}，“{text}”是{given}。"
    fix = "数值与数值比较，文字（加单引号）与文字比较；AND、OR、NOT 只接条件。"


class LiteralWanted(ExpressionError):
    """A list, the values of a simple CASE and a prefix are written out."""

    code = "expressions.literal_wanted"
    message = "第{line}行第{column}列：“{text}”的位置只能写固定的值。"
    fix = "写成数字或加单引号的文字；要和列比较时用 = 和 OR。"


class ColumnWanted(ExpressionError):
    """``listed`` looks into a column."""

    code = "expressions.column_wanted"
    message = "第{line}行第{column}列：“{text}”的位置要写一个文字类的列。"
    fix = "例如 listed(knowledge.listed, patient.sex)。"


class ElseMissing(ExpressionError):
    """A CASE that may fall through has no defined value."""

    code = "expressions.else_missing"
    message = "第{line}行第{column}列：这个 CASE 没有写 ELSE。"
    fix = "在 END 前面补上 ELSE 和其余情况的值。"


class DivisionByZero(ExpressionError):
    """A division by the number zero never has a value."""

    code = "expressions.division_by_zero"
    message = "第{line}行第{column}列：“{text}”是除以零，没有结果。"
    fix = "核对除数；比较比例时改为两边相乘。"


class Division(ExpressionError):
    """Engines round divisions differently; a ratio is compared by multiplying."""

    code = "expressions.division"
    message = "第{line}行第{column}列：规则表达式里不能用除法“{text}”。"
    fix = "改为两边相乘，例如 a / b > 3 写成 a > b * 3。"


class NullMisused(ExpressionError):
    """NULL compared or computed with gives unknown, never what the author means."""

    code = "expressions.null_misused"
    message = "第{line}行第{column}列：NULL 只能用在 IS NULL 或 IS NOT NULL 里。"
    fix = "判断空值写 IS NULL，给空值一个替代值写 COALESCE(列, 值)。"


class IntegerTooLarge(ExpressionError):
    """Beyond 9223372036854775807, the largest whole number of 64 bits."""

    code = "expressions.integer_too_large"
    message = "第{line}行第{column}列：数字{text}太大。"
    fix = "最大可以写 9223372036854775807，请核对单位（分、万分之一、百万分之一元）。"


class TooLong(ExpressionError):
    """More characters than anybody reads."""

    code = "expressions.too_long"
    message = "第{line}行第{column}列：表达式超过{most}个字符。"
    fix = "拆成几条规则，或者把清单放进知识库。"


class TooDeep(ExpressionError):
    """Brackets in brackets, more than anybody follows."""

    code = "expressions.too_deep"
    message = "第{line}行第{column}列：“{text}”处嵌套超过{most}层。"
    fix = "减少括号和 CASE 的嵌套，或者拆成几条规则。"


class KindWrong(ExpressionError):
    """A condition is used as a value, or a value as a condition."""

    code = "expressions.kind_wrong"
    message = "第{line}行第{column}列：这里要用{wanted}，“{text}”是{given}。"
    fix = "条件写成比较，例如 line.quantity > 0；数值只写列和加减乘。"

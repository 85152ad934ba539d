"""Why a rule file is refused. Every error names the file and the place in it."""

from __future__ import annotations

from yibao.kernel.errors import Invalid, NotFound


class RuleFileWrong(Invalid):
    """A file in ``rules/national`` or ``rules/local`` cannot be used as it stands."""

    code = "supervision.rule_file_wrong"
    message = "规则文件{file}的{place}不能用：{problem}。"
    fix = "打开{file}，改正{place}后重新装载；可以写什么见 rules/declaration.py。"


class ExampleWrong(Invalid):
    """An example of a rule cannot be turned into records."""

    code = "supervision.rule_example_wrong"
    message = "规则{rule}的例子“{title}”不能用：{problem}。"
    fix = "改正例子；可以写什么见 rules/examples.py。"


class RuleUnknown(NotFound):
    """No file declares this rule."""

    code = "supervision.rule_unknown"
    message = "没有编码为{given}的监管规则。"
    fix = "运行 yibao rules list 查看全部规则编码。"

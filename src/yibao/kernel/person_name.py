"""Names of persons as identity documents write them.

Source: 民委发〔2016〕33号《关于在政府管理和社会公共服务信息系统中统一姓名采集应用规范的通知》: the
parts of a minority name are separated by ``·`` (U+00B7), systems hold at least fifty characters and
every character of GB 18030. Foreigners' documents write capital Latin letters.
"""

from __future__ import annotations

import re
import unicodedata

from yibao.kernel.errors import Invalid
from yibao.kernel.typed_text import half_width

DOT = "·"
LONGEST = 50

# CJK unified ideographs with every extension, the unified ones among the compatibility ideographs,
# and 〇. The private use area is left out: one old font shows a name there, no other does.
_HAN = "〇\u3400-\u4dbf\u4e00-\u9fff\ufa0e-\ufa29\U00020000-\U0003fffd"
_DOTS = "··•‧∙⋅・･․᛫⸱●"
_FULL_STOPS = re.compile(rf"(?<=[{_HAN}])\s*[.．]\s*(?=[{_HAN}])")
_OTHER_DOTS = re.compile(rf"\s*[{_DOTS}]\s*")
_VARIATION_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
# Nearly every name: nothing in it to put right, and no character that Unicode would compose anew.
_PLAIN = re.compile(f"[〇\u3400-\u4dbf\u4e00-\u9fff]{{1,{LONGEST}}}")
_HAS_HAN = re.compile(f"[{_HAN}]")
_NOT_CHINESE = re.compile(f"[^{_HAN}{DOT}]")
_NOT_LATIN = re.compile(r"[^A-Z '.,-]")
_LATIN_LETTER = re.compile("[A-Z]")


class PersonNameWrong(Invalid):
    """The text is not a name as documents write it; a subclass says why."""

    fix = "请按身份证件上的姓名填写。"


class PersonNameEmpty(PersonNameWrong):
    """There is no name."""

    code = "person_name.empty"
    message = "还没有填写姓名。请按身份证件上的姓名填写。"


class PersonNameTooLong(PersonNameWrong):
    """It has more than fifty characters."""

    code = "person_name.too_long"
    message = "姓名最多{longest}个字，填写了{length}个。请按身份证件核对。"


class PersonNameCharacterWrong(PersonNameWrong):
    """A character is neither Chinese, nor ``·``, nor (in a foreign name) a Latin letter.

    The message gives its place, counted from one, and not the character: a name is personal data.
    """

    code = "person_name.character"
    message = "姓名的第{position}个字符不能用于姓名。请按身份证件修改。"
    fix = "生僻字请用输入法的标准字，打不出时请带身份证到窗口办理；民族姓名的分隔点用“·”。"


class PersonNameDotMisplaced(PersonNameWrong):
    """A ``·`` stands at the start, at the end, or beside another."""

    code = "person_name.dot"
    message = "姓名中的“·”只能写在两部分之间。请按身份证件修改。"


def check(text: str, *, at: str = "") -> str:
    """Return the name that somebody typed, in its normal form.

    A name is Chinese with ``·`` between parts (阿卜杜拉·买买提), or Latin letters, which become
    capitals (O'NEILL, MARY-ANN). Raises the subclasses of PersonNameWrong; ``at`` names the field.
    """
    if _PLAIN.fullmatch(text):
        return text
    name = normalise(text)
    if not name:
        raise PersonNameEmpty(at=at)
    if len(name) > LONGEST:
        raise PersonNameTooLong(at=at, length=len(name), longest=LONGEST)
    foreign = _LATIN_LETTER.search(name) and not _HAS_HAN.search(name)
    wrong = (_NOT_LATIN if foreign else _NOT_CHINESE).search(name)
    if wrong:
        raise PersonNameCharacterWrong(at=at, position=wrong.start() + 1)
    if "" in name.split(DOT):
        raise PersonNameDotMisplaced(at=at)
    return name


def normalise(text: str) -> str:
    """Return a name in the form in which names are stored and compared; never fails.

    Half width, capitals, Unicode NFC, every kind of dot as ``·`` (a full stop only between Chinese
    characters: JOHN F. SMITH keeps his), no space in a Chinese name, single spaces in a Latin one.
    """
    name = unicodedata.normalize("NFC", half_width(_VARIATION_SELECTORS.sub("", text)))
    name = _FULL_STOPS.sub(DOT, _OTHER_DOTS.sub(DOT, name))
    words = name.upper().split()
    return ("" if _HAS_HAN.search(name) else " ").join(words)


def is_same(left: str, right: str) -> bool:
    """Return whether two registers hold the same name, however each writes its dots and spaces."""
    return left == right or normalise(left) == normalise(right)

"""An amount of money in capital Chinese numerals, as receipts and vouchers carry it.

Source: 《支付结算办法》（银发〔1997〕393号）附件一《正确填写票据和结算凭证的基本规定》. Where
the rule leaves a 零 to choice (a zero at 万 or 元 before a 仟 or 角), we leave it out.
"""

from __future__ import annotations

_NUMERALS = "零壹贰叁肆伍陆柒捌玖"
_UNITS = ((10**8, "亿"), (10**4, "万"), (1000, "仟"), (100, "佰"), (10, "拾"))
_FEN_PER_YUAN = 100


def capital_amount(fen: int) -> str:
    """Return an amount of ``fen`` in words: 123450 is 壹仟贰佰叁拾肆元伍角整.

    An amount below nothing starts with 负; amounts without fen end with 整.
    """
    if fen < 0:
        return "负" + capital_amount(-fen)
    if fen == 0:
        return "零元整"
    yuan, rest = divmod(fen, _FEN_PER_YUAN)
    return (_count(yuan) + "元" if yuan else "") + _jiao_and_fen(
        *divmod(rest, 10), after_yuan=bool(yuan)
    )


def _jiao_and_fen(jiao: int, fen: int, *, after_yuan: bool) -> str:
    if not jiao and not fen:
        return "整"
    if not fen:
        return f"{_NUMERALS[jiao]}角整"
    if jiao:
        return f"{_NUMERALS[jiao]}角{_NUMERALS[fen]}分"
    return ("零" if after_yuan else "") + f"{_NUMERALS[fen]}分"


def _count(number: int) -> str:
    for size, unit in _UNITS:
        if number >= size:
            high, low = divmod(number, size)
            gap = "零" if 0 < low < size // 10 else ""
            return _count(high) + unit + gap + _count(low)
    return _NUMERALS[number] if number else ""

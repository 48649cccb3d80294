"""Numbers, places, dates, policy names and fields that a finding's words hold, normalised.

Quantities are code-independent: "700 million monthly active users" and "7 亿月活跃用户" give the same
`threshold` and `unit`. Money stays in its own currency (`currency`, ISO 4217).
"""

from __future__ import annotations

import re
from typing import Final

Captures = dict[str, "str | int | float | list[str]"]

_WORD_NUMBERS: Final = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "fifteen": 15,
    "twenty": 20,
    "twenty-five": 25,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
    "hundred": 100,
    "a hundred": 100,
    "one hundred": 100,
    "two hundred": 200,
    "two hundred fifty": 250,
    "two hundred and fifty": 250,
    "three hundred": 300,
    "four hundred": 400,
    "five hundred": 500,
    "seven hundred": 700,
    "a thousand": 1000,
    "half a million": 500000,
    "a million": 1_000_000,
    "a billion": 1_000_000_000,
    "a dozen": 12,
    "dozen": 12,
}
_SCALES: Final = {
    "k": 1_000,
    "thousand": 1_000,
    "m": 1_000_000,
    "mn": 1_000_000,
    "mm": 1_000_000,
    "million": 1_000_000,
    "bn": 1_000_000_000,
    "b": 1_000_000_000,
    "billion": 1_000_000_000,
    "hundred": 100,
}
_HAN_DIGITS: Final = {
    "零": 0,
    "〇": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
    "壹": 1,
    "贰": 2,
    "叁": 3,
    "伍": 5,
    "柒": 7,
}
_HAN_UNITS: Final = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_HAN_SCALES: Final = {"万": 10_000, "亿": 100_000_000}

_EN_NUMBER: Final = (
    r"(?:(?P<cur>US\$|\$|usd|eur|€|£|gbp|rmb|cny|¥)\s*)?(?P<num>\d[\d,]*(?:\.\d+)?|"
    + "|".join(sorted(map(re.escape, _WORD_NUMBERS), key=len, reverse=True))
    + r")"
    r"(?:\s*\(\s*\d[\d,. ]*\s*\))?\s*(?P<scale>k|m|mn|mm|bn|b|thousand|million|billion|hundred)?\b(?:\s*\([\d,. ]+\))?"
)
_EN_UNITS: Final = (
    (
        "monthly-active-users",
        r"monthly[\s-]+(?:average[\s-]+)?(?:active[\s-]+)?(?:users?|visitors|customers|people)|mau'?s?\b|(?:active )?(?:users|people|customers|visitors) (?:per|a|each|every) month|(?:active )?users (?:in|during|over) (?:the|any|a) (?:preceding|calendar|given|single|prior|one)?\s*(?:calendar )?month",
    ),
    ("daily-active-users", r"daily[\s-]+(?:active[\s-]+)?users?|dau'?s?\b|users (?:per|a|each|every) day"),
    ("weekly-active-users", r"weekly[\s-]+(?:active[\s-]+)?users?|wau\b"),
    (
        "employees",
        r"(?:full[\s-]?time )?(?:employees|staff|workers|people on (?:the )?payroll|personnel|headcount|persons employed|developers|engineers|people|persons|members|individuals)\b",
    ),
    (
        "users",
        r"(?:concurrent |registered |unique |named |end[\s-]?|active )?(?:users?|seats?|accounts|customers|subscribers|installations|devices|downloads)\b",
    ),
    (
        "revenue",
        r"(?:dollars|usd|euros?|eur|us dollars|pounds)?\s*(?:\(?[^)]{0,20}\)?\s*)?(?:in |of |per )?(?:[a-z]+ ){0,4}(?:revenues?|turnover|sales|income|funding|gross receipts|receipts|profits?|capital|assets|budget)\b",
    ),
)
_NEAR: Final = 140


def quantity(text: str) -> Captures:
    """`threshold`, `unit`, and where stated `period`, `currency` of the first limit that the words name."""
    text = text.casefold()
    return _quantity_zh(text) or _quantity_en(text)


def _quantity_en(text: str) -> Captures:
    best: tuple[int, Captures] | None = None
    for m in re.finditer(r"(?<![\w.])" + _EN_NUMBER, text):
        number = _number_en(m["num"], m["scale"])
        if number is None:
            continue
        around = text[max(0, m.start() - _NEAR) : m.end() + _NEAR]
        after = text[m.end() : m.end() + 60]
        for rank, (unit, pattern) in enumerate(_EN_UNITS):
            direct = re.match(r"[\s,]*(?:or (?:more|fewer|less) )?(?:of )?(?:the )?(?:" + pattern + ")", after)
            loose = (
                direct or re.search(pattern, around)
                if unit in ("monthly-active-users", "daily-active-users", "employees", "users", "revenue")
                else direct
            )
            if (m["cur"] and unit != "revenue") or not loose:
                continue
            captured: Captures = {"threshold": number, "unit": unit}
            if unit == "revenue":
                if not (m["cur"] or re.match(r"\s*(?:dollars|usd|us dollars|euros?|eur|pounds|rmb|yuan)", after)):
                    continue
                captured["currency"] = _currency(m["cur"] or after[:24])
            if period := _period(around):
                captured["period"] = period
            score = rank + (0 if direct else 20) + (0 if number >= 2 else 50)
            if best is None or score < best[0]:
                best = (score, captured)
    return best[1] if best else {}


def _number_en(word: str, scale: str | None) -> int | None:
    value = float(word.replace(",", "")) if word[0].isdigit() else float(_WORD_NUMBERS[word])
    value *= _SCALES.get(scale or "", 1)
    return int(value) if value == int(value) else None


def _currency(text: str) -> str:
    for code, marks in (
        ("EUR", ("eur", "€")),
        ("GBP", ("gbp", "£", "pound")),
        ("CNY", ("rmb", "cny", "¥", "yuan", "元", "人民币")),
        ("USD", ("$", "usd", "dollar", "美元")),
    ):
        if any(mark in text for mark in marks):
            return code
    return "USD"


def _period(text: str) -> str:
    for period, pattern in (
        ("month", r"\bmonth|月"),
        ("year", r"\bannual|\byear|\bfiscal|年"),
        ("day", r"\bdaily\b|\bper day\b|日活"),
    ):
        if re.search(pattern, text):
            return period
    return ""


_ZH_NUMBER: Final = re.compile(
    r"(?P<cur>[$¥€])?(?P<num>\d[\d,.]*|[零〇一二两三四五六七八九十百千壹贰叁伍柒拾佰仟]+)?\s*(?P<scale>[十百千]?[万亿]{1,2})?"
)
_ZH_UNITS: Final = (
    (
        "monthly-active-users",
        r"月活跃?(?:用户|使用者)?(?:数|量|人数)?|月均活跃用户|每月活跃(?:用户|使用者)|mau|月度活跃用户|月使用者|每月(?:使用者|用户)",
    ),
    (
        "daily-active-users",
        r"日活跃?(?:用户|使用者)?(?:数|量|人数)?|日均活跃用户|日均用户活跃量|日均用户|dau|每日活跃(?:用户|使用者)",
    ),
    ("employees", r"员工|雇员|职工|人员规模|从业人员"),
    ("users", r"用户|使用者|终端|设备|账号|帐号|服务器|台|席位|会员"),
    ("revenue", r"营收|收入|营业额|销售额|年收|产值|融资|估值|利润|营业收入"),
)


def _quantity_zh(text: str) -> Captures:
    if not re.search(r"[\u4e00-\u9fff]", text):
        return {}
    best: tuple[int, Captures] | None = None
    for m in _ZH_NUMBER.finditer(text):
        if (
            (not m["num"]
            and not m["scale"])
            or (not (m["num"] or "")[:1].isdigit()
            and not m["scale"]
            and len(m["num"] or "") < 2)
        ):
            continue
        number = _number_zh(m["num"] or "1", m["scale"] or "")
        if number is None:
            continue
        around = text[max(0, m.start() - 40) : m.end() + 24]
        for rank, (unit, pattern) in enumerate(_ZH_UNITS):
            if not re.search(pattern, around):
                continue
            captured: Captures = {"threshold": number, "unit": unit}
            if unit == "revenue":
                captured["currency"] = (
                    _currency((m["cur"] or "") + text[m.end() : m.end() + 6] + around)
                    if re.search("[$€£¥]|美元|元|人民币|usd", around)
                    else "CNY"
                )
            if period := _period(around):
                captured["period"] = period
            score = rank + (0 if number >= 2 else 50) + (0 if m["scale"] or number >= 10 else 10)
            if best is None or score < best[0]:
                best = (score, captured)
    return best[1] if best else {}


def _number_zh(word: str, scale: str) -> int | None:
    if word[0].isdigit():
        try:
            value = float(word.replace(",", "").rstrip("."))
        except ValueError:
            return None
    else:
        value = float(_han(word))
    for mark in scale:
        value *= _HAN_SCALES.get(mark) or _HAN_UNITS.get(mark, 1)
    return int(value) if value == int(value) else None


def _han(word: str) -> int:
    total = digit = 0
    for mark in word:
        if mark in _HAN_UNITS:
            total += (digit or 1) * _HAN_UNITS[mark]
            digit = 0
        else:
            digit = digit * 10 + _HAN_DIGITS.get(mark, 0) if total == 0 and digit else _HAN_DIGITS.get(mark, 0)
    return total + digit


_PLACES: Final = {
    "european union": "European Union",
    "eu": "European Union",
    "european economic area": "European Economic Area",
    "united kingdom": "United Kingdom",
    "uk": "United Kingdom",
    "south korea": "South Korea",
    "north korea": "North Korea",
    "china": "China",
    "mainland china": "China",
    "united states": "United States",
    "usa": "United States",
    "russia": "Russia",
    "iran": "Iran",
    "cuba": "Cuba",
    "syria": "Syria",
    "japan": "Japan",
    "india": "India",
    "crimea": "Crimea",
    "canada": "Canada",
    "germany": "Germany",
    "france": "France",
    "欧盟": "European Union",
    "英国": "United Kingdom",
    "韩国": "South Korea",
    "朝鲜": "North Korea",
    "中国": "China",
    "美国": "United States",
    "俄罗斯": "Russia",
    "伊朗": "Iran",
    "古巴": "Cuba",
    "叙利亚": "Syria",
    "日本": "Japan",
    "印度": "India",
    "中国大陆": "China",
    "中华人民共和国": "China",
    "欧洲联盟": "European Union",
}
_PLACE: Final = re.compile(
    "|".join(
        (rf"\b{re.escape(p)}\b" if p[0].isascii() else re.escape(p)) for p in sorted(_PLACES, key=len, reverse=True)
    )
)


def places(text: str) -> Captures:
    """`places`: the countries and unions that the words name, in order."""
    found = list(dict.fromkeys(_PLACES[m[0]] for m in _PLACE.finditer(text.casefold())))
    return {"places": found} if found else {}


_MONTHS: Final = "january|february|march|april|may|june|july|august|september|october|november|december"
_DATE: Final = re.compile(
    rf"\b(\d{{4}})-(\d\d)-(\d\d)\b|\b(\d{{1,2}})(?:st|nd|rd|th)?\s+({_MONTHS}),?\s+(\d{{4}})|\b({_MONTHS})\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})|(\d{{4}})\s*年\s*(\d{{1,2}})\s*月\s*(\d{{1,2}})\s*日"
)
_TERM: Final = re.compile(
    r"\b((?:\w+[\s-])?\(?\d*\)?\s*(?:day|week|month|year)s?)\b|([\d一二两三四五六七八九十百]+\s*(?:日|天|个月|年))"
)


def date(text: str) -> Captures:
    """`date` (ISO 8601) of the first date, or else `term`, the first span of time as written."""
    if m := _DATE.search(text.casefold()):
        names = _MONTHS.split("|")
        if m[1]:
            year, month, day = m[1], m[2], m[3]
        elif m[4]:
            year, month, day = m[6], str(names.index(m[5]) + 1), m[4]
        elif m[7]:
            year, month, day = m[9], str(names.index(m[7]) + 1), m[8]
        else:
            year, month, day = m[10], m[11], m[12]
        return {"date": f"{year}-{int(month):02}-{int(day):02}"}
    if m := _TERM.search(text.casefold()):
        return {"term": " ".join(m[0].split())}
    return {}


_URL: Final = re.compile(r"https?://[^\s<>\"'()\u3000-\u9fff]+[^\s<>\"'().,;:\u3000-\u9fff]")
_POLICY: Final = re.compile(
    r"\b((?:[A-Z][\w-]*\s+){0,5}(?:Polic(?:y|ies)|Guidelines|Guide|Terms of (?:Use|Service)|Code of (?:Ethics|Conduct)|Restrictions|Attachment [A-Z]|Exhibit [A-Z]|Schedule [A-Z\d]|Appendix [A-Z\d]))\b|《([^》]{2,40})》|附件\s*[A-Z一二三\d]?"
)


def policy(text: str) -> Captures:
    """`policy` (its name as written) and `url`, where the words name a document of rules."""
    found: Captures = {}
    if m := _POLICY.search(text):
        found["policy"] = " ".join((m[1] or m[2] or m[0]).split())
    if m := _URL.search(text):
        found["url"] = m[0]
    return found


_FIELDS: Final = (
    ("military", r"militar|warfare|weapon|army|munition|combat|armed forces|军事|军工|武器|军队|作战|国防"),
    ("surveillance", r"surveil|spying|facial recognition|biometric|tracking|监控|监视|人脸识别"),
    ("law-enforcement", r"law enforcement|polic(?:ing|e\b)|immigration|asylum|predictive policing|sentencing|执法|警"),
    ("medical", r"medical|clinical|diagnos|health|医疗|诊断|医学"),
    ("legal-advice", r"legal advice|legal services|practice of law|administration of justice|法律咨询|法律意见"),
    ("financial", r"financial advice|credit scor|insurance|gambling|金融|信贷|赌博|博彩"),
    ("minors", r"minors|child|underage|未成年|儿童"),
    ("sexual-content", r"porn|sexual|adult content|nudity|色情|淫秽"),
    (
        "disinformation",
        r"disinformation|misinformation|fake news|false information|verifiably false|deepfake|虚假信息|谣言|虚假",
    ),
    ("discrimination", r"discriminat|hate|protected (?:characteristic|group|class)|social scoring|歧视|仇恨|民族"),
    ("harassment", r"harass|bully|defam|disparage|threat|insult|侮辱|诽谤|骚扰|欺凌"),
    ("violence", r"violen|terroris|extremis|self[\s-]harm|suicid|暴力|恐怖|极端主义|自残"),
    ("cyber-attack", r"malware|hack|cyber|phishing|spam|virus|恶意(?:软件|代码)|网络攻击|病毒|垃圾邮件"),
    ("fraud", r"fraud|scam|decepti|诈骗|欺诈"),
    (
        "critical-infrastructure",
        r"nuclear|critical infrastructure|aviation|self[\s-]driving|autonomous (?:driving|vehicle)|life support|safety[\s-]critical|核设施|关键基础设施|自动驾驶",
    ),
    ("privacy", r"personal(?:ly identifiable)? (?:data|information)|privacy|个人信息|隐私"),
    ("harm", r"\bharm|injur|evil|unethical|危害|伤害"),
    ("human-rights", r"human rights|torture|traffick|slavery|人权|贩卖"),
)


def fields(text: str) -> Captures:
    """`fields`: the classes of forbidden fields that the words name."""
    lowered = text.casefold()
    found = [name for name, pattern in _FIELDS if re.search(pattern, lowered)]
    return {"fields": found} if found else {}


READERS: Final = {"quantity": quantity, "places": places, "date": date, "policy": policy, "fields": fields}

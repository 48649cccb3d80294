"""Numbers, places, dates, policy names and fields that a finding's words hold, normalised.

Quantities are code-independent: "700 million monthly active users" and "7 亿月活跃用户" give the same
`threshold` and `unit`. Money stays in its own currency (`currency`, ISO 4217).
"""

from __future__ import annotations

import re

from openaudit.numerals import numerals
from openaudit.typed import Final

Captures = dict[str, "str | int | float | list[str]"]

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

_PEOPLE: Final = (
    r"(?:users?|people|persons|individuals|customers|visitors|subscribers|accounts|members|players|human beings|humans)"
)
_EACH: Final = (
    r"(?:per|a|each|every|in (?:the|any|a|one|each|every)(?: \w+)?(?: calendar)?"
    r"|during (?:the|any|a)(?: \w+)?(?: calendar)?)"
)
_EN_UNITS: Final = (
    (
        "monthly-active-users",
        (
            rf"monthly[\s-]+(?:average[\s-]+)?(?:active[\s-]+|unique[\s-]+)?{_PEOPLE}|(?:unique "
            rf"|active )?monthly {_PEOPLE}|ma?us?\b|mau's\b"
            rf"|(?:active |unique |different )?{_PEOPLE}(?: \w+){{0,4}} {_EACH} (?:month"
            rf"|preceding month)|{_PEOPLE} (?:in|during|over) (?:the|any|a) (?:preceding|calendar|given"
            rf"|single|prior|one)?\s*(?:calendar )?month"
        ),
    ),
    (
        "daily-active-users",
        (
            rf"daily[\s-]+(?:average[\s-]+)?(?:active[\s-]+|unique[\s-]+)?{_PEOPLE}|da?us?\b|dau's\b"
            rf"|{_PEOPLE}(?: \w+){{0,4}} {_EACH} day"
        ),
    ),
    (
        "weekly-active-users",
        rf"weekly[\s-]+(?:active[\s-]+|unique[\s-]+)?{_PEOPLE}|wau\b|{_PEOPLE}(?: \w+){{0,4}} {_EACH} week",
    ),
    (
        "employees",
        (
            r"(?:full[\s-]?time )?(?:employees|staff|workers|people on (?:the )?payroll|personnel"
            r"|headcount|head count|persons employed"
            r"|people employed|developers|engineers)\b|(?:people|persons|heads"
            r"|members)\b(?=.{0,40}(?:team|company|firm|organi[sz]ation|payroll|business))|teams? of"
        ),
    ),
    (
        "users",
        (
            r"(?:concurrent |registered |unique |named |end[\s-]?|active |paying )?(?:users?|seats?"
            r"|accounts|customers|subscribers|installations"
            r"|devices|downloads|visitors|players|members|people|persons|individuals|nodes|cores"
            r"|servers|instances|logins)\b"
        ),
    ),
    (
        "revenue",
        (
            r"(?:dollars|usd|euros?|eur|us dollars|pounds)?\s*(?:\(?[^)]{0,20}\)?\s*)?(?:in |of |per )?(?:[a-z]+ ){0,4}"
            r"(?:revenues?|turnover|sales|income|funding|gross receipts|receipts|profits?|capital"
            r"|assets|budget|valuation|earnings|takings)\b"
            r"|(?:a|per|each|every) year|annually|earn\w*|mak(?:e|es|ing)\b|rais(?:e|es|ed|ing)\b"
            r"|turn(?:s|ing|ed)? over|valued|worth|gross(?:es|ing)?\b|investors"
        ),
    ),
)
_NEAR: Final = 140
# "a team of ten people": not its users
_HEADS: Final = re.compile(r"\s*(?:people|persons|heads|members)\b")
_OF_A_FIRM: Final = re.compile(
    r"(?:teams?|compan(?:y|ies)|firms?|organi[sz]ations?|stud(?:io|ios)|groups?) (?:of|with)\b[^.;]{0,30}$"
)
_NAMED_MONEY: Final = re.compile(
    r"\s*(?:us |u\.s\. )?(?:dollars|usd|euros?|eur|pounds|gbp|rmb|yuan|renminbi|francs|chf|yen|won|rupees)\b"
)


def quantity(text: str) -> Captures:
    """`threshold`, `unit`, and where stated `period`, `currency` of the first limit that the words name."""
    text = text.casefold()
    return _quantity_zh(text) or _quantity_en(text)


def _quantity_en(text: str) -> Captures:
    best: tuple[int, Captures] | None = None
    for number in numerals(text):
        around = text[max(0, number.start - _NEAR) : number.end + _NEAR]
        after = text[number.end : number.end + 60]
        money = number.currency or _NAMED_MONEY.match(after)
        heads = _HEADS.match(after) and _OF_A_FIRM.search(text[: number.start])
        for rank, (unit, pattern) in enumerate(_EN_UNITS):
            direct = (
                heads
                if heads and unit == "employees"
                else re.match(r"[\s,+]*(?:or (?:more|fewer|less|above) )?(?:of )?(?:the )?(?:" + pattern + ")", after)
            )
            if (unit == "revenue") != bool(money) or not (direct or re.search(pattern, around)):
                continue
            captured: Captures = {"threshold": number.value, "unit": unit}
            if money:
                captured["currency"] = _currency(number.currency or after[:24])
            if period := _period(around):
                captured["period"] = period
            score = rank + (0 if direct else 20) + (0 if number.value >= 2 else 50)
            if best is None or score < best[0]:
                best = (score, captured)
    return best[1] if best else {}


def _currency(text: str) -> str:
    for code, marks in (
        ("EUR", ("eur", "€")),
        ("GBP", ("gbp", "£", "pound")),
        ("CNY", ("rmb", "cny", "¥", "yuan", "renminbi", "元", "人民币")),
        ("CHF", ("chf", "franc")),
        ("JPY", ("jpy", "yen")),
        ("KRW", ("krw", "won")),
        ("INR", ("inr", "rupee", "₹")),
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
        if (not m["num"] and not m["scale"]) or (
            not (m["num"] or "")[:1].isdigit() and not m["scale"] and len(m["num"] or "") < 2
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
    rf"\b(\d{{4}})-(\d\d)-(\d\d)\b|\b(\d{{1,2}})(?:st|nd|rd|th)?\s+({_MONTHS}),?\s+(\d{{4}})"
    rf"|\b({_MONTHS})\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})"
    rf"|(\d{{4}})\s*年\s*(\d{{1,2}})\s*月\s*(\d{{1,2}})\s*日"
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
    r"\b((?:[A-Z][\w-]*\s+){0,5}(?:Polic(?:y|ies)|Guidelines|Guide|Terms of (?:Use|Service)"
    r"|Code of (?:Ethics|Conduct)|Restrictions|Attachment [A-Z]|Exhibit [A-Z]|Schedule [A-Z\d]"
    r"|Appendix [A-Z\d]))\b|《([^》]{2,40})》|附件\s*[A-Z一二三\d]?"
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
    (
        "military",
        (
            r"militar|warfare|weapon|army|armies|munition|ammunition|combat|armed (?:forces|conflict)"
            r"|missile|torpedo|land ?mines|drone|bomb|battlefield"
            r"|firearm|\bguns?\b|soldier|\barms (?:trade|industry"
            r"|dealing)|defen[cs]e industry|战争|军事|军工|武器|军队|作战|国防"
        ),
    ),
    (
        "surveillance",
        (
            r"surveil|spying|spyware|snoop|eavesdrop|wiretap|fac(?:e|ial) (?:recognition"
            r"|identification|matching)|biometric|tracking|stalk|emotion recognition"
            r"|monitor(?:ing)? (?:of )?(?:people|persons|citizens|employees|workers)|监控|监视|人脸识别"
        ),
    ),
    (
        "law-enforcement",
        (
            r"law enforcement|polic(?:ing|e\b)|immigration|asylum|deport|border (?:control"
            r"|surveillance)|migrant|refugee|predictive policing|sentencing|prison|incarcerat"
            r"|detain|detention|interrogat|执法|警"
        ),
    ),
    ("medical", r"medical|medicine|clinical|diagnos|health|patient|surgery|therap|pharmaceutic|医疗|诊断|医学"),
    (
        "legal-advice",
        (
            r"legal advice|legal services|legal representation|practice of law"
            r"|administration of justice|法律咨询|法律意见"
        ),
    ),
    (
        "financial",
        (
            r"financial advice|tax advice|credit (?:scor|decision)|lending|payday|insurance"
            r"|debt collection|trading bots|high[\s-]frequency|pyramid|金融|信贷"
        ),
    ),
    ("gambling", r"gambl|betting|casino|lotter|赌博|博彩"),
    ("minors", r"minors|child|underage|under age|teenager|\bkids\b|未成年|儿童"),
    ("sexual-content", r"porn|sexual|adult content|nudity|erotic|obscen|indecen|色情|淫秽"),
    (
        "disinformation",
        (
            r"disinformation|misinformation|fake news|false (?:information|content|claims)"
            r"|verifiably false|deepfake|rumou?r|hoax|propaganda|虚假信息|谣言|虚假"
        ),
    ),
    (
        "discrimination",
        (
            r"discriminat|\bhat(?:e|red)\b|protected (?:characteristic|group|class)|social scoring"
            r"|racis|racial|sexis|homophob|xenophob|bigotry|redlin|歧视|仇恨|民族"
        ),
    ),
    ("harassment", r"harass|bully|defam|disparag|threat|insult|libel|slander|doxx?ing|humiliat|侮辱|诽谤|骚扰|欺凌"),
    ("violence", r"violen|terroris|extremis|self[\s-]harm|suicid|kill|genocide|暴力|恐怖|极端主义|自残"),
    (
        "cyber-attack",
        (
            r"malware|ransomware|hack|cyber|phishing|spam|virus|botnet|ddos|keylogger|恶意(?:软件|代码)|网络攻击"
            r"|病毒|垃圾邮件"
        ),
    ),
    ("fraud", r"fraud|scam|decepti|deceiv|launder|counterfeit|forge|extort|blackmail|诈骗|欺诈"),
    (
        "critical-infrastructure",
        (
            r"nuclear|critical infrastructure|aviation|aircraft|air traffic|self[\s-]driving"
            r"|autonomous (?:driving|vehicle)|life[\s-]support|safety[\s-]critical"
            r"|power grid|water supply|核设施|关键基础设施|自动驾驶"
        ),
    ),
    ("privacy", r"personal(?:ly identifiable)? (?:data|information)|privacy|个人信息|隐私"),
    ("politics", r"election|electoral|vot(?:e|er|ing)|political|lobby|campaign"),
    (
        "employment",
        (
            r"hiring|recruit|job applicant|employment decision|tenant screening"
            r"|scoring of (?:individuals|people|persons)"
        ),
    ),
    (
        "impersonation",
        (
            r"impersonat|catfish|written by a human|human[\s-](?:made|written)|pass(?:ing|ed)? (?:it "
            r"|them )?off"
        ),
    ),
    ("academic-dishonesty", r"plagiar|cheating|essay mill|academic dishonest|ghostwrit|homework"),
    ("fossil-fuels", r"fossil fuel|\boil\b|petroleum|\bcoal\b|fracking|gas (?:extraction|exploration)"),
    ("tobacco-drugs", r"tobacco|narcotic|\bdrugs?\b|cannabis|alcohol"),
    ("animals", r"animal|slaughter|abattoir|factory farm|bullfight|\bfur\b|hunting|whaling"),
    ("cryptocurrency", r"crypto(?:currenc|\b)|bitcoin|blockchain|\bnfts?\b"),
    ("advertising", r"advertis|ad targeting|telemarket|robocall|marketing"),
    ("harm", r"\bharm|injur|\bevil\b|unethical|endanger|危害|伤害"),
    ("human-rights", r"human rights|tortur|traffick|slavery|forced labou?r|人权|贩卖"),
)


def fields(text: str) -> Captures:
    """`fields`: the classes of forbidden fields that the words name."""
    lowered = text.casefold()
    found = [name for name, pattern in _FIELDS if re.search(pattern, lowered)]
    return {"fields": found} if found else {}


READERS: Final = {"quantity": quantity, "places": places, "date": date, "policy": policy, "fields": fields}

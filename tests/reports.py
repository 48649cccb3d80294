"""Reports made by hand: what the renderers' tests and the golden files are about.

The texts are ours; they imitate how licences speak and quote none.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from openaudit.document import Document
from openaudit.messages import read_catalogue
from openaudit.render.words import Texts
from openaudit.report import (
    Agreement,
    Coverage,
    CriterionResult,
    Difference,
    Failure,
    Finding,
    Judgement,
    LicenseMatch,
    Message,
    Report,
    Result,
    SetAside,
    Source,
)
from openaudit.ruleset import Criterion, Definition
from openaudit.spans import LineIndex
from openaudit.vocabulary import Confidence, Kind, Outcome, Provision, Verdict

LLAMBDA = """\
LLAMBDA COMMUNITY TERMS
Version 3 of 1 April

1. What you receive
   a. Anna Example Labs lets everybody use, copy, change and pass on the Llambda weights.
   b. You agree not to use the weights:
      i.   to build, train or tune any rival model;
      ii.  for weapons of any kind; or
      iii. against the House Rules at https://example.org/rules, which are part of these terms.

2. Large companies
   Whoever counts more than 700 million people a month among its users receives no rights under
   section 1 until Anna Example Labs has agreed in writing.

3. 中文条款
   未经安娜实验室书面同意，不得将本模型用于商业用途；研究用途不受此限。

4. Name
   Every product built on Llambda shows the words "Made with Llambda" on its first page.

THE WEIGHTS COME AS THEY ARE, WITHOUT ANY WARRANTY.
"""

PLAIN = """\
Copyright (c) 2030 Anna Example

Everybody may use, copy, change, sell and pass on this work, for any purpose, as long as this
notice stays with it.

The work comes as it is, without any warranty.
"""

HOSTILE = (
    "<script>alert(1)</script> ]]> {{ 7*7 }} {% raw %} [bold red]x[/] \x1b[31mred\x1b[0m \u202eevil\u2066 \x00 \x9b31m "
    "&amp; <!-- --> | pipe ` tick * star _ under_ ::error::x %0A \u2028 \ud800 \ufeff \U000e0041 'q' \"qq\" =1+1\r\n"
    "You must not do <b>that</b> with it: " + "a" * 100_000 + "\n"
)


_URL = "https://opensource.org/osd"
_OSD = (
    (
        "Free redistribution",
        "自由再分发",
        "Anybody may pass the work on, sold or for nothing.",
        "任何人都可以转发或出售该作品。",
    ),
    ("Source code", "源代码", "The source comes with the work.", "源代码随作品提供。"),
    ("Derived works", "衍生作品", "Changed versions may be made and passed on.", "允许修改并分发修改后的版本。"),
    (
        "Integrity of the author's source code",
        "作者源代码的完整性",
        "Changed versions may have to say so.",
        "可以要求修改版注明。",
    ),
    ("No discrimination against persons or groups", "不得歧视个人或群体", "Nobody is left out.", "不得排除任何人。"),
    ("No discrimination against fields of endeavour", "不得歧视领域", "Every use is allowed.", "允许用于任何领域。"),
    ("Distribution of license", "许可证的分发", "The rights come with the work.", "权利随作品一并授予。"),
    ("Not specific to a product", "不得专属于某一产品", "The rights need no other product.", "权利不依赖其他产品。"),
    ("No restriction on other software", "不得限制其他软件", "Other works stay free.", "不得限制其他作品。"),
    ("Technology-neutral", "技术中立", "No technology is demanded.", "不得要求特定技术。"),
)

OSD = Definition(
    "osd",
    {"en": "Open Source Definition", "zh": "《开源定义》"},
    "1.9",
    "https://opensource.org/osd",
    tuple(
        Criterion(
            f"osd-{n}",
            {"en": en, "zh": zh},
            {"en": d_en, "zh": d_zh},
            f"https://opensource.org/osd#{n}",
            (),
            "review",
            n != 2,
        )
        for n, (en, zh, d_en, d_zh) in enumerate(_OSD, 1)
    ),
    {},
)
FSF = Definition(
    "fsf",
    {"en": "Free Software Definition", "zh": "《自由软件定义》"},
    "1",
    "https://www.gnu.org/philosophy/free-sw.html",
    (
        Criterion(
            "fsf-0",
            {"en": "Run the program", "zh": "运行程序"},
            {"en": "Everybody may run it for any purpose.", "zh": "任何人可为任何目的运行。"},
            "https://www.gnu.org/philosophy/free-sw.html#run-the-program",
            (),
            "review",
            True,
        ),
    ),
    {},
)

_PROVISIONS: tuple[tuple[str, Kind, str, str, str, str], ...] = (
    ("use", "grant", "Use", "使用", "the licensee may use the work", "被许可人可以使用作品"),
    ("redistribute", "grant", "Redistribution", "再分发", "the licensee may pass the work on", "被许可人可以分发作品"),
    ("modify", "grant", "Modification", "修改", "the licensee may change the work", "被许可人可以修改作品"),
    ("license-inclusion", "condition", "Keep the notice", "保留声明", "the notice stays with copies", "副本须保留声明"),
    ("user-cap", "restriction", "User cap", "用户数上限", "large licensees get no rights", "用户多者不享有权利"),
    ("field-of-use", "restriction", "Field of use", "用途限制", "named uses are forbidden", "禁止若干用途"),
    ("non-commercial", "restriction", "Non-commercial", "非商业", "commercial use is barred", "禁止商业使用"),
    (
        "no-model-training",
        "restriction",
        "No model training",
        "禁止训练模型",
        "other models may not be trained",
        "不得训练其他模型",
    ),
    (
        "acceptable-use-policy",
        "restriction",
        "Acceptable use policy",
        "可接受使用政策",
        "another document binds",
        "受另一文件约束",
    ),
    ("branding", "caution", "Branding", "品牌标示", "a name must be shown", "须显示名称"),
    ("unexplained", "caution", "Unexplained", "未解释", "no rule explains a sentence", "没有规则解释该句"),
)
PROVISIONS = {
    id_: Provision(id_, kind, {"en": en, "zh": zh}, {"en": says_en, "zh": says_zh})
    for id_, kind, en, zh, says_en, says_zh in _PROVISIONS
}

TEXTS = Texts(read_catalogue, PROVISIONS, {"osd": OSD, "fsf": FSF})


def finding(
    source: str,
    quote: str,
    provision: str,
    outcome: Outcome,
    criteria: tuple[str, ...] = (),
    *,
    section: str = "",
    heading: str = "",
    lead: str = "",
    language: str = "en",
    captures: Mapping[str, str | int | float | list[str]] | None = None,
    confidence: Confidence = "high",
) -> Finding:
    """A finding at the first place where `quote` stands in `source`."""
    start = source.index(quote)
    end = start + len(quote)
    index = LineIndex(source)
    first, last = index.position(start), index.position(end)
    kind = PROVISIONS[provision].kind if provision in PROVISIONS else "restriction"
    digest = hashlib.sha256(f"{provision}\n{quote}".encode("utf-8", "surrogatepass")).hexdigest()
    return Finding(
        rule=provision,
        provision=provision,
        kind=kind,
        outcome=outcome,
        criteria=criteria,
        section=section,
        heading=heading,
        quote=quote,
        lead=lead,
        language=language,
        start=start,
        end=end,
        start_line=first.line,
        start_column=first.column,
        end_line=last.line,
        end_column=last.column,
        captures=captures or {},
        confidence=confidence,
        fingerprint=f"oa1:{digest}",
    )


def document(source: str, *, path: str | None = "LICENSE", url: str | None = None) -> Document:
    """The document of a source text."""
    digest = hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest()
    return Document(
        source=source, text=source, sha256=digest, encoding="utf-8", media_type="text/plain", path=path, url=url
    )


def judgement(
    definition: Definition,
    verdict: Verdict,
    summary: Message,
    outcomes: Mapping[str, tuple[Outcome, Message, tuple[int, ...]]],
    *,
    osi_approved: bool = False,
) -> Judgement:
    """A judgement in which every criterion that `outcomes` leaves out passes."""
    against: tuple[Outcome, Message, tuple[int, ...]] = ("pass", Message("reason.nothing-against", {}), ())
    criteria = tuple(CriterionResult(one.id, one.title, *outcomes.get(one.id, against)) for one in definition.criteria)
    return Judgement(definition.id, verdict, osi_approved, summary, criteria)


def result(
    source: str,
    path: str,
    judgements: tuple[Judgement, ...],
    findings: tuple[Finding, ...],
    match: LicenseMatch,
    *,
    url: str | None = None,
    languages: tuple[str, ...] = ("en",),
) -> Result:
    """A result about `source`."""
    doc = document(source, path=path, url=url)
    return Result(
        Source(path, url, doc.sha256, "utf-8", "text/plain", languages),
        match,
        judgements,
        findings,
        Coverage(12, 11),
        doc,
    )


NO_MATCH = LicenseMatch(None, None, None, "none", 0.0)
_NOT_ASSESSED: tuple[Outcome, Message, tuple[int, ...]] = ("not-assessed", Message("reason.not-assessed", {}), ())


def restricted() -> Result:
    """A licence that is not open source, in English and Chinese, with sections, a list and a caution."""
    lead = "b. You agree not to use the weights:"
    grant = "a. Anna Example Labs lets everybody use, copy, change and pass on the Llambda weights."
    cap = LLAMBDA[LLAMBDA.index("Whoever counts") : LLAMBDA.index("\n\n3.")]
    received = "What you receive"
    findings = (
        finding(LLAMBDA, grant, "redistribute", "pass", ("osd-1",), section="1.a", heading=received),
        finding(LLAMBDA, grant, "modify", "pass", ("osd-3",), section="1.a", heading=received),
        *(
            finding(LLAMBDA, quote, provision, "fail", ("osd-6",), section=f"1.b.{number}", heading=received, lead=lead)
            for number, provision, quote in (
                ("i", "no-model-training", "to build, train or tune any rival model;"),
                ("ii", "field-of-use", "for weapons of any kind; or"),
                (
                    "iii",
                    "acceptable-use-policy",
                    "against the House Rules at https://example.org/rules, which are part of these terms.",
                ),
            )
        ),
        finding(
            LLAMBDA,
            cap,
            "user-cap",
            "fail",
            ("osd-5",),
            section="2",
            heading="Large companies",
            captures={"threshold": 700_000_000, "unit": "monthly-active-users"},
        ),
        finding(
            LLAMBDA,
            "未经安娜实验室书面同意，不得将本模型用于商业用途；研究用途不受此限。",
            "non-commercial",
            "fail",
            ("osd-6",),
            section="3",
            heading="中文条款",
            language="zh",
        ),
        finding(
            LLAMBDA,
            'Every product built on Llambda shows the words "Made with Llambda" on its first page.',
            "branding",
            "review",
            ("osd-10",),
            section="4",
            heading="Name",
            confidence="medium",
        ),
    )
    osd = judgement(
        OSD,
        "not-open-source",
        Message("summary.not-open-source", {"criteria": "osd-5, osd-6"}),
        {
            "osd-1": ("pass", Message("reason.grant", {"grants": "redistribute"}), (0,)),
            "osd-2": _NOT_ASSESSED,
            "osd-3": ("pass", Message("reason.grant", {"grants": "modify"}), (1,)),
            "osd-5": ("fail", Message("reason.restriction", {"provisions": "user-cap"}), (5,)),
            "osd-6": (
                "fail",
                Message(
                    "reason.restriction",
                    {"provisions": "no-model-training, field-of-use, acceptable-use-policy, non-commercial"},
                ),
                (2, 3, 4, 6),
            ),
            "osd-10": ("review", Message("reason.caution", {"provisions": "branding"}), (7,)),
        },
    )
    fsf = judgement(
        FSF,
        "not-open-source",
        Message("summary.not-open-source", {"criteria": "fsf-0"}),
        {"fsf-0": ("fail", Message("reason.restriction", {"provisions": "user-cap, field-of-use"}), (3, 5))},
    )
    audited = result(LLAMBDA, "models/llambda/LICENSE", (osd, fsf), findings, NO_MATCH, languages=("en", "zh"))
    halves = [(one.id, "fail" if one.id == "osd-6" else "pass", "pass") for one in OSD.criteria]
    return audited._replace(agreement=Agreement(("en", "zh"), tuple(halves), ("field-of-use",), prevails=False))


def approved() -> Result:
    """A short licence that passes, recognised as one that the OSI approved."""
    grant = PLAIN[PLAIN.index("Everybody") : PLAIN.index("\n\nThe work")]
    findings = (
        finding(PLAIN, grant, "redistribute", "pass", ("osd-1",)),
        finding(PLAIN, grant, "modify", "pass", ("osd-3",)),
        finding(PLAIN, "as long as this\nnotice stays with it", "license-inclusion", "pass"),
    )
    osd = judgement(
        OSD,
        "open-source",
        Message("summary.open-source-approved", {"name": "Plain License"}),
        {
            "osd-1": ("pass", Message("reason.grant", {"grants": "redistribute"}), (0,)),
            "osd-2": _NOT_ASSESSED,
            "osd-3": ("pass", Message("reason.grant", {"grants": "modify"}), (1,)),
        },
        osi_approved=True,
    )
    line = PLAIN[: PLAIN.index("\n")]
    aside = (SetAside("copyright", line, 0, len(line)),)
    match = LicenseMatch("plain", "Plain License", "MIT", "exact", 1.0, osi_approved=True, set_aside=aside)
    return result(PLAIN, "vendor/plain/LICENSE.txt", (osd,), findings, match)


def doubtful() -> Result:
    """A changed licence with one sentence that no rule explains."""
    source = PLAIN.replace("The work comes", "Kindness is a term of these terms.\n\nThe work comes")
    added = "Kindness is a term of these terms."
    findings = (finding(source, added, "unexplained", "review", ("osd-6",), confidence="low"),)
    osd = judgement(
        OSD,
        "needs-review",
        Message("summary.needs-review", {"count": "1"}),
        {
            "osd-2": _NOT_ASSESSED,
            "osd-6": ("review", Message("reason.unexplained", {"count": "1"}), (0,)),
        },
    )
    line = source[: source.index(added)].count("\n") + 1
    match = LicenseMatch(
        "plain", "Plain License", "MIT", "modified", 0.91, differences=(Difference("added", added, line, line),)
    )
    return result(source, "kind/LICENSE", (osd,), findings, match)


def no_license() -> Result:
    """A text that is no licence."""
    source = "Once upon a time there was a licence.\n"
    nothing = dict.fromkeys((one.id for one in OSD.criteria), _NOT_ASSESSED)
    osd = judgement(OSD, "not-a-license", Message("summary.not-a-license", {}), nothing)
    return result(source, "tale.txt", (osd,), (), NO_MATCH)


def hostile() -> Result:
    """A text that tries to break out of every format, by its words, its path, its headings and its captures."""
    quote = HOSTILE.rstrip("\n")
    found = finding(
        HOSTILE,
        quote,
        "field-of-use",
        "fail",
        ("osd-6",),
        section="<i>1</i>",
        heading="]]> {{ x }} \x1b[2J | `",
        lead="<img src=x onerror=alert(1)> \u202e",
        captures={"what": ["<script>", "\x07"]},
    )
    osd = judgement(
        OSD,
        "not-open-source",
        Message("summary.not-open-source", {"criteria": "osd-6"}),
        {"osd-6": ("fail", Message("reason.restriction", {"provisions": "field-of-use"}), (0,))},
    )
    match = LicenseMatch(
        "x",
        "<b>\x1b[31mMIT</b> {name}",
        None,
        "modified",
        0.5,
        differences=(Difference("added", "<script>alert(2)</script>\x1b[0m", 1, 1),),
    )
    path = "a <b>,:|%`*\u202e\x1b[1m\n/LICENSE"
    return result(HOSTILE, path, (osd,), (found,), match)


def report(*results: Result, errors: tuple[Failure, ...] = ()) -> Report:
    """A report over some results."""
    return Report("1.2.3", "0" * 64, "osd", results, errors)


FULL = report(restricted(), approved(), doubtful(), no_license(), errors=(Failure("missing/LICENSE", "no such file"),))

"""A whole site from one report and the licence records: files for any static host, and no script in any of them.

Nothing is written here: `build` gives names and contents, the caller writes them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from xml.etree import ElementTree as ET

from openaudit.render import html_page, matrix
from openaudit.render.anchors import result_slug, unique
from openaudit.render.family import Family, chain, family
from openaudit.render.links import web_address
from openaudit.render.safe import one_line
from openaudit.render.select import SYMBOLS, VERDICT_OUTCOME, accepted_in
from openaudit.render.svg import card, png
from openaudit.render.timeline import timeline
from openaudit.render.view import page, title
from openaudit.typed import TYPE_CHECKING, Any, NamedTuple
from openaudit.vocabulary import UNEXPLAINED

if TYPE_CHECKING:
    from openaudit.catalog import Record
    from openaudit.render.options import RenderOptions
    from openaudit.render.words import Texts, Words
    from openaudit.report import Report, Result

_EPOCH = "1970-01-01T00:00:00Z"
_FEED_LENGTH = 50


class Entry(NamedTuple):
    """A line of the index. `outcome` is the colour of the verdict; `detail` what else people search by."""

    name: str
    outcome: str
    symbol: str
    word: str
    detail: str
    address: str


class Provision(NamedTuple):
    """A provision of a recorded licence, with the place of its evidence ("" where no text was audited)."""

    title: str
    says: str
    sections: str
    address: str


def build(
    report: Report,
    texts: Texts,
    options: RenderOptions,
    *,
    records: Sequence[Record] = (),
    audited: Mapping[str, int] | None = None,
) -> Iterator[tuple[str, str | bytes]]:
    """The files of a site as (name, content): index, matrix, a page for each text and record, cards, feed, map.

    `audited` says which result of the report is the text of which record (by default, as recognised word for
    word). `options.base_url` is the address of the site's root; without it there is no site map.
    """
    return _Site(report, texts, options, records, audited).files()


class _Site:
    """Everything that the pages of one site share."""

    def __init__(
        self,
        report: Report,
        texts: Texts,
        options: RenderOptions,
        records: Sequence[Record],
        audited: Mapping[str, int] | None,
    ) -> None:
        self.report, self.options = report, options
        self.words: Words = texts.words(options.ui_lang)
        self.records = sorted(records, key=lambda record: (record.name.casefold(), record.id))
        self.by_id = {record.id: record for record in self.records}
        self.audited = _recognised(report, self.by_id) if audited is None else dict(audited)
        record_of = {number: id_ for id_, number in self.audited.items()}
        self.slugs = unique(record_of.get(n) or result_slug(result) for n, result in enumerate(report.results))
        address = web_address(options.base_url)
        self.root = address if not address or address.endswith("/") else f"{address}/"
        self.style = (
            html_page.stylesheet("page.css") + html_page.stylesheet("openaudit.css") + html_page.stylesheet("site.css")
        )
        self.shared = html_page.shared(report, self.words)

    def files(self) -> Iterator[tuple[str, str | bytes]]:
        pages = ["index.html"]
        yield "index.html", self._index()
        if self.report.results:
            yield "matrix.html", self._matrix()
            pages.append("matrix.html")
        for number, result in enumerate(self.report.results):
            name = f"texts/{self.slugs[number]}.html"
            picture = card(result, self.words)
            yield f"cards/{self.slugs[number]}.svg", picture
            drawn = png(picture)
            if drawn is not None:
                yield f"cards/{self.slugs[number]}.png", drawn
            yield name, self._text(number, result, name, "svg" if drawn is None else "png")
            pages.append(name)
        for record in self.records:
            name = f"licenses/{record.id}.html"
            members = family(record, chain(record, self.by_id), self._provisions_of, self.words, _sibling)
            picture = f"timelines/{record.id}.svg" if len(members.versions) > 1 and members.rows else ""
            if picture:
                yield picture, timeline(members, self.words)
            yield name, self._record(record, name, members, picture)
            pages.append(name)
        yield "feed.xml", self._feed()
        if self.root:
            yield "sitemap.xml", self._map(pages)

    def _page(self, template: str, name: str, heading: str, description: str, **values: object) -> str:
        up = "../" * name.count("/")
        words = self.words
        nav = [(words.text("site.index"), f"{up}index.html", name == "index.html")]
        if self.report.results:
            nav.append((words.text("site.matrix"), f"{up}matrix.html", name == "matrix.html"))
        nav.append((words.text("site.feed"), f"{up}feed.xml", False))
        base: dict[str, Any] = {
            **self.shared,
            "title": heading,
            "description": description,
            "canonical": f"{self.root}{name}" if self.root else "",
            "image": "",
            "style": html_page.markup(self.style),
            "style_hash": html_page.style_hash(self.style),
            "nav": nav,
            "feed": f"{up}feed.xml",
            "skip": "top",
            "command": "",
        }
        return html_page.environment().get_template(template).render(base | values)

    def _entry(self, record: Record) -> Entry:
        words = self.words
        verdict = self._verdict(record)
        outcome = VERDICT_OUTCOME[verdict] if verdict else "not-assessed"
        models = ", ".join(model.name for model in record.models)
        parts = [record.publisher, record.version or "", record.date or "", models, ", ".join(record.aliases)]
        return Entry(
            name=one_line(record.name),
            outcome=outcome,
            symbol=SYMBOLS[verdict] if verdict else SYMBOLS["not-assessed"],
            word=words.text(f"verdict.{verdict}" if verdict else "site.unaudited"),
            detail=" · ".join(dict.fromkeys(one_line(part) for part in parts if part)),
            address=f"licenses/{record.id}.html",
        )

    def _result(self, record: Record) -> Result | None:
        number = self.audited.get(record.id)
        return None if number is None else self.report.results[number]

    def _verdict(self, record: Record) -> str | None:
        result = self._result(record)
        return result.verdict if result else record.verdict

    def _index(self) -> str:
        words = self.words
        entries = [self._entry(record) for record in self.records]
        known = set(self.audited.values())
        for number, result in enumerate(self.report.results):
            if number not in known:
                word = words.text(f"verdict.{result.verdict}")
                address = f"texts/{self.slugs[number]}.html"
                outcome, symbol = VERDICT_OUTCOME[result.verdict], SYMBOLS[result.verdict]
                entries.append(Entry(title(result, words), outcome, symbol, word, one_line(result.name), address))
        entries.sort(key=lambda entry: (_letter(entry.name), entry.name.casefold(), entry.address))
        letters: dict[str, list[Entry]] = {}
        for entry in entries:
            letters.setdefault(_letter(entry.name), []).append(entry)
        counts = [
            (outcome, symbol, words.text(key), sum(entry.outcome == outcome for entry in entries))
            for outcome, symbol, key in (
                ("pass", SYMBOLS["pass"], "verdict.open-source"),
                ("review", SYMBOLS["review"], "verdict.needs-review"),
                ("fail", SYMBOLS["fail"], "verdict.not-open-source"),
                ("not-assessed", SYMBOLS["not-assessed"], "site.unaudited"),
            )
        ]
        heading = words.text("site.title")
        return self._page(
            "site_index.html.j2", "index.html", heading, words.text("site.description"),
            entries=entries, letters=list(letters.items()), counts=counts, audited=len(self.report.results),
        )  # fmt: skip

    def _matrix(self) -> str:
        words, report = self.words, self.report
        names = [title(result, words) for result in report.results]
        definition = words.definition(report.definition)
        return self._page(
            "site_matrix.html.j2", "matrix.html", words.text("html.matrix"),
            words.text("html.matrix-caption", definition=definition), definition=definition,
            rows=matrix.rows(report, words, names, lambda n, at: f"texts/{self.slugs[n]}.html#{at}"),
            columns=matrix.columns(report, words),
        )  # fmt: skip

    def _text(self, number: int, result: Result, name: str, suffix: str) -> str:
        view = page(result, self.words, accepted=accepted_in(self.report, number))
        heading = self.words.text("html.title", name=view.name, verdict=view.first.word)
        image = f"{self.root}cards/{self.slugs[number]}.{suffix}" if self.root else ""
        return self._page(
            "page.html.j2", name, heading, view.first.summary, views=[view], errors=[], skip="verdict", image=image
        )

    def _record(self, record: Record, name: str, members: Family, picture: str) -> str:
        words = self.words
        entry = self._entry(record)
        result = self._result(record)
        text_address = f"../texts/{self.slugs[self.audited[record.id]]}.html" if result else ""
        summary = words.summary(result.judgements[0]) if result else ""
        return self._page(
            "site_record.html.j2", name, words.text("html.title", name=entry.name, verdict=entry.word),
            summary or entry.detail, record=record, entry=entry, kicker=_kicker(record), summary=summary,
            text_address=text_address,
            provisions=list(self._provisions(record, text_address)), facts=list(self._facts(record)),
            family=members, picture=picture,
        )  # fmt: skip

    def _provisions_of(self, record: Record) -> Mapping[str, tuple[str, ...]] | None:
        if result := self._result(record):
            found: dict[str, tuple[str, ...]] = {}
            for finding in result.findings:
                if finding.confidence == "low":
                    continue  # a guess belongs on the page of the text, with its doubt, not in a table
                sections = found.get(finding.provision, ())
                found[finding.provision] = tuple(dict.fromkeys((*sections, finding.section)))
            return found
        return record.lock.provisions if record.lock else None

    def _provisions(self, record: Record, text_address: str) -> Iterator[Provision]:
        words = self.words
        found = self._provisions_of(record) or {}
        for known in words.provisions.values():
            if known.kind in ("restriction", "caution") and known.id in found and known.id != UNEXPLAINED:
                sections = [one_line(section) for section in found[known.id] if section]
                yield Provision(
                    one_line(words.pick(known.title)),
                    one_line(words.pick(known.says)),
                    words.text("place.section", section=words.text("list.comma").join(sections)) if sections else "",
                    f"{text_address}#{known.id}" if text_address else "",
                )

    def _facts(self, record: Record) -> Iterator[tuple[str, str, str]]:
        words = self.words
        yield words.text("site.publisher"), one_line(record.publisher), ""
        for key, value in (("site.version", record.version), ("site.date", record.date), ("site.spdx", record.spdx)):
            if value:
                yield words.text(key), one_line(value), ""
        if record.huggingface_ids:
            yield words.text("site.huggingface"), ", ".join(record.huggingface_ids), ""
        for link in record.urls:
            yield words.text("site.official"), one_line(link.url), web_address(link.url)
        yield words.text("fact.tool"), f"openaudit {one_line(self.report.version)}", ""

    def _feed(self) -> str:
        """An Atom feed (RFC 4287) of the audited texts and recorded licences, the newest first."""
        words, now = self.words, self.options.created or _EPOCH
        root = ET.Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": self.shared["html_lang"]})
        ET.SubElement(root, "title").text = words.text("site.title")
        ET.SubElement(root, "id").text = self.root or f"urn:openaudit:{self.report.rules_digest}"
        ET.SubElement(root, "updated").text = now
        ET.SubElement(ET.SubElement(root, "author"), "name").text = f"openaudit {one_line(self.report.version)}"
        if self.root:
            ET.SubElement(root, "link", {"rel": "self", "href": f"{self.root}feed.xml"})
        newest = sorted(self.records, key=lambda record: (record.date or "", record.id), reverse=True)[:_FEED_LENGTH]
        for record in newest:
            entry = self._entry(record)
            node = ET.SubElement(root, "entry")
            ET.SubElement(node, "title").text = words.text("html.title", name=entry.name, verdict=entry.word)
            ET.SubElement(node, "id").text = f"{self.root or 'urn:openaudit:'}licenses/{record.id}"
            ET.SubElement(node, "updated").text = _instant(record.date) or now
            ET.SubElement(node, "link", {"href": f"{self.root}{entry.address}"})
            ET.SubElement(node, "summary").text = entry.detail
        ET.indent(root)
        return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"

    def _map(self, pages: Sequence[str]) -> str:
        root = ET.Element("urlset", {"xmlns": "http://www.sitemaps.org/schemas/sitemap/0.9"})
        for name in pages:
            address = self.root if name == "index.html" else f"{self.root}{name}"
            ET.SubElement(ET.SubElement(root, "url"), "loc").text = address
        ET.indent(root)
        return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _recognised(report: Report, by_id: Mapping[str, Record]) -> dict[str, int]:
    """Records whose text one of the results is, word for word."""
    found: dict[str, int] = {}
    for number, result in enumerate(report.results):
        if result.license.match == "exact" and result.license.id in by_id:
            found.setdefault(result.license.id or "", number)
    return found


def _sibling(record: Record) -> str:
    return f"{record.id}.html"


def _kicker(record: Record) -> str:
    return " · ".join(one_line(part) for part in (record.publisher, record.version, record.date) if part)


def _letter(name: str) -> str:
    first = name[:1].upper()
    return first if "A" <= first <= "Z" else "#"


def _instant(date: str | None) -> str:
    """A date that may lack day and month ("2023-07") as an instant; "" for None."""
    if not date:
        return ""
    year, month, day = (*date.split("-"), "01", "01")[:3]
    return f"{year}-{month}-{day}T00:00:00Z"

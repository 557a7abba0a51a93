"""Documents as one scheme: its forms, its lists, who takes part."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from kpixl.draft.document import Document, Text, flat, one_line
from kpixl.draft.drafts import FormDraft, SchemeDraft
from kpixl.draft.forms import form_of, form_of_list, form_of_names, form_of_prose, form_of_report
from kpixl.draft.guesses import Certainty, Guess
from kpixl.draft.loose import Loose, understood
from kpixl.draft.names import number_of
from kpixl.draft.notices import take_notice
from kpixl.draft.prose import headed, report_title
from kpixl.draft.sections import Section, sections_of
from kpixl.words import Words

_YEAR = re.compile(r"(20\d\d)\s*年")
_NOTICE = re.compile(
    r"关于(?:印发|分解落实|做好|开展|报送|下达|组织|填报|征集)?[《]?(.{4,60}?)[》]?的?(?:通知|函|意见|公告)$"
)
_NUMBER = re.compile(r"附件(\d+|[一二三四五六七八九十]+)(?:-(\d+))?")


def scheme_of(documents: Sequence[Document], scheme_id: str, year: int) -> SchemeDraft:
    """The scheme in some documents. year: where no document says one."""
    scheme = SchemeDraft(id=scheme_id, title="", year=_year(documents) or year)
    for document in documents:
        _Forms(scheme, document).take()
    scheme.title = _title(documents, scheme)
    take_notice(scheme)
    return scheme


def _year(documents: Iterable[Document]) -> int:
    """The year that is named most, in titles first."""
    found: Counter[int] = Counter()
    for document in documents:
        for number, text in enumerate(document.texts[:40]):
            found.update({int(y): 3 if number < 5 else 1 for y in _YEAR.findall(text.text)})
        for grid in document.grids:
            found.update(int(y) for c in grid.cells[:20] for y in _YEAR.findall(c.text))
    return found.most_common(1)[0][0] if found else 0


def _title(documents: Sequence[Document], scheme: SchemeDraft) -> str:
    """What the notice is about; else the title of the first form, else the file's name."""
    for document in documents:
        texts = document.texts[:12]
        for first in range(len(texts)):
            joined = "".join(flat(t.text) for t in texts[first : first + 3])
            for end in range(1, 4):
                said = "".join(flat(t.text) for t in texts[first : first + end])
                found = _NOTICE.search(said) if len(said) <= 120 else None
                if found and joined:
                    return found[1]
    for form in scheme.forms:
        return one_line(form.title)
    return documents[0].file if documents else ""


class _Forms:
    """Takes the forms of one document into a scheme."""

    def __init__(self, scheme: SchemeDraft, document: Document) -> None:
        self._scheme, self._document = scheme, document
        self._ids = {form.id for form in scheme.forms}
        self._report = report_title(document)

    def take(self) -> None:
        """All of them."""
        for section in sections_of(self._document):
            if section.parts:
                self._form(section)
            elif section.loose:
                self._loose(section)

    def _form(self, section: Section) -> None:
        title = section.title or (one_line(section.heading.text) if section.heading else "")
        form = form_of(section, self._new_id(section.attachment), title or self._fallback(section))
        if not title:
            what = Words(f"表题：{form.title}", f"title: {form.title}")
            why = Words("原文没有表题，用附件号或文件名代替", "the document has no title here")
            form.guesses.append(Guess(what=what, why=why, certainty=Certainty.UNSURE, place=section.place))
        self._add(form)

    def _fallback(self, section: Section) -> str:
        name = re.sub(r"\.[A-Za-z]{2,5}$", "", self._document.file)
        return section.attachment or name

    def _loose(self, section: Section) -> None:
        """Lists of units, lists of indicators, reports; all else is left."""
        found = understood(section.loose)
        self._groups(found, section)
        if found.indicators:
            title = "".join(one_line(t.text) for t in found.titles) or self._list_title(found)
            place = found.indicators[0].text.place
            form = form_of_list(
                found.indicators, self._new_id(section.attachment), title, section.attachment, place
            )
            self._add(form)
        for titles, report in found.reports:
            self._add(form_of_report(titles, report, self._new_id(section.attachment), section.attachment))
        self._scheme.left += self._prose(found.rest, section)

    def _prose(self, texts: Sequence[Text], section: Section) -> list[Text]:
        """A report that is written out becomes a form to write the next one in; gives what is left."""
        found, rest = headed(texts) if self._report else ([], list(texts))
        if found:
            form_id = self._new_id(section.attachment)
            self._add(form_of_prose(found, form_id, self._report, section.attachment))
        return rest

    def _list_title(self, found: Loose) -> str:
        """A title for a form that the document does not print: what its notice is about."""
        about = _title([self._document], SchemeDraft(id="", title="", year=0))
        return f"{about}完成情况表"

    def _groups(self, found: Loose, section: Section) -> None:
        known = {group.name for group in self._scheme.groups}
        for group in found.groups:
            if group.name not in known:
                self._scheme.groups.append(group)
            stated = group.stated
            agrees = stated in {None, len(group.names)}
            what = Words(
                f"“{group.name}”是参加单位，{len(group.names)}个",
                f"{group.name!r} are units that take part, {len(group.names)} of them",
            )
            why = Words("标题下逐个列出单位名称", "their names stand below the heading")
            if stated is not None:
                why = Words(f"标题写明{stated}个", f"the heading says {stated}")
            sure = (
                Certainty.CERTAIN if agrees and stated else Certainty.LIKELY if agrees else Certainty.UNSURE
            )
            self._scheme.guesses.append(Guess(what=what, why=why, certainty=sure, place=group.text.place))
        if found.groups and not found.indicators and section.attachment:
            self._add(form_of_names(found.titles, found.groups, self._new_id(section.attachment), section))

    def _add(self, form: FormDraft) -> None:
        self._scheme.forms.append(form)
        self._scheme.left += form.left

    def _new_id(self, attachment: str) -> str:
        """`annex-2` of 附件2, `form-1` where there is no attachment."""
        found = _NUMBER.match(attachment)
        base = f"annex-{number_of(found[1])}" if found else "annex" if attachment else "form"
        if found and found[2]:
            base = f"{base}-{found[2]}"
        taken, number = self._ids, 1
        wanted = base if found else f"{base}-1"
        while wanted in taken:
            number += 1
            wanted = f"{base}-{number}"
        self._ids.add(wanted)
        return wanted


def leftovers(scheme: SchemeDraft) -> list[Text]:
    """What was not understood, without what says nothing."""
    return [text for text in scheme.left if flat(text.text)]

"""Template and facts become a document tree. Pure: no clock, no file, no paper.

A fact is a value and never markup: it is inserted once and not looked at again, so ``{x}``, ``<b>`` or ``&amp;`` in a
name stay what they are. A fact that the template does not list is refused, whatever it is: that is how a letter cannot
carry more than it may.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from itertools import groupby

from app.models.domain.errors import RefusedError
from app.services.documents import template as parts
from app.services.documents import tree
from app.services.texts.catalogue import Language

Fact = str | tuple[str, ...] | date
Facts = Mapping[str, Fact]
DateText = Callable[[date, Language], str]
"""Writes a date in both calendars, for example 令和7年6月2日（2025年6月2日）."""

_ISSUE_LABEL = {Language.JAPANESE: "文書番号", Language.ENGLISH: "Issue no."}
_CLOSING = {Language.JAPANESE: "以上", Language.ENGLISH: ""}
_FULL_WIDTH_DIGITS = str.maketrans("0123456789", "０１２３４５６７８９")


def compose(template: parts.Template, facts: Facts, *, language: Language, date_text: DateText) -> tree.Document:
    """The document tree of one letter.

    Args:
        template: A checked template.
        facts: Values of the declared fields, and no others.
        language: Language of the letter.
        date_text: Writes dates.

    Raises:
        RefusedError: ``letter.fact-missing``, ``letter.fact-not-allowed`` or ``letter.fact-wrong-kind``; ``field``
            names which.
    """
    _check_facts(template, facts)
    writer = _Writer(facts, language, date_text)
    return tree.Document(
        language=language,
        form=template.form,
        title=writer.text(template.name),
        issue_no=str(facts["issue_no"]),
        issue_label=_ISSUE_LABEL[language],
        date=writer.text(template.date_line),
        addressee=writer.lines(template.addressee),
        issuer=writer.lines(template.issuer),
        blocks=tuple(writer.body(template.body)),
        footer=writer.lines(template.footer),
        closing=_CLOSING[language] if template.closing else "",
    )


def _check_facts(template: parts.Template, facts: Facts) -> None:
    for name in facts:
        if name not in template.fields:
            raise RefusedError("letter.fact-not-allowed", field=name)
    for name, field in template.fields.items():
        fact = facts.get(name, "")
        allowed = _holds(field.only, facts)
        if fact in ("", ()):
            if allowed and not field.optional:
                raise RefusedError("letter.fact-missing", field=name)
        elif not allowed:
            raise RefusedError("letter.fact-not-allowed", field=name)
        elif not _fits(field, fact):
            raise RefusedError("letter.fact-wrong-kind", field=name)


def _holds(when: parts.When | None, facts: Facts) -> bool:
    if when is None:
        return True
    fact = facts.get(when.field, "")
    return fact in when.options if when.options else bool(fact)


def _fits(field: parts.Field, fact: Fact) -> bool:
    if field.kind == "date":
        return isinstance(fact, date)
    if field.kind == "lines":
        return isinstance(fact, tuple)
    return isinstance(fact, str) and (field.kind == "text" or fact in field.options)


def _ledger(entries: tuple[str, ...]) -> tuple[tree.Row, ...]:
    """Rows from entries of label, tab and line; neighbours of one label stand in one row."""
    labelled = [entry.partition("\t") for entry in entries]
    return tuple(
        tree.Row(label, tuple(line for _, _, line in run)) for label, run in groupby(labelled, key=lambda one: one[0])
    )


class _Writer:
    """Fills sentences and counts paragraphs."""

    def __init__(self, facts: Facts, language: Language, date_text: DateText) -> None:
        self._facts = facts
        self._language = language
        self._date_text = date_text
        self._heading = 0
        self._item = 0

    def value(self, name: str) -> str:
        """The fact as text; a sentence never has a hole in it."""
        fact = self._facts.get(name, "")
        if not fact:
            raise RefusedError("letter.fact-missing", field=name)
        if isinstance(fact, date):
            return self._date_text(fact, self._language)
        return "".join(fact)

    def text(self, text: parts.Text) -> str:
        sentence = text.ja if self._language is Language.JAPANESE else text.en
        return "".join(literal + (self.value(name) if name else "") for literal, name in parts.fields_of(sentence))

    def lines(self, texts: tuple[parts.Text, ...]) -> tuple[str, ...]:
        return tuple(self.text(text) for text in texts if self._shown(text.when))

    def body(self, body: tuple[parts.Part, ...]) -> list[tree.Block]:
        return [block for part in body if self._shown(part.when) for block in self._blocks(part)]

    def _shown(self, when: parts.When | None) -> bool:
        return _holds(when, self._facts)

    def _entries(self, field: str) -> tuple[str, ...]:
        fact = self._facts.get(field, ())
        return fact if isinstance(fact, tuple) else ()

    def _blocks(self, part: parts.Part) -> Iterator[tree.Block]:
        match part:
            case parts.HeadingPart():
                yield self._next_heading(self.text(part.text))
            case parts.ParagraphPart():
                number = self._next_number() if part.numbered else ""
                yield tree.Paragraph(self.text(part.text), number, depth=1 if self._heading else 0)
            case parts.ListPart():
                given = self._entries(part.field) if part.field else self.lines(part.items)
                for text in given:
                    yield tree.Paragraph(text, self._next_number(), depth=1)
            case parts.TablePart():
                constant = tuple(self._row(row) for row in part.rows if self._shown(row.when))
                yield tree.Table(constant + (_ledger(self._entries(part.field)) if part.field else ()))
            case parts.StatementPart():
                yield tree.Statement(self.text(part.text))
            case parts.SignaturePart():
                yield tree.Signature(tuple((self.text(row.label), self.text(row.hint)) for row in part.rows))
            case parts.GroupsPart():
                yield tree.Groups(self.text(part.label), self._entries(part.field), part.per_line)
            case parts.CodePart():
                yield tree.MatrixCode(self.value(part.field), self.text(part.caption))

    def _row(self, row: parts.RowPart) -> tree.Row:
        lines = self._entries(row.field) if row.field else ()
        return tree.Row(self.text(row.label), lines or ((self.text(row.text),) if row.text else ()))

    def _next_heading(self, text: str) -> tree.Heading:
        self._heading += 1
        self._item = 0
        return tree.Heading(self._digits(self._heading), text)

    def _next_number(self) -> str:
        self._item += 1
        if self._language is Language.JAPANESE:
            return f"（{self._digits(self._item)}）"
        return f"({self._item})"

    def _digits(self, number: int) -> str:
        """One digit full-width, several half-width: the custom of 公用文."""
        if self._language is Language.JAPANESE and number < 10:
            return str(number).translate(_FULL_WIDTH_DIGITS)
        return str(number)

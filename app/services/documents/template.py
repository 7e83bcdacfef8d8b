"""Letter templates of a pack: their shape, and what is refused when one is read.

A template declares a closed list of fields. Its sentences name fields as ``{field}`` and nothing else: no format
specification, no attribute, no conversion. A sentence that names an undeclared field makes the template unusable.
"""

from collections.abc import Iterator
from importlib.resources.abc import Traversable
from string import Formatter
from typing import Literal

import msgspec

from app.models.domain.errors import UntrustedInputError

FieldKind = Literal["text", "lines", "date", "choice"]


class _Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Common strictness: unknown members are refused, values are frozen."""


class When(_Part, frozen=True):
    """A part is printed when the choice ``field`` is one of ``options``; with no options, when the fact is given."""

    field: str
    options: tuple[str, ...] = ()


class Text(_Part, frozen=True):
    """One whole sentence or label in both languages."""

    ja: str
    en: str
    when: When | None = None


class Field(_Part, frozen=True):
    """A fact that the letter may carry.

    Attributes:
        kind: What the fact is.
        optional: Whether it may be missing.
        options: The possible values of a ``choice``.
        only: When the fact is allowed at all, and needed unless it is optional: reasons belong to one outcome only.
    """

    kind: FieldKind
    optional: bool = False
    options: tuple[str, ...] = ()
    only: When | None = None


class HeadingPart(_Part, frozen=True, tag="heading", tag_field="type"):
    """Numbered heading."""

    text: Text
    when: When | None = None


class ParagraphPart(_Part, frozen=True, tag="paragraph", tag_field="type"):
    """Running text; ``numbered`` parts count up below the last heading."""

    text: Text
    numbered: bool = False
    when: When | None = None


class ListPart(_Part, frozen=True, tag="list", tag_field="type"):
    """Numbered items: constant ones, or one for each entry of a ``lines`` field."""

    items: tuple[Text, ...] = ()
    field: str | None = None
    when: When | None = None


class RowPart(_Part, frozen=True):
    """Label and value; the value is a sentence, or the entries of a ``lines`` field."""

    label: Text
    text: Text | None = None
    field: str | None = None
    when: When | None = None


class TablePart(_Part, frozen=True, tag="table", tag_field="type"):
    """Label and value rows: constant ones, or those of a ``lines`` field whose entries are label, tab, line."""

    rows: tuple[RowPart, ...] = ()
    field: str | None = None
    when: When | None = None


class StatementPart(_Part, frozen=True, tag="statement", tag_field="type"):
    """The framed sentence."""

    text: Text
    when: When | None = None


class SignatureRow(_Part, frozen=True):
    """A line to be filled in by hand."""

    label: Text
    hint: Text


class SignaturePart(_Part, frozen=True, tag="signature", tag_field="type"):
    """Signature and seal lines."""

    rows: tuple[SignatureRow, ...]
    when: When | None = None


class GroupsPart(_Part, frozen=True, tag="groups", tag_field="type"):
    """Groups of characters from a ``lines`` field."""

    label: Text
    field: str
    per_line: int
    when: When | None = None


class CodePart(_Part, frozen=True, tag="code", tag_field="type"):
    """A QR code of a ``text`` field."""

    field: str
    caption: Text
    when: When | None = None


Part = HeadingPart | ParagraphPart | ListPart | TablePart | StatementPart | SignaturePart | GroupsPart | CodePart


class ConstantSize(_Part, frozen=True):
    """Every outcome of this letter has exactly this many bytes and pages."""

    bytes: int
    pages: int


class Template(_Part, frozen=True):
    """One letter of a pack.

    Attributes:
        form: Form code (``F05``) or ``slip``, ``receipt``.
        name: Name of the form.
        established: Whether the wording is confirmed against the official form.
        fields: The closed list of facts that this letter may carry. ``issue_no`` and ``issued_on`` are always there.
        addressee: Lines of the addressee.
        issuer: Lines of the issuer.
        body: The parts in order.
        footer: Lines at the foot of every page.
        date_line: How the date of issue is printed.
        closing: Whether the letter ends with 以上.
        constant: Exact size of the finished file, when the outcome must not show in it.
    """

    form: str
    name: Text
    established: bool
    fields: dict[str, Field]
    addressee: tuple[Text, ...]
    issuer: tuple[Text, ...]
    body: tuple[Part, ...]
    footer: tuple[Text, ...]
    date_line: Text = Text("{issued_on}", "{issued_on}")
    closing: bool = True
    constant: ConstantSize | None = None


def read_template(folder: Traversable, form: str) -> Template:
    """Read ``<form>.json`` of the letters folder of a pack.

    Raises:
        UntrustedInputError: ``letter.template-missing``, or as ``parse_template``.
    """
    try:
        content = folder.joinpath(f"{form}.json").read_bytes()
    except OSError as missing:
        raise UntrustedInputError("letter.template-missing", form=form) from missing
    return parse_template(content)


def parse_template(content: bytes) -> Template:
    """Check and return a template.

    Raises:
        UntrustedInputError: ``letter.template-unreadable`` (not the shape of a template), or
            ``letter.template-undeclared-field`` (a sentence or condition uses a field that is not declared for it).
    """
    try:
        template = msgspec.json.decode(content, type=Template)
    except msgspec.MsgspecError as broken:
        raise UntrustedInputError("letter.template-unreadable") from broken
    kinds = {name: field.kind for name, field in template.fields.items()}
    if kinds.get("issue_no") != "text" or kinds.get("issued_on") != "date":
        raise UntrustedInputError("letter.template-undeclared-field", form=template.form, field="issue_no")
    for part in _parts(template):
        _check(part, template)
    return template


def fields_of(sentence: str) -> list[tuple[str, str | None]]:
    """Literal text and the field after it, in order.

    Raises:
        UntrustedInputError: ``letter.template-unreadable``; the sentence uses more than plain ``{field}``.
    """
    try:
        parsed = list(Formatter().parse(sentence))
    except ValueError as broken:
        raise UntrustedInputError("letter.template-unreadable") from broken
    if any(
        name is not None and (form or conversion or not name.isidentifier()) for _, name, form, conversion in parsed
    ):
        raise UntrustedInputError("letter.template-unreadable")
    return [(literal, name) for literal, name, _, _ in parsed]


def _parts(value: object) -> Iterator[_Part]:
    """Every part of the template, whatever its depth."""
    if isinstance(value, _Part):
        yield value
        for name in value.__struct_fields__:
            yield from _parts(getattr(value, name))
    elif isinstance(value, tuple | dict):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _parts(one)


def _check(part: _Part, template: Template) -> None:
    if isinstance(part, Text):
        for sentence in (part.ja, part.en):
            for _, name in fields_of(sentence):
                if name is not None:
                    _require(template, name, ("text", "date"))
    elif isinstance(part, When):
        declared = _require(template, part.field, ("choice",) if part.options else ("text", "lines", "date"))
        if not set(part.options) <= set(declared.options):
            raise UntrustedInputError("letter.template-undeclared-field", form=template.form, field=part.field)
    elif isinstance(part, ListPart | RowPart | GroupsPart | TablePart) and part.field is not None:
        _require(template, part.field, ("lines",))
    elif isinstance(part, CodePart):
        _require(template, part.field, ("text",))


def _require(template: Template, name: str, kinds: tuple[FieldKind, ...]) -> Field:
    declared = template.fields.get(name)
    if declared is None or declared.kind not in kinds:
        raise UntrustedInputError("letter.template-undeclared-field", form=template.form, field=name)
    return declared

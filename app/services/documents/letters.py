"""Make a letter (文書): template, facts and fonts become one finished, numbered PDF."""

import hashlib
from dataclasses import dataclass

from app.models.domain.errors import RefusedError
from app.services.documents.archive import page_count
from app.services.documents.composition import Facts, compose
from app.services.documents.date_text import both_calendars
from app.services.documents.fonts import typefaces
from app.services.documents.padding import constant_size
from app.services.documents.render import render
from app.services.documents.template import Template
from app.services.texts.catalogue import Language


@dataclass(frozen=True, slots=True)
class Letter:
    """A finished letter.

    Attributes:
        form: Form code.
        issue_no: Issue number.
        pdf: The file.
        sha256: Digest of ``pdf``, lower-case hexadecimal.
    """

    form: str
    issue_no: str
    pdf: bytes
    sha256: str


def make_letter(template: Template, facts: Facts, *, language: Language, rehearsal: bool) -> Letter:
    """Write one letter; the same arguments give the same bytes.

    Args:
        template: A checked template of the pack of the case.
        facts: Values of the declared fields, and no others.
        language: Language of the letter.
        rehearsal: Mark every page as 訓練.

    Raises:
        RefusedError: A fact is missing, not allowed or of the wrong kind; a character cannot be drawn exactly
            (``letter.character-not-drawable``); the letter does not fit its constant size (``letter.too-large``).
        EnvironmentProblemError: ``letter.font-missing``.
    """
    document = compose(template, facts, language=language, date_text=both_calendars)
    pdf = render(document, typefaces(), rehearsal=rehearsal)
    if template.constant is not None:
        if page_count(pdf) != template.constant.pages:
            raise RefusedError("letter.too-large", size=template.constant.bytes)
        pdf = constant_size(pdf, template.constant.bytes)
    return Letter(template.form, document.issue_no, pdf, hashlib.sha256(pdf).hexdigest())

"""Printing the questionnaire (質問票の印刷): an act of its own, numbered and on record."""

from collections.abc import Collection
from dataclasses import dataclass

import msgspec

from app.models.domain.actor import Actor, Environment
from app.models.domain.acts import Action
from app.models.domain.errors import InvalidInputError
from app.models.domain.ids import CaseId
from app.models.forms.answers import Response
from app.models.forms.definition import FormPack
from app.services.desk import Act, Desk, Target
from app.services.documents.copies import numbered_copy
from app.services.documents.date_text import both_calendars
from app.services.packs.shelf import PackShelf
from app.services.questionnaires.keeping import PURPOSES, is_medical, read_answers
from app.services.resources import TEXTS
from app.services.texts.catalogue import Catalogue, Language
from app.services.twin.drawing import Identity, Twin, TwinPress
from app.services.twin.places import PaperMap

WHOLE = "paper"
"""What the record names as the section that was looked at."""


@dataclass(frozen=True, slots=True)
class PrintedTwin:
    """A questionnaire that leaves the vault on paper.

    Attributes:
        pdf: The pages.
        places: Which rectangle of which sheet holds which cell.
        copy: Number of the copy, from 1.
        is_whole: Nothing in it is covered.
    """

    pdf: bytes
    places: PaperMap
    copy: int
    is_whole: bool


class TwinPrinting:
    """Prints the questionnaire, blank and filled."""

    def __init__(self, desk: Desk, packs: PackShelf) -> None:
        self._desk, self._packs = desk, packs
        self._texts: dict[Language, Catalogue] = {}
        self._press: TwinPress | None = None

    def blank(self, actor: Actor, digest: str = "", *, in_language: Language = Language.JAPANESE) -> PrintedTwin:
        """The form for the pen; it tells of nobody.

        Args:
            actor: Who prints.
            digest: Digest of the form; that for new cases when empty.
            in_language: Of the labels; the official form is Japanese.

        Raises:
            VaultError: ``pack.not-here``.
            RefusedError: ``twin.page-overfull``.
        """
        pack = (self._packs.by_digest(digest) if digest else self._packs.current).pack
        with self._desk.act(actor, Action.PRINT_BLANK_FORM) as act:
            copy = act.unit.counters.next(f"blank-{pack.digest}")
            act.detail.update({"form": pack.digest, "copy": copy})
            rehearsal = _is_rehearsal(act)
        twin = self._drawn_by().blank(pack, self._words(in_language), rehearsal=rehearsal)
        return PrintedTwin(twin.pdf, twin.places, copy, is_whole=True)

    def filled(self, actor: Actor, case: CaseId, *, in_language: Language = Language.JAPANESE) -> PrintedTwin:
        """The answers of a case on the pages of its form.

        Each statutory item is a look on record. The medical part is a look of its own; where the table does not grant
        it, its boxes are covered and tell nothing, not even whether there was an answer.

        Raises:
            NotAuthorisedError: The table of rights does not grant it.
            GateClosedError: ``access.sealed`` and the like.
            InvalidInputError: ``questionnaire.not-here``.
            RefusedError: ``letter.character-not-drawable``, and then nothing was printed or numbered.
        """
        with self._desk.act(actor, Action.PRINT_QUESTIONNAIRE, Target(case=case)) as act:
            pack = self._packs.by_digest(act.case.pack_digest).pack
            response, covered = _readable(act, pack)
            twin = self._filled(act, pack, response, covered, in_language)
            copy = act.unit.counters.next(f"copies-questionnaire-{act.case.case_id}")
            covering = "covered" if covered else "whole"
            act.detail.update({"copy": copy, "sheets": twin.places.sheets, "medical": covering})
            return PrintedTwin(numbered_copy(twin.pdf, copy, act.case.number), twin.places, copy, not covered)

    def _filled(
        self, act: Act, pack: FormPack, response: Response, covered: Collection[str], language: Language
    ) -> Twin:
        born = both_calendars(act.case.born_on, language)
        return self._drawn_by().filled(
            pack,
            response,
            Identity(act.case.name, born, act.case.number),
            self._words(language),
            covered=covered,
            rehearsal=_is_rehearsal(act),
        )

    def _words(self, language: Language) -> Catalogue:
        if language not in self._texts:
            self._texts[language] = Catalogue.load(TEXTS, language)
        return self._texts[language]

    def _drawn_by(self) -> TwinPress:
        """The press; the fonts are read when the first page is printed."""
        self._press = self._press or TwinPress()
        return self._press


def _readable(act: Act, pack: FormPack) -> tuple[Response, frozenset[str]]:
    """The answers that this officer may see, and the items that stay covered."""
    parts: list[Response] = []
    covered: set[str] = set()
    for purpose in PURPOSES:
        part = read_answers(act, purpose)
        if part is None:
            raise InvalidInputError("questionnaire.not-here")
        act.look_also(Action.SEE_ANSWERS, purpose, section=WHOLE)
        parts.append(part)
        medical = [item.link_id for item in pack.index if is_medical(item) and str(item.ext.purpose) == purpose]
        if not medical:
            continue
        if not act.look_also(Action.SEE_MEDICAL_ANSWERS, purpose, section=WHOLE):
            covered.update(medical)
        elif (apart := read_answers(act, purpose, medical=True)) is not None:
            parts.append(apart)
    answers = tuple(answer for part in parts for answer in part.answers)
    return msgspec.structs.replace(parts[0], answers=answers), frozenset(covered)


def _is_rehearsal(act: Act) -> bool:
    return act.unit.people.station().environment is Environment.REHEARSAL

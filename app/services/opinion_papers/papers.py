"""Print result and opinion: as signed, or before the first signature as a draft that says that it is one."""

import msgspec

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.ids import CaseId
from app.services.bundles.schemas import OpinionRecord
from app.services.desk import Desk, Target
from app.services.findings.opinion_draft import drafted
from app.services.findings.opinions import OPINION
from app.services.findings.review import require_complete
from app.services.notices.issuing import LetterDesk
from app.services.opinion_papers.facts import Reasoned, paper_facts
from app.services.packs.shelf import PackShelf
from app.services.points.deriving import answers_in
from app.services.resources import TEXTS
from app.services.stations.signed_record import SignedRecord
from app.services.texts.catalogue import Catalogue, Language

_FORM = "opinion"


class OpinionPapers:
    """Use case of whoever has a part in the case at the investigation office: the paper holds the finding on item 5."""

    def __init__(self, desk: Desk, packs: PackShelf, letters: LetterDesk) -> None:
        self._desk = desk
        self._packs = packs
        self._letters = letters

    def write(self, actor: Actor, case: CaseId, text: str = "", unresolved: tuple[str, ...] = ()) -> bytes:
        """Result and opinion as PDF.

        Args:
            actor: The officer.
            case: The case.
            text: Reasons that are being written, while nobody has signed; drafted from the findings where empty.
            unresolved: What could not be cleared up, likewise.

        Raises:
            GateClosedError: As :meth:`app.services.findings.opinions.Opinions.draft`.
            InvalidInputError: ``questionnaire.not-here``.
            RefusedError: A name or a text cannot be printed exactly.
        """
        texts = Catalogue.load(TEXTS, Language.JAPANESE)
        with self._desk.act(actor, Action.PRINT_OPINION, Target(case=case)) as act:
            findings, signed = require_complete(act), act.kept(OPINION, "record", SignedRecord)
            if signed is None:
                reasoned = Reasoned("draft", "", text.strip() or drafted(findings, texts), unresolved)
            else:
                reasoned = _as_signed(signed, texts)
            pack = self._packs.by_digest(act.case.pack_digest).pack
            facts = paper_facts(act, pack, answers_in(act), findings, reasoned, texts)
            pdf, copy = self._letters.write_copy(act, _FORM, facts)
            act.detail |= {"state": reasoned.standing, "copy": copy}
            return pdf


def _as_signed(signed: SignedRecord, texts: Catalogue) -> Reasoned:
    record = msgspec.json.decode(signed.payload, type=OpinionRecord)
    standing = "signed-once" if len(signed.signatures) == 1 else "signed-twice"
    return Reasoned(standing, texts(f"opinion.{record.opinion}"), record.opinion_text, record.unresolved)

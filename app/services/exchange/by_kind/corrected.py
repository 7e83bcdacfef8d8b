"""Corrected answers (補正後の回答) on their way back: the office that asked keeps the agency's copy up to date.

What comes must go on from what is here: every revision that the agency sent stands in it unchanged, and what is new
says who corrected it, when and why. Anything else is a conflict, and nothing is taken in.
"""

import msgspec

from app.models.domain.acts import Action
from app.models.domain.errors import GateClosedError, UntrustedInputError
from app.models.domain.ids import CaseId
from app.models.forms.answers import Response
from app.models.forms.checking import check
from app.models.forms.correction import continued
from app.models.forms.definition import FormPack
from app.models.forms.disclosure import travelling
from app.models.forms.items import BundleKind
from app.services.bundles.record_types.intake import CorrectedAnswers
from app.services.bundles.schemas import Record
from app.services.desk import Act, Target
from app.services.exchange.cargo import Cargo, Departure
from app.services.exchange.delivery import Arrival, Delivery, Effect, Records, WhyNot, as_kind
from app.services.notices.issuing import LetterDesk
from app.services.packs.shelf import PackShelf
from app.services.questionnaires.keeping import keep_changed, read_response, response_in
from app.services.vault.unit import Unit


def _depart(act: Act, packs: PackShelf, _letters: LetterDesk) -> Cargo:
    response = read_response(act)
    if response is None:
        raise GateClosedError("questionnaire.not-here")
    if not any(answer.correction for answer in response.answers):
        raise GateClosedError("correction.none")
    cut = _travelling(packs.by_digest(act.case.pack_digest).pack, response)
    return Cargo((CorrectedAnswers(case_ref=act.case.case_id, response=cut),), response.as_of)


def _foresee(unit: Unit, records: Records) -> tuple[Effect, ...]:
    record = as_kind(records[0], CorrectedAnswers)
    if unit.cases.find(CaseId(record.case_ref)) is None:
        return (Effect("import.effect.case-unknown", is_conflict=True),)
    held = response_in(unit, CaseId(record.case_ref))
    if held is None:
        return (Effect("import.effect.correction-conflict", is_conflict=True),)
    came = {(answer.cell, answer.revision): answer for answer in record.response.answers}
    ours = {(answer.cell, answer.revision): answer for answer in held.answers}
    differing = sum(place in ours and ours[place] != answer for place, answer in came.items())
    effects = [Effect("import.effect.corrected", len(came.keys() - ours.keys()))]
    if differing:
        effects.append(Effect("import.effect.correction-conflict", differing, is_conflict=True))
    return tuple(effects)


def _admit(act: Act, delivery: Delivery, packs: PackShelf) -> None:
    came, pack = as_kind(delivery.record, CorrectedAnswers).response, packs.by_digest(act.case.pack_digest).pack
    if came.pack.digest != pack.digest:
        raise UntrustedInputError("bundle.other-pack")
    held = read_response(act)
    if held is None:
        raise UntrustedInputError("questionnaire.other-answers", place="")
    after = continued(held, _travelling(pack, held), came)
    if isinstance(after, str):
        raise UntrustedInputError("questionnaire.other-answers", place=after)
    problems = check(pack, after)
    if problems:
        raise UntrustedInputError("questionnaire.misfit", place=problems[0].link_id, count=len(problems))
    keep_changed(act, pack, held, after)
    act.detail["answers"] = len(after.answers) - len(held.answers)


def _travelling(pack: FormPack, response: Response) -> Response:
    """What may go between the two offices; the corrected answers are answers to the questionnaire."""
    return travelling(pack, response, BundleKind.QUESTIONNAIRE)


def _target(record: Record) -> Target:
    return Target(case=CaseId(msgspec.structs.asdict(record)["case_ref"]))


ARRIVAL = Arrival(
    Action.ADMIT_CORRECTED,
    _target,
    _foresee,
    _admit,
    persons=WhyNot.BY_CASE,
    apart=WhyNot.ONE_RECORD,
    use=frozenset(),
)
DEPARTURE = Departure(Action.PREPARE_CORRECTED, _depart, ("absent.findings", "absent.notes", "absent.my-number"))

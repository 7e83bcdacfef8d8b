"""Every public use case of :class:`Services`, with arguments, and the acts that it may ask for."""

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, get_type_hints

from app import bootstrap
from app.models.domain.actor import Actor, OfficeKind, Role
from app.models.domain.acts import Action
from app.models.domain.evaluation import Outcome
from app.models.domain.ids import BlobId, BundleId, CandidateId, FileDigest, LetterId
from app.models.domain.lifecycle import State
from app.models.domain.policies import PolicyName
from app.models.domain.retention import Basis, Ground, Matter
from app.models.forms.answers import encode
from app.models.views.queries import RecordQuery
from app.services.backups.shelf import LIMITS
from app.services.bundles.manifest import Kind
from app.services.bundles.report import unopened
from app.services.bundles.schemas import OpinionCode
from app.services.container import Services
from app.services.desk import Target
from app.services.emergency.access import Outcome as ReviewOutcome
from app.services.emergency.access import ReasonWord
from app.services.exchange.alarms import Finding as AlarmFinding
from app.services.exchange.arrivals import ARRIVALS
from app.services.exchange.identity import Answers
from app.services.exchange.importing import GapReason, Inspection
from app.services.queue.asked import QueueFilter
from app.services.record.reanchoring import AnchorReason
from app.services.resources import TEXTS
from app.services.rosters.importing import RosterPreview
from app.services.stations.unlocking import Seat
from app.services.texts.catalogue import Catalogue, Language
from tests.fakes.machine import FIT, NoDisks
from tests.services.exchange.offices import Office, shelf
from tests.services.exchange.world import CLEARED, CONSENT_DAY, PDF, World, plain, roster_csv
from tests.services.rights.kind_calls import KIND_ASKS, KIND_SPECIAL
from tests.services.rights.loop_calls import LOOP_ASKS, LOOP_SPECIAL
from tests.services.rights.media_calls import MEDIA_ASKS, MEDIA_SPECIAL
from tests.services.rights.point_calls import POINT_ASKS, POINT_SPECIAL
from tests.services.rights.queue_calls import QUEUE_ASKS, QUEUE_SPECIAL
from tests.services.rights.sampling_calls import DESK_ASKS, DESK_SPECIAL
from tests.services.rights.trust_calls import TRUST_ASKS, TRUST_SPECIAL

NO_OFFICER = {
    "desk": "runs the acts that everything here asks for",
    "packs": "the published form packs, which hold nothing about anybody",
    "trust.fingerprint": "digits of a card that is handed in",
    "policies.in_force": "how strict the office is; part of the unlock itself",
    "record.examine": "arithmetic over the record; tells whether it is whole and nothing that stands in it",
    "readiness.look": "what the machine says of itself; nothing about anybody",
    "record.recheck": "the same, again",
    "leases.leave": "gives up what this very session holds, and shows nothing",
    "forecast.next_month": "two days of the calendar",
}
"""What asks for no act, and why it needs none."""

HEAVY = {"backups.make", "backup_shelf.check", "backup_shelf.on_medium", "drilling.drill", "drilling.printed"}
"""Not carried out here where they are granted; their own tests do."""


def _asks(text: str) -> dict[str, frozenset[Action]]:
    asked = {}
    for line in text.strip().splitlines():
        name, *acts = line.split()
        asked[name] = frozenset(Action[act] for act in acts)
    return asked


ASKS = (
    _asks(TRUST_ASKS)
    | _asks(LOOP_ASKS)
    | _asks(KIND_ASKS)
    | _asks(MEDIA_ASKS)
    | _asks(POINT_ASKS)
    | _asks(DESK_ASKS)
    | _asks(QUEUE_ASKS)
    | _asks("""
backup_shelf.check SEE_BACKUPS
backup_shelf.known SEE_BACKUPS
backup_shelf.on_medium SEE_BACKUPS
backup_shelf.schedule SEE_BACKUPS
backup_shelf.set_schedule SET_POLICY
backup_shelf.confirm_restore CONFIRM_RESTORE
drilling.drill DRILL
drilling.printed SEE_BACKUPS
backups.days_overdue SEE_BACKUPS
backups.make BACK_UP
certificates.issue ISSUE_CERTIFICATE
certificates.page SEE_RETENTION
certificates.read SEE_RETENTION
consents.candidates SEE_CANDIDATES
consents.issue_notice ISSUE_NOTICE
consents.record_consent RECORD_CONSENT
consents.record_inquiry_consent RECORD_INQUIRY_CONSENT
consents.record_refusal RECORD_REFUSAL
consents.record_withdrawal RECORD_WITHDRAWAL
consents.register SEE_REGISTER
consents.screen_out SCREEN_OUT
decisions.confirm CONFIRM_CLEARED
decisions.open OPEN_EVALUATION
decisions.read SEE_FINDINGS
decisions.send_back RETURN_DECISION
decisions.sign SIGN_DECISION
decisions.standing SEE_FINDINGS
decisions.write WRITE_EVALUATION
disposal.destroy DISPOSE
disposal.destroy_paper DISPOSE_PAPERS
disposal.foresee SEE_RETENTION
disposal.ledger SEE_RETENTION
disposal.mark MARK_DISPOSAL_DUE MARK_COPY
drafts.keep SEE_CASE
drafts.read SEE_FINDINGS
emergency.begin BREAK_GLASS
emergency.end CLOSE_GLASS
emergency.open_items SEE_GLASS
emergency.reason SEE_GLASS_REASON
emergency.review REVIEW_GLASS
exporting.discard DISCARD_EXPORT
exporting.look SEE_DRAFT
exporting.open_exports SEE_EXPORTS
exporting.prepare PREPARE_REQUEST
exporting.prepare_many PREPARE_REQUEST
exporting.sign SIGN_EXPORT
exporting.write BEGIN_WRITE
filing.copied_scan PRINT_SCAN
filing.letter SEE_LETTER
filing.printed PRINT_LETTER
filing.scan SEE_SCAN
forecast.calendar SEE_RETENTION
forecast.page SEE_RETENTION
forecast.printed PRINT_RETENTION
holds.end END_HOLD
holds.of_case SEE_HOLDS
holds.of_number SEE_HOLDS
holds.page SEE_RETENTION
holds.set SET_HOLD
importing.accept_gap ACCEPT_GAP
importing.answer INSPECT_BUNDLE
importing.decided SEE_EXPORTS
importing.inspect INSPECT_BUNDLE
importing.refuse REFUSE_BUNDLE
importing.resume INSPECT_BUNDLE
importing.waiting INSPECT_BUNDLE
opinions.confirm CONFIRM_OPINION
opinions.draft SEE_FINDINGS
opinions.read SEE_FINDINGS
opinions.sign SIGN_OPINION
outbox.exports SEE_EXPORTS
outbox.recipients SEE_TRUST
outbox.sendable SEE_EXPORTS SEE_CASES SEE_CUSTODY SEE_REGISTER
outbox.slip SEE_EXPORTS
outbox.slots SEE_TRUST
outbox.transferable SEE_CASES
policies.set SET_POLICY
questionnaires.receive RECEIVE_QUESTIONNAIRE
receipts.close CLOSE_EXPORT REFUSE_BUNDLE
receipts.deliver WRITE_RECEIPT
receipts.write WRITE_RECEIPT
receipt_papers.mini_file WRITE_RECEIPT
receipt_papers.printed WRITE_RECEIPT
handing_out.single EXPORT_LOG
handing_out.span EXPORT_LOG
reanchoring.reanchor REANCHOR
record_reading.page SEE_LOG
record_reading.partners SEE_LOG
record_reading.people SEE_LOG
record_reading.who_saw SEE_HISTORY
slips.check VERIFY_SLIP
slips.check_scanned VERIFY_SLIP
slips.print PRINT_SLIP
slips.printed SEE_LOG
readiness.make MAKE_SHEET
record.newest SEE_LOG
record.verify VERIFY_LOG
results.confirm_validity CONFIRM_VALIDITY
results.last_valid_day SEE_CASE
results.letters SEE_LETTER
results.notify_subject NOTIFY_CLEARED NOTIFY_NOT_CLEARED
review.accept ACCEPT_FINDINGS
review.answers SEE_ANSWERS SEE_MEDICAL_ANSWERS
review.section SEE_ANSWERS SEE_MEDICAL_ANSWERS
review.assign ASSIGN
review.citable SEE_FINDINGS
review.detail SEE_FINDINGS
review.note WRITE_NOTE
review.release RELEASE_PART
review.sections SEE_CASE
review.send_back RETURN_FINDINGS
review.submit SUBMIT_FINDINGS
review.take_up TAKE_REVIEW TAKE_DECISION
review.write_finding WRITE_FINDING
rights.matrix PRINT_MATRIX
rosters.admit IMPORT_ROSTER
rosters.preview SEE_CANDIDATES
statements.issue ISSUE_STATEMENT
survey.decided SEE_EXPORTS
survey.look INSPECT_BUNDLE
twins.blank PRINT_BLANK_FORM
twins.filled PRINT_QUESTIONNAIRE
taking_back.foresee SEE_EXPORTS
taking_back.take_back TAKE_BACK_BUNDLE
alarms.all SEE_ALARMS
alarms.settle SETTLE_ALARM
unpacking.unpack OPEN_BUNDLE
""")
)
ASKS["importing.admit"] = frozenset(arrival.action for arrival in ARRIVALS.values())


@dataclass(frozen=True)
class Desktop:
    """An officer with any roles at an office of a world."""

    world: World
    office: Office
    services: Services
    who: str
    roles: frozenset[Role]

    @property
    def actor(self) -> Actor:
        seat = self.office.actor(self.who)
        return Actor(seat.person, self.roles, seat.office_kind, seat.station, f"session-{self.who}")


def every_call() -> Iterator[tuple[str, Any]]:
    """Name and function of every public method of every use case."""
    kinds = get_type_hints(Services)
    for field in fields(Services):
        if field.name in NO_OFFICER:
            continue
        for name, function in inspect.getmembers(kinds[field.name], inspect.isfunction):
            if not name.startswith("_") and f"{field.name}.{name}" not in NO_OFFICER:
                yield f"{field.name}.{name}", function


def call(desk: Desktop, name: str) -> Any:
    """Call a use case with arguments that fit."""
    service, _, method = name.partition(".")
    function = getattr(getattr(desk.services, service), method)
    given = {}
    for parameter in inspect.signature(function).parameters.values():
        source = SPECIAL.get(f"{name}.{parameter.name}", ARGUMENTS.get(parameter.name))
        if source is not None:
            given[parameter.name] = source(desk)
        elif parameter.default is inspect.Parameter.empty:
            raise AssertionError(f"{name}: nothing for {parameter.name}")
    return function(**given)


def _row(desk: Desktop, table: str) -> str:
    rows = desk.office.rows(table)
    return str(rows[0][0]) if rows else "none"


def _candidate(desk: Desktop) -> CandidateId:
    return next(iter(desk.world.candidates.values()))


def _inspection(_desk: Desktop) -> Inspection:
    return Inspection("none.age", FileDigest("0" * 64), unopened("bundle.not-a-bundle"))


def _file(desk: Desktop) -> str:
    names = desk.world.stick.list_bundles()
    return names[0] if names else "none.age"


def _preview(desk: Desktop) -> RosterPreview | None:
    if desk.office.kind is OfficeKind.INVESTIGATION_OFFICE:
        return None
    return desk.office.services.rosters.preview(desk.office.actor("security"), roster_csv())


def _number(desk: Desktop) -> str:
    with desk.office.desk.vault.read() as unit:
        case = unit.cases.find(desk.world.case)
        return "none" if case is None else case.number


def _witness(desk: Desktop) -> Actor:
    return desk.office.actor("administrator" if desk.who == "auditor" else "auditor")


Source = Callable[[Desktop], Any]
ARGUMENTS: dict[str, Source] = {
    "actor": lambda desk: desk.actor,
    "action": lambda _desk: Action.WRITE_NOTE,
    "access_id": lambda desk: _row(desk, "emergency_accesses"),
    "alarm_id": lambda _desk: "none",
    "answers": lambda _desk: Answers(),
    "asked": lambda _desk: QueueFilter(),
    "basis": lambda _desk: Basis.PURPOSE_ENDED,
    "blob_id": lambda desk: BlobId(_row(desk, "blobs")),
    "before": lambda _desk: None,
    "bundle_id": lambda desk: BundleId(_row(desk, "exports")),
    "candidate": _candidate,
    "case": lambda desk: desk.world.case,
    "clock_confirmed": lambda _desk: True,
    "data": lambda _desk: encode(next(iter(shelf().current.golden.values())).response),
    "decided_on": lambda desk: desk.world.clock.today(),
    "delivered_on": lambda _desk: CONSENT_DAY,
    "drafts": lambda _desk: {"note": ("1", "synthetic")},
    "drive": lambda desk: desk.world.stick,
    "drive_at": lambda desk: lambda _place: desk.world.stick,
    "due_on": lambda _desk: date(2025, 7, 1),
    "envelope": lambda _desk: b"{}",
    "evaluation": lambda _desk: CLEARED,
    "file_name": _file,
    "facts": lambda _desk: FIT,
    "files": lambda _desk: bootstrap.chosen_files(),
    "finding": lambda _desk: plain(1),
    "first": lambda _desk: date(2025, 7, 1),
    "formatter": lambda _desk: NoDisks(),
    "ground": lambda _desk: next(iter(Ground)),
    "hand": lambda desk: desk.office.hand(desk.who),
    "hold_id": lambda _desk: "none",
    "inspection": _inspection,
    "item": lambda _desk: 1,
    "kind": lambda _desk: Kind.INVESTIGATION_REQUEST,
    "language": lambda _desk: "ja",
    "last": lambda _desk: date(2025, 7, 31),
    "letter_id": lambda desk: LetterId(_row(desk, "letters")),
    "limit": lambda _desk: 10,
    "link_id": lambda _desk: "E1.relation",
    "matter": lambda _desk: Matter.REFUSAL,
    "medium_id": lambda _desk: "none",
    "method": lambda _desk: "handed-over",
    "name": lambda _desk: next(iter(PolicyName)),
    "new": lambda _desk: [],
    "note": lambda _desk: "synthetic",
    "notified_on": lambda desk: desk.world.clock.today(),
    "number": lambda _desk: 1,
    "opinion": lambda _desk: OpinionCode.NO_RISK_FOUND,
    "outcome": lambda _desk: Outcome.CLEARED,
    "owner": lambda desk: desk.world.case,
    "part": lambda _desk: Role.REVIEWER,
    "path": lambda desk: desk.world.root / "record.out",
    "place": lambda _desk: None,
    "preview": _preview,
    "purpose": lambda _desk: "1",
    "reason": lambda _desk: "synthetic",
    "received_on": lambda _desk: CONSENT_DAY,
    "recipient": lambda desk: desk.world.investigation.station,
    "report": lambda _desk: None,
    "resolution": lambda _desk: "synthetic",
    "roots": lambda desk: [desk.office.hand("administrator"), desk.office.hand("security")],
    "row": lambda _desk: "r1",
    "scan": lambda _desk: PDF,
    "seal": lambda _desk: "SEAL-1",
    "section": lambda _desk: "E",
    "signer": lambda desk: desk.office.hand(desk.who),
    "signers": lambda desk: [desk.office.person("security")],
    "size_bytes": lambda _desk: 1,
    "states": lambda _desk: (State.LISTED,),
    "subject": lambda desk: desk.world.case,
    "take": lambda _desk: lambda _name, _chunks: None,
    "target": lambda desk: Target(case=desk.world.case),
    "targets": lambda desk: [Target(case=desk.world.case)],
    "text": lambda _desk: "synthetic",
    "texts": lambda _desk: Catalogue.load(TEXTS, Language.JAPANESE),
    "to": lambda desk: desk.office.person("examiner"),
    "until": lambda _desk: None,
    "value": lambda _desk: "strict",
    "witness": _witness,
    "word": lambda _desk: ReasonWord.ABSENCE,
}
SPECIAL: dict[str, Source] = (
    TRUST_SPECIAL
    | LOOP_SPECIAL
    | KIND_SPECIAL
    | MEDIA_SPECIAL
    | POINT_SPECIAL
    | DESK_SPECIAL
    | QUEUE_SPECIAL
    | {
        "alarms.settle.finding": lambda _desk: next(iter(AlarmFinding)),
        "backup_shelf.set_schedule.name": lambda _desk: next(iter(LIMITS)),
        "backup_shelf.set_schedule.value": lambda _desk: 1,
        "emergency.review.outcome": lambda _desk: ReviewOutcome.JUSTIFIED,
        "holds.of_number.named": _number,
        "handing_out.span.first": lambda _desk: 0,
        "handing_out.span.last": lambda _desk: None,
        "handing_out.single.numbers": lambda _desk: [0],
        "reanchoring.reanchor.reason": lambda _desk: next(iter(AnchorReason)),
        "reanchoring.reanchor.witness": lambda desk: Seat(desk.office.actor("auditor"), desk.office.hand("auditor")),
        "record_reading.page.asked": lambda _desk: RecordQuery(),
        "record_reading.who_saw.number": _number,
        "slips.check.size": lambda _desk: 1,
        "slips.check.words": lambda _desk: "synthetic",
        "importing.accept_gap.reason": lambda _desk: GapReason.LOST,
        "rosters.preview.data": lambda _desk: b"",
        "statements.issue.asked": lambda desk: desk.world.case,
    }
)
"""Where a name means something else than elsewhere."""

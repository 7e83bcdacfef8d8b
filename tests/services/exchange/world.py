"""Three rehearsal offices, their trust, and one case that is carried as far as a test asks.

A world is built once per stage, closed, and copied as files for each test, so that every test begins with vaults of
its own at the price of a copy.
"""

import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path

from app.models.domain.actor import Environment, OfficeKind
from app.models.domain.evaluation import Evaluation, Outcome, Reasons, Viewpoint
from app.models.domain.finding import ITEMS, Finding
from app.models.domain.ids import (
    BundleId,
    CandidateId,
    CaseId,
    LetterId,
    RefusalId,
    RosterId,
)
from app.models.domain.lifecycle import State
from app.models.forms.answers import encode
from app.models.views.records import Candidate
from app.services.bundles.manifest import Kind
from app.services.bundles.schemas import OpinionCode
from app.services.desk import Target
from app.services.exchange.importing import Inspection
from app.services.platform.folder_drive import FolderDrive
from app.services.platform.time import FixedClock
from app.services.ports import Drive
from tests.services.exchange.kept_worlds import KeptWorld, one_at_a_time, shared_folder
from tests.services.exchange.offices import START, Office, kept, new_office, reopened, shelf, taken_over

NOTICE_DAY = date(2025, 6, 10)
CONSENT_DAY = date(2025, 6, 11)
NO_CASE = CaseId("")
NO_REFUSAL = RefusalId("")
PDF = b"%PDF-1.4 synthetic scan"

PEOPLE = (
    ("髙橋　美咲", "タカハシ　ミサキ", "1988-04-12", "研究開発部", "主任", "1", ""),
    ("𠮷田　陽菜", "ヨシダ　ハルナ", "1992-02-29", "研究開発部", "", "1", ""),
    ("渡邉　葛\U000e0100城", "ワタナベ　カツラギ", "1989-01-08", "ＡＩ基盤研究所", "部長", "1", ""),
    ("NGUYEN THI LAN", "グエン　ティ　ラン", "1990-07-21", "生産技術部", "係長", "1", ""),
    ("小鳥遊　蓮", "タカナシ　レン", "1970-12-31", "生産技術部", "部長", "3", "外国勤務中の接触に関する届出"),
)
"""Synthetic people: name, reading, day of birth, section, post, item of Art. 12(1), reason for item 3."""


def roster_csv(people: Iterable[Sequence[str]] = PEOPLE) -> bytes:
    """A roster file with these people."""
    heading = "番号,氏名,フリガナ,生年月日,所属部署,役職,法第12条第1項該当号,第3号の理由,名簿掲載同意日"
    lines = [heading]
    for number, person in enumerate(people, start=1):
        lines.append(",".join((str(number), *person, "2025-06-02")))
    return "\r\n".join(lines).encode()


def under_contract(roster: bytes) -> bytes:
    """The same from a contractor, whom the sheet does not name as our circle does: only its contract is told."""
    return "契約番号,試験-1\r\n".encode() + roster


@dataclass
class World:
    """Three offices, a stick and the people of one roster.

    Attributes:
        candidates: The listed people by name.
        case: The case that is carried along.
        others: Cases of further people who consented.
        refused: Register entry of the one who refused.
    """

    root: Path
    clock: FixedClock
    agency: Office
    investigation: Office
    contractor: Office
    candidates: dict[str, CandidateId] = field(default_factory=dict)
    case: CaseId = NO_CASE
    others: tuple[CaseId, ...] = ()
    refused: RefusalId = NO_REFUSAL

    @property
    def offices(self) -> tuple[Office, Office, Office]:
        return (self.agency, self.investigation, self.contractor)

    @property
    def stick(self) -> FolderDrive:
        return FolderDrive(self.root / "stick")

    def close(self) -> None:
        for office in self.offices:
            office.desk.vault.close()

    # What officers do, as short as a test wants to say it.

    def listed(self, data: bytes = b"") -> RosterId:
        rosters, actor = self.agency.services.rosters, self.agency.actor("security")
        done = rosters.admit(actor, rosters.preview(actor, data or under_contract(roster_csv())))
        self.candidates |= {one.name: one.candidate_id for one in self.in_state(State.LISTED)}
        return done.roster_id

    def in_state(self, *states: State) -> list[Candidate]:
        return self.agency.services.consents.candidates(self.agency.actor("examiner"), states)

    def notice(self, name: str) -> LetterId:
        consents, actor = self.agency.services.consents, self.agency.actor("examiner")
        return consents.issue_notice(actor, self.candidates[name], NOTICE_DAY, "handed-over")

    def consent(self, name: str, *, inquiries: bool = True) -> CaseId:
        consents, actor = self.agency.services.consents, self.agency.actor("examiner")
        case = consents.record_consent(actor, self.candidates[name], CONSENT_DAY, PDF)
        if inquiries:
            consents.record_inquiry_consent(actor, case, CONSENT_DAY, PDF)
        return case

    def refuse(self, name: str) -> RefusalId:
        consents, actor = self.agency.services.consents, self.agency.actor("examiner")
        return consents.record_refusal(actor, self.candidates[name], CONSENT_DAY, PDF)

    def withdraw(self, case: CaseId | None = None) -> RefusalId:
        consents, actor = self.agency.services.consents, self.agency.actor("examiner")
        return consents.record_withdrawal(actor, case or self.case, self.clock.today(), PDF)

    def prepared(self, sender: Office, kind: Kind, target: Target, receiver: Office) -> BundleId:
        signers = [sender.person(who) for who in SIGNERS[kind]]
        made = sender.services.exporting.prepare(sender.actor("security"), kind, target, receiver.station, signers)
        return BundleId(made.manifest.bundle_id)

    def signed(self, sender: Office, kind: Kind, bundle: BundleId) -> BundleId:
        for who in SIGNERS[kind]:
            sender.services.exporting.sign(sender.actor(who), sender.hand(who), bundle)
        return bundle

    def written(self, sender: Office, bundle: BundleId, drive: Drive | None = None) -> str:
        actor, hand = sender.actor("security"), sender.hand("security")
        return sender.services.exporting.write(actor, hand, bundle, drive or self.stick).file_name

    def sent(self, sender: Office, kind: Kind, target: Target, receiver: Office) -> str:
        """Prepare, sign and write a bundle; gives its file name."""
        return self.written(sender, self.signed(sender, kind, self.prepared(sender, kind, target, receiver)))

    def inspected(self, receiver: Office, file_name: str) -> Inspection:
        return receiver.services.importing.inspect(receiver.actor("security"), self.stick, file_name)

    def admitted(self, receiver: Office, file_name: str) -> Inspection:
        inspection = self.inspected(receiver, file_name)
        receiver.services.importing.admit(receiver.actor("security"), inspection)
        return inspection

    def carried(self, sender: Office, kind: Kind, target: Target, receiver: Office) -> Inspection:
        """Send, admit, and bring the receipt back."""
        inspection = self.admitted(receiver, self.sent(sender, kind, target, receiver))
        receipt = receiver.services.receipts.write(receiver.actor("security"), inspection.bundle_id, self.stick)
        sender.services.receipts.close(sender.actor("security"), self.stick, receipt)
        return inspection

    def requested(self, case: CaseId | None = None) -> Inspection:
        target = Target(case=case or self.case)
        return self.carried(self.agency, Kind.INVESTIGATION_REQUEST, target, self.investigation)

    def answered(self, case: CaseId | None = None) -> Inspection:
        self.receive_answers(case or self.case)
        target = Target(case=case or self.case)
        return self.carried(self.agency, Kind.QUESTIONNAIRE, target, self.investigation)

    def receive_answers(self, case: CaseId) -> int:
        answers = next(iter(shelf().current.golden.values())).response
        return self.agency.services.questionnaires.receive(self.agency.actor("examiner"), case, encode(answers))

    def assigned(self, case: CaseId | None = None, to: str = "examiner") -> None:
        office = self.investigation
        office.services.review.assign(office.actor("reviewer"), case or self.case, office.person(to), date(2025, 7, 1))

    def found(self, case: CaseId | None = None, *, changed: Iterable[Finding] = ()) -> None:
        """Write all findings, submit and accept them."""
        office, case = self.investigation, case or self.case
        for finding in ({item: plain(item) for item in ITEMS} | {one.item: one for one in changed}).values():
            office.services.review.write_finding(office.actor("examiner"), case, finding)
        office.services.review.submit(office.actor("examiner"), case)
        office.services.review.accept(office.actor("reviewer"), case)

    def opined(self, case: CaseId | None = None) -> None:
        office, case = self.investigation, case or self.case
        opinions, code = office.services.opinions, OpinionCode.NO_RISK_FOUND
        opinions.sign(office.actor("reviewer"), office.hand("reviewer"), case, code, "おそれは認められない。")
        opinions.confirm(office.actor("decider"), office.hand("decider"), case)

    def evaluated(self, evaluation: Evaluation | None = None, case: CaseId | None = None) -> None:
        office, case = self.agency, case or self.case
        office.services.decisions.open(office.actor("examiner"), case)
        office.services.decisions.write(office.actor("examiner"), case, evaluation or CLEARED)

    def proposed(self, case: CaseId | None = None) -> None:
        office, case = self.agency, case or self.case
        office.services.decisions.sign(office.actor("reviewer"), office.hand("reviewer"), case, self.clock.today())

    def decided(self, outcome: Outcome = Outcome.CLEARED, case: CaseId | None = None) -> None:
        office, case = self.agency, case or self.case
        office.services.decisions.confirm(office.actor("decider"), office.hand("decider"), case, outcome)

    def notified(self, outcome: Outcome = Outcome.CLEARED, case: CaseId | None = None) -> LetterId:
        office, case = self.agency, case or self.case
        actor = office.actor("examiner")
        return office.services.results.notify_subject(actor, case, outcome, self.clock.today())


_DECIDED = "opinion decision result not-carried-out ally-confirmation statistics"
_SECURED = "investigation-request questionnaire corrected-answers withdrawal roster inquiry-reply change-report"
SIGNERS: dict[Kind, tuple[str, ...]] = {
    **dict.fromkeys(map(Kind, _DECIDED.split()), ("decider", "security")),
    **dict.fromkeys(map(Kind, _SECURED.split()), ("security",)),
    Kind.CASE_TRANSFER: ("examiner", "security"),
    Kind.DISPOSAL_PROOF: ("security", "auditor"),
    Kind.CHECKPOINT: (),
    Kind.INQUIRY: ("examiner",),
    Kind.BACKUP: ("security", "administrator"),
    Kind.COMPLAINT: ("complaint",),
}

_VIEWPOINTS = tuple(Viewpoint("特に問題は認められない。") for _ in range(7))
CLEARED = Evaluation(_VIEWPOINTS, "総合的に判断した。", Outcome.CLEARED)  # type: ignore[arg-type] # seven of them
NOT_CLEARED = Evaluation(
    _VIEWPOINTS,  # type: ignore[arg-type] # seven of them
    "総合的に判断した。",
    Outcome.NOT_CLEARED,
    Reasons.GIVEN,
    "理由一行目\n理由二行目",
)


def plain(item: int) -> Finding:
    """A finding with nothing adverse."""
    return Finding(item, adverse=False, summary="特に問題は認められない。")  # type: ignore[arg-type] # 1 to 7


# Stages: each goes on from the one before.


def _listed(world: World) -> None:
    world.listed()


def _noticed(world: World) -> None:
    for name in world.candidates:
        world.notice(name)
    world.clock.advance(timedelta(days=1))


def _consented(world: World) -> None:
    names = list(PEOPLE)
    world.case = world.consent(names[0][0])
    world.others = (world.consent(names[1][0]),)
    world.refused = world.refuse(names[2][0])


def _sent_opinion(world: World) -> None:
    world.opined()


def _received(world: World) -> None:
    world.carried(world.investigation, Kind.OPINION, Target(case=world.case), world.agency)


STEPS: dict[str, Callable[[World], object]] = {
    "trusted": lambda _world: None,
    "listed": _listed,
    "noticed": _noticed,
    "consented": _consented,
    "requested": lambda world: world.requested(),
    "answered": lambda world: world.answered(),
    "assigned": lambda world: world.assigned(),
    "accepted": lambda world: world.found(),
    "opined": _sent_opinion,
    "received": _received,
    "evaluated": lambda world: world.evaluated(),
    "proposed": lambda world: world.proposed(),
    "decided": lambda world: world.decided(),
    "notified": lambda world: world.notified(),
}
"""The stages of a case, in order."""


_KEPT: dict[Environment, dict[str, World]] = {}


class Snapshots:
    """Closed worlds as files, one for each stage that was asked for.

    Offices with their keys are dear to make: a stage is made once, for whoever asks first, in a run of the tests whose
    processes share a folder (:mod:`tests.services.exchange.kept_worlds`), or else in a process.
    """

    def __init__(self, root: Path, environment: Environment = Environment.REHEARSAL) -> None:
        self._root = (shared_folder() or root) / environment.value
        self._environment = environment
        self._kept = _KEPT.setdefault(environment, {})

    def at(self, stage: str, folder: Path) -> World:
        """A world of its own at ``stage``, in ``folder``."""
        self._make(stage)
        return _opened(self._kept[stage], folder)

    def _make(self, stage: str) -> None:
        if stage in self._kept and self._kept[stage].root.is_dir():
            return
        place = list(STEPS).index(stage)
        root = self._root / f"{place}-{stage}"
        before = list(STEPS)[place - 1] if place else ""
        if before:
            self._make(before)
        with one_at_a_time(self._root):
            told = KeptWorld.read(root)
            world = _taken_over(told, root) if told else self._made(before, stage, root)
            world.close()
            if not told:
                _told(world).write(root)
        self._kept[stage] = world

    def _made(self, before: str, stage: str, root: Path) -> World:
        shutil.rmtree(root, ignore_errors=True)
        if not before:
            return _founded(root, self._environment)
        world = _opened(self._kept[before], root)
        STEPS[stage](world)
        return world


def _told(world: World) -> KeptWorld:
    return KeptWorld(
        world.clock.now().isoformat(),
        dict(world.candidates),
        world.case,
        list(world.others),
        world.refused,
        [kept(office) for office in world.offices],
    )


def _taken_over(told: KeptWorld, root: Path) -> World:
    clock = FixedClock(datetime.fromisoformat(told.now))
    agency, investigation, contractor = (taken_over(office, root, clock) for office in told.offices)
    return World(
        root,
        clock,
        agency,
        investigation,
        contractor,
        candidates={name: CandidateId(one) for name, one in told.candidates.items()},
        case=CaseId(told.case),
        others=tuple(CaseId(one) for one in told.others),
        refused=RefusalId(told.refused),
    )


def _opened(closed: World, folder: Path) -> World:
    shutil.copytree(closed.root, folder, ignore=shutil.ignore_patterns("world.json"))
    clock = FixedClock(closed.clock.now())
    opened = [reopened(office, folder / office.folder.name, clock) for office in closed.offices]
    return replace(
        closed,
        root=folder,
        clock=clock,
        agency=opened[0],
        investigation=opened[1],
        contractor=opened[2],
        candidates=dict(closed.candidates),
    )


def _founded(root: Path, environment: Environment) -> World:
    clock = FixedClock(START)
    world = World(
        root,
        clock,
        new_office(root, "agency", OfficeKind.AGENCY, "AGENCY1", clock, environment),
        new_office(root, "investigation", OfficeKind.INVESTIGATION_OFFICE, "INVEST1", clock, environment),
        new_office(root, "contractor", OfficeKind.CONTRACTOR, "CONTR1", clock, environment),
    )
    (root / "stick").mkdir()
    _trust(world)
    return world


def _trust(world: World) -> None:
    agency = world.agency
    keeper, roots = agency.actor("security"), [agency.hand("administrator"), agency.hand("security")]
    trust = agency.services.trust
    trust.found(keeper, roots)
    cards = [office.services.trust.card(office.actor("security")) for office in world.offices[1:]]
    envelope = trust.admit_cards(keeper, roots, [(card, trust.fingerprint(card)) for card in cards])
    typed = trust.root_fingerprint(keeper)
    for office in world.offices[1:]:
        office.services.trust.adopt(office.actor("security"), envelope, typed)

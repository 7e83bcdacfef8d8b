"""What the steps of the main job share: the open offices, who is who, and the list of what was done."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property

from app.models.domain.errors import AppError, BugError
from app.models.domain.ids import BundleId, CandidateId, CaseId
from app.services.bundles.manifest import Kind
from app.services.desk import Target
from app.services.jobs import CancelToken
from app.services.ports import Drive
from app.services.record.record import RecordReport
from app.services.rehearsal.office import BUNDLES, OpenOffice, Rehearsal
from app.services.rehearsal.plan import AGENCY, CONTRACTOR, INVESTIGATION, Plan, Story, Subject, person_key


@dataclass(frozen=True, slots=True)
class SentBundle:
    """A bundle that was written, admitted by its recipient and answered by a receipt."""

    kind: str
    sender: str
    receiver: str
    file_name: str
    size_bytes: int
    receipt_name: str


@dataclass(frozen=True, slots=True)
class ShownRefusal:
    """Something that must not work and did not: the text key of what was tried, and the code of the refusal."""

    text_key: str
    code: str


@dataclass(frozen=True, slots=True)
class WrittenLetter:
    """A letter that was written out beside the vaults."""

    form: str
    file_name: str
    size_bytes: int


@dataclass(eq=False)
class Stage:
    """The running main job.

    Attributes:
        candidates: By name without blanks.
        cases: By name without blanks.
        to_contractor: Names of those whose result the contractor is told.
        counts: What was done how often, by the last part of its text key.
    """

    rehearsal: Rehearsal
    plan: Plan
    token: CancelToken
    candidates: dict[str, CandidateId] = field(default_factory=dict)
    cases: dict[str, CaseId] = field(default_factory=dict)
    to_contractor: set[str] = field(default_factory=set)
    counts: Counter[str] = field(default_factory=Counter)
    sent: list[SentBundle] = field(default_factory=list)
    refused: list[ShownRefusal] = field(default_factory=list)
    letters: list[WrittenLetter] = field(default_factory=list)
    records: dict[str, RecordReport] = field(default_factory=dict)

    @property
    def story(self) -> Story:
        """Who does what."""
        return self.plan.story

    @property
    def agency(self) -> OpenOffice:
        """The agency."""
        return self.rehearsal.offices[AGENCY]

    @property
    def investigation(self) -> OpenOffice:
        """The investigation office."""
        return self.rehearsal.offices[INVESTIGATION]

    @property
    def contractor(self) -> OpenOffice:
        """The contractor."""
        return self.rehearsal.offices[CONTRACTOR]

    @cached_property
    def stick(self) -> Drive:
        """The one medium that is carried between the offices."""
        return self.rehearsal.machine.drive_at(self.rehearsal.folder / BUNDLES)

    @property
    def today(self) -> date:
        """The day of the story."""
        return self.rehearsal.machine.story_clock.today()

    def subjects(self) -> list[tuple[Subject, CaseId]]:
        """The people who answer the questionnaire, with their cases."""
        return [(subject, self.case_of(subject.label)) for subject in self.story.subjects]

    def case_of(self, name: str) -> CaseId:
        """The case of a person of the story."""
        return self.cases[person_key(name)]

    def candidate_of(self, name: str) -> CandidateId:
        """The candidate of a person of the story."""
        return self.candidates[person_key(name)]

    def pause(self) -> None:
        """A point between two acts where the job may be left; a little time passes.

        Raises:
            CancelledError: The user stopped the rehearsal; the vaults are whole.
        """
        self.token.raise_if_cancelled()
        self.rehearsal.machine.story_clock.advance(timedelta(minutes=1))

    def send(
        self, kind: Kind, target: Target, sender: OpenOffice, receiver: OpenOffice, signers: tuple[str, ...]
    ) -> None:
        """Carry one bundle: prepared, signed, written, verified, admitted, receipt written and taken in."""
        self.take_in(self.write_out(kind, target, sender, receiver, signers))

    def write_out(
        self, kind: Kind, target: Target, sender: OpenOffice, receiver: OpenOffice, signers: tuple[str, ...]
    ) -> SentBundle:
        """The sender's half: prepared, signed by every hand, written and read back."""
        self.pause()
        out, officer = sender.services.exporting, sender.seats["security"].actor
        preview = out.prepare(officer, kind, target, receiver.practice.station_id, sender.persons(*signers))
        bundle_id = BundleId(preview.manifest.bundle_id)
        for seat in (sender.seats[signer] for signer in signers):
            out.sign(seat.actor, seat.signer, bundle_id)
        ticks = out.write(officer, sender.seats["security"].signer, bundle_id, self.stick)
        return SentBundle(kind.value, sender.practice.key, receiver.practice.key, ticks.file_name, ticks.size_bytes, "")

    def take_in(self, bundle: SentBundle) -> None:
        """The recipient's half: verified, admitted, a receipt written; the sender takes the receipt in."""
        sender, receiver = self.rehearsal.offices[bundle.sender], self.rehearsal.offices[bundle.receiver]
        self.pause()
        taker = receiver.seats["security"].actor
        inspection = receiver.services.importing.inspect(taker, self.stick, bundle.file_name)
        receiver.services.importing.admit(taker, inspection)
        receipt = receiver.services.receipts.write(taker, inspection.bundle_id, self.stick)
        self.pause()
        sender.services.receipts.close(sender.seats["security"].actor, self.stick, receipt)
        self.sent.append(replace(bundle, receipt_name=receipt))

    def expect_refusal(self, text_key: str, code: str, attempt: Callable[[], object]) -> None:
        """Try what must be refused.

        Args:
            text_key: What is tried.
            code: With which code it is refused.
            attempt: Raises the refusal, or returns a code.

        Raises:
            BugError: ``bug.rehearsal-differs`` when it was not refused, or with another code.
        """
        self.pause()
        try:
            found = attempt()
        except AppError as refusal:
            found = refusal.code
        if found != code:
            raise BugError("bug.rehearsal-differs", key=text_key)
        self.refused.append(ShownRefusal(text_key, code))

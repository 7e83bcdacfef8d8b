"""Receive a bundle: copy it into quarantine, verify, try out what it does, admit it whole or refuse it.

Nothing of a bundle is kept before an officer admits it, and then everything at once: records, attachments, lane,
event. Until then only its ciphertext lies in quarantine. What the officer sees before the decision was done by the code
that admits, in a transaction that is never committed; if the admission then does anything else, it is undone.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from enum import StrEnum
from typing import BinaryIO

import msgspec

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.errors import (
    AppError,
    BugError,
    EnvironmentProblemError,
    GateClosedError,
    UntrustedInputError,
    VaultError,
)
from app.models.domain.ids import BundleId, CaseId, OfficeId
from app.models.views.arriving import Fate, LaneGap, RowChange, WaitingBundle
from app.models.views.records import Import
from app.services.bundles.admission import admit
from app.services.bundles.container import Attachment, OpenedBundle, open_bundle, pass_over
from app.services.bundles.report import BottomLine, unopened
from app.services.bundles.schemas import Record
from app.services.desk import Act, Desk, Target
from app.services.exchange import alarms, way_back
from app.services.exchange.arrivals import ARRIVALS, case_ref
from app.services.exchange.by_kind import disposals
from app.services.exchange.delivery import Arrival, Delivery, Paper
from app.services.exchange.foreseen import foreseen
from app.services.exchange.identity import NO_ANSWERS, Answers, likenesses, verdicts_of
from app.services.exchange.inspection import NO_FILE, Clash, Inspection, arrival_of, as_import, look_into, note_head
from app.services.exchange.lanes import note_lane
from app.services.exchange.lookout import note_trust, station_keys, trust_view
from app.services.exchange.partners import require_origin
from app.services.exchange.weight import require_bearable, require_paper
from app.services.media.recognising import require_admissible
from app.services.packs.shelf import PackShelf
from app.services.papers.filing import borne_out
from app.services.ports import Drive

__all__ = ["Clash", "GapReason", "Importing", "Inspection", "arrival_of", "note_head"]


class GapReason(StrEnum):
    """Why an earlier bundle will never come."""

    LOST = "lost"
    """媒体の紛失."""
    UNREADABLE = "unreadable"
    """媒体の破損."""
    NOT_SENT = "not-sent"
    """差出元が交付を取りやめた."""


class Importing:
    """Use cases of the import desk (受領)."""

    def __init__(self, desk: Desk, packs: PackShelf) -> None:
        self._desk = desk
        self._packs = packs

    def inspect(
        self, actor: Actor, drive: Drive, file_name: str, progress: Callable[[str], None] = lambda _step: None
    ) -> Inspection:
        """Copy a bundle into quarantine and say everything that can be known about it.

        A sound one stays there and waits for the decision, also over a restart of the program.

        Raises:
            UntrustedInputError: Never for a bad bundle: the report says what is wrong.
            EnvironmentProblemError: The medium is gone or the disk is full.
        """
        with self._desk.vault.read() as unit:
            require_admissible(unit, drive)
        progress("import.step.copy")
        empty = Inspection(file_name, NO_FILE, unopened("bundle.not-a-bundle"))
        with drive.open_bundle(file_name) as source:
            try:
                digest = self._desk.vault.quarantine.put(source)
            except UntrustedInputError as refusal:  # larger than any bundle: not even copied
                return replace(empty, report=unopened(refusal.code))
        progress("import.step.verify")
        return self._looked(actor, replace(empty, ciphertext_sha256=digest), NO_ANSWERS)

    def waiting(self, actor: Actor) -> list[WaitingBundle]:
        """Bundles that were inspected and not decided on; whose file is gone must come from its medium again."""
        with self._desk.act(actor, Action.INSPECT_BUNDLE) as act:
            held = set(self._desk.vault.quarantine.names())
            for one in act.unit.arrivals.waiting():
                if one.ciphertext_sha256 not in held:
                    act.unit.arrivals.done_waiting(one.bundle_id)
            found = act.unit.arrivals.waiting()
            act.detail["listed"] = len(found)
            return found

    def resume(self, actor: Actor, bundle_id: BundleId) -> Inspection:
        """Look again at a bundle that waits: it is verified anew, and tells whether it still does what was shown.

        Raises:
            GateClosedError: ``import.not-in-quarantine``.
        """
        self._desk.require(actor, Action.INSPECT_BUNDLE)
        with self._desk.vault.read() as unit:
            found = unit.arrivals.find_waiting(bundle_id)
        if found is None:
            raise GateClosedError("import.not-in-quarantine")
        empty = Inspection(found.file_name, found.ciphertext_sha256, unopened("bundle.not-a-bundle"))
        return self._looked(actor, empty, _decoded(found.answers), found.foreseen_sha256, waits=True)

    def answer(self, actor: Actor, inspection: Inspection, answers: Answers) -> Inspection:
        """Keep what the officer answered, and try out again what admitting does then.

        Raises:
            GateClosedError: ``import.not-in-quarantine``.
        """
        empty = Inspection(inspection.file_name, inspection.ciphertext_sha256, unopened("bundle.not-a-bundle"))
        return self._looked(actor, empty, answers, waits=True)

    def _looked(
        self, actor: Actor, empty: Inspection, answers: Answers, seen: str = "", *, waits: bool = False
    ) -> Inspection:
        """Verify what lies in quarantine, try it out, and let it wait there if it is sound."""
        keep, quarantine = waits, self._desk.vault.quarantine
        try:
            with (
                self._desk.act(actor, Action.INSPECT_BUNDLE) as act,
                quarantine.open(empty.ciphertext_sha256) as source,
            ):
                found = look_into(act, source, empty)
                act.detail.update({"sha256": found.ciphertext_sha256, "result": found.report.code or "sound"})
                alarms.sound(act, found.report.code, found.origin, found.ciphertext_sha256)
                note_lane(act, found.origin, found.bundle_id, found.place, found.report)
            found = self._tried(actor, replace(found, answers=answers))
            if seen not in {"", found.picture} and found.report.bottom_line is BottomLine.ADMITTED:
                found = self._tried(actor, replace(found, answers=NO_ANSWERS, has_changed=True))
            keep = found.report.bottom_line is BottomLine.ADMITTED
            if keep:
                self._let_wait(actor, found)
        finally:
            if not keep:
                quarantine.forget(empty.ciphertext_sha256)
        return found

    def _let_wait(self, actor: Actor, found: Inspection) -> None:
        with self._desk.vault.write() as unit:
            unit.arrivals.wait(
                WaitingBundle(
                    found.bundle_id,
                    found.ciphertext_sha256,
                    found.report.manifest_sha256,
                    found.file_name,
                    found.picture,
                    msgspec.json.encode(found.answers).decode(),
                    self._desk.clock.now(),
                    actor.person,
                )
            )

    def _tried(self, actor: Actor, found: Inspection) -> Inspection:
        """Admit it in a transaction that is never committed, and look at what that did."""
        if not found.is_sound:
            return found
        try:
            with self._desk.vault.quarantine.open(found.ciphertext_sha256) as source:
                opened, record = self._first_look(source)
                arrival, seen = ARRIVALS[opened.manifest.kind], list[RowChange]()
                targets = (self._target(arrival, record),)
                with self._desk.acts(actor, arrival.action, targets, on_trial=True) as (act,):
                    act.unit.changes.begin()
                    act.closing.append(lambda: seen.extend(act.unit.changes.end()))
                    self._apply(act, source, found)
        except (BugError, EnvironmentProblemError, VaultError):
            raise
        except AppError as obstacle:
            return replace(found, obstacle=obstacle, foreseen=None)
        return replace(found, foreseen=foreseen(seen), obstacle=None)

    def admit(self, actor: Actor, inspection: Inspection) -> BundleId:
        """Admit an inspected bundle: everything in it, its place on the lane and the event, in one transaction.

        Raises:
            UntrustedInputError: It no longer holds what was inspected, or something in it cannot be kept.
            GateClosedError: ``import.not-admissible``; ``trust.already-adopted``: it brings no later trust document;
                ``import.changed-meanwhile``: it would do something else than what was shown; consent or state forbids
                it.
            EnvironmentProblemError: ``import.not-written``: nothing was admitted, and it goes on waiting, encrypted.
        """
        if inspection.obstacle is not None:
            raise inspection.obstacle
        if inspection.is_known_trust:
            raise GateClosedError("trust.already-adopted")
        if not inspection.can_be_admitted:
            raise GateClosedError("import.not-admissible")
        with self._desk.vault.quarantine.open(inspection.ciphertext_sha256) as source:
            opened, record = self._first_look(source)
            arrival = ARRIVALS[opened.manifest.kind]
            target = self._target(arrival, record)
            with _told_that_it_waits(), self._desk.act(actor, arrival.action, target) as act:
                act.unit.changes.begin()
                act.closing.append(lambda: self._settle(act, inspection))
                self._apply(act, source, inspection)
        self._desk.vault.quarantine.forget(inspection.ciphertext_sha256)
        return inspection.bundle_id

    def accept_gap(self, actor: Actor, inspection: Inspection, reason: GapReason) -> int:
        """Give up waiting for earlier bundles of a lane (欠番の承認), so that this one can be inspected again.

        What was given up is refused as a fork if it turns up later.

        Returns:
            How many bundles were given up.

        Raises:
            GateClosedError: ``import.no-gap``: the bundle was not held for a gap.
        """
        if inspection.report.bottom_line is not BottomLine.HELD or inspection.place is None:
            raise GateClosedError("import.no-gap")
        with self._desk.act(actor, Action.ACCEPT_GAP) as act:
            seq, prev = inspection.place
            last = act.unit.lanes.get("in", inspection.origin).last_seq
            missing = seq - 1 - last
            if missing < 1:
                raise GateClosedError("import.no-gap")
            act.unit.lanes.advance("in", inspection.origin, seq - 1, prev)
            act.unit.arrivals.add_gap(LaneGap(inspection.origin, last + 1, seq - 1, reason.value, act.at, actor.person))
            act.detail.update({"origin": inspection.origin, "missing": missing, "reason": reason.value})
            return missing

    def refuse(self, actor: Actor, inspection: Inspection, code: str = "import.refused-by-officer") -> None:
        """Refuse a bundle; nothing of it stays but the fact."""
        with self._desk.act(actor, Action.REFUSE_BUNDLE) as act:
            act.unit.arrivals.done_waiting(inspection.bundle_id)
            if inspection.ciphertext_sha256:
                act.detail["sha256"] = inspection.ciphertext_sha256
            act.detail["code"] = inspection.report.code or code
            if inspection.bundle_id and act.unit.imports.find(inspection.bundle_id) is None:
                seq = self._take_place(act, inspection)
                act.unit.imports.add(as_import(act, inspection, "refused", inspection.report.code or code, seq))
        self._desk.vault.quarantine.forget(inspection.ciphertext_sha256)

    def decided(self, actor: Actor, limit: int = 100) -> list[Import]:
        """The latest decisions on bundles."""
        with self._desk.act(actor, Action.SEE_EXPORTS) as act:
            return act.unit.imports.newest_first(limit)

    def _apply(self, act: Act, source: BinaryIO, inspection: Inspection) -> None:
        """Do what the bundle brings; tried out and done in earnest alike."""
        opened = open_bundle(source, [station_keys(act.unit).identity])
        if opened.manifest_sha256 != inspection.report.manifest_sha256:
            raise UntrustedInputError("bundle.content-mismatch")
        report = admit(arrival_of(act.unit, opened, int(act.at.timestamp())))
        require_bearable(opened.manifest)
        papers: dict[str, Paper] = {}

        def take(attachment: Attachment, chunks: Iterator[bytes]) -> None:
            require_paper(attachment)
            content = b"".join(chunks)
            papers[attachment.sha256] = Paper(content, borne_out(attachment.media_type, content[:16]))

        records = tuple(opened.entries(report, take))
        opened.finish()
        arrival = ARRIVALS[opened.manifest.kind]
        if likenesses(act.unit, arrival.subjects(records)) != inspection.likenesses:
            raise GateClosedError("import.changed-meanwhile")
        trust = trust_view(act.unit).document
        office = trust.office_of_station(opened.manifest.origin)
        origin = OfficeId(office.id if office else "")
        require_origin(act.unit, CaseId(case_ref(records[0])), trust, origin)
        taken = _taken(records, inspection)
        delivery = Delivery(inspection.bundle_id, origin, taken, trust, papers, opened.manifest)
        arrival.apply(act, delivery, self._packs)
        disposals.take_on(act, delivery)
        named = opened.manifest.addressee(act.unit.people.station().station_id)
        seq = named.seq if named else 0
        act.unit.lanes.advance("in", inspection.origin, seq, opened.manifest_sha256)
        note_head(act, opened.manifest)
        note_trust(act, opened.manifest)
        act.detail.update({"bundle": inspection.bundle_id, "kind": inspection.kind})

    @staticmethod
    def _settle(act: Act, inspection: Inspection) -> None:
        """Undo an admission that did not do what was shown; keep what was answered, and the way back."""
        changes = act.unit.changes.end()
        if inspection.foreseen is None or foreseen(changes).sha256 != inspection.foreseen.sha256:
            raise GateClosedError("import.changed-meanwhile")
        seq = act.unit.lanes.get("in", inspection.origin).last_seq
        taken = as_import(act, inspection, "imported", "", seq)
        if inspection.answers.lines_aside():
            papers = sum(one.table == "blobs" and one.fate is Fate.ADDED for one in changes)
            # The same scan travels once, for however many records.
            taken = replace(taken, paper_count=min(papers, taken.paper_count))
        act.unit.imports.add(taken)
        act.unit.arrivals.done_waiting(inspection.bundle_id)
        kept = verdicts_of(act, inspection.bundle_id, inspection.likenesses, inspection.answers)
        act.unit.arrivals.add_verdicts(kept)
        for one in kept:
            about = act.regarding(one.case_id)
            if about is not None:
                about.look_also(
                    Action.DECIDE_IDENTITY,
                    "identity",
                    bundle=one.bundle_id,
                    verdict=one.verdict,
                    why=one.why,
                    other=one.other_case_id,
                )
        aside = inspection.answers.reasons()
        act.unit.arrivals.add_set_aside(inspection.bundle_id, aside)
        if aside:
            act.look_also(Action.SET_RECORDS_ASIDE, "process", bundle=inspection.bundle_id, aside=len(aside))
        way_back.keep(act, inspection, changes)

    def _take_place(self, act: Act, inspection: Inspection) -> int:
        """A sound bundle that an officer refuses was seen: its place on the lane is taken, and the next one can come.

        Returns:
            Its number on the lane; 0 for a bundle that was not sound.
        """
        if inspection.report.bottom_line is not BottomLine.ADMITTED:
            return 0
        with self._desk.vault.quarantine.open(inspection.ciphertext_sha256) as source:
            opened = open_bundle(source, [station_keys(act.unit).identity])
        admit(arrival_of(act.unit, opened, int(act.at.timestamp()))).raise_if_refused()
        named = opened.manifest.addressee(act.unit.people.station().station_id)
        seq = named.seq if named else 0
        act.unit.lanes.advance("in", inspection.origin, seq, opened.manifest_sha256)
        note_head(act, opened.manifest)
        note_trust(act, opened.manifest)
        return seq

    def _target(self, arrival: Arrival, record: Record) -> Target:
        with self._desk.vault.read() as unit:
            return arrival.target_in(unit, record)

    def _first_look(self, source: BinaryIO) -> tuple[OpenedBundle, Record]:
        """The record that says which case is meant, read before the transaction begins and verified again in it."""
        with self._desk.vault.read() as unit:
            opened = open_bundle(source, [station_keys(unit).identity])
            report = admit(arrival_of(unit, opened, int(self._desk.clock.now().timestamp())))
            for record in opened.entries(report, pass_over):
                return opened, record
        raise UntrustedInputError("bundle.record-refused", line=1)


_DISK_CODES = frozenset({"disk.full", "disk.failed", "disk.read-only"})


@contextmanager
def _told_that_it_waits() -> Iterator[None]:
    """Say of a disk that is full or does not work that nothing was admitted, and the bundle lies here all the same."""
    try:
        yield
    except EnvironmentProblemError as error:
        if error.code in _DISK_CODES:
            raise EnvironmentProblemError("import.not-written") from None
        raise


def _taken(records: tuple[Record, ...], inspection: Inspection) -> tuple[Record, ...]:
    """The records that come in.

    Raises:
        GateClosedError: ``import.not-admissible``: nothing would be left, or one of a kind that comes whole.
    """
    aside = inspection.answers.lines_aside()
    taken = tuple(record for line, record in enumerate(records, start=1) if line not in aside)
    if not taken or (aside and not inspection.can_set_aside):
        raise GateClosedError("import.not-admissible")
    return taken


def _decoded(answers: str) -> Answers:
    return msgspec.json.decode(answers, type=Answers)

"""Waiting bundles, verdicts on identity, gaps, alarms, and the ways back from an admission."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, or_, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from app.models.domain.ids import BundleId, CaseId, PersonId, StationId
from app.models.schema import arriving
from app.models.schema.columns import metadata
from app.models.views.arriving import Admission, Alarm, IdentityVerdict, LaneGap, WaitingBundle
from app.services.vault.rows import as_row, every, first

_WAITING, _ALARMS, _ADMISSIONS = arriving.waiting_bundles, arriving.alarms, arriving.admissions


class Arrivals:
    """What is known about bundles on their way in."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def wait(self, bundle: WaitingBundle) -> None:
        """Note a bundle that waits for a decision, or what was answered about it since."""
        columns = as_row(bundle)
        self._connection.execute(
            upsert(_WAITING).values(columns).on_conflict_do_update(index_elements=["bundle_id"], set_=columns)
        )

    def waiting(self) -> list[WaitingBundle]:
        """All that wait, the oldest first."""
        return every(self._connection, select(_WAITING).order_by(_WAITING.c.inspected_at), WaitingBundle)

    def find_waiting(self, bundle_id: BundleId) -> WaitingBundle | None:
        """One that waits, or None."""
        return first(self._connection, select(_WAITING).where(_WAITING.c.bundle_id == bundle_id), WaitingBundle)

    def done_waiting(self, bundle_id: BundleId) -> None:
        """It was decided on, or its file is gone."""
        self._connection.execute(delete(_WAITING).where(_WAITING.c.bundle_id == bundle_id))

    def add_verdicts(self, found: Sequence[IdentityVerdict]) -> None:
        """Keep what a person decided about who is who."""
        if found:
            self._connection.execute(insert(arriving.verdicts), [as_row(one) for one in found])

    def verdicts_about(self, case_id: CaseId) -> list[IdentityVerdict]:
        """What was decided about the subject of a case."""
        table = arriving.verdicts
        query = select(table).where(or_(table.c.case_id == case_id, table.c.other_case_id == case_id))
        return every(self._connection, query.order_by(table.c.decided_at), IdentityVerdict)

    def add_set_aside(self, bundle_id: BundleId, reasons: Mapping[int, str]) -> None:
        """Note which records of a bundle were not taken in."""
        rows = [{"bundle_id": bundle_id, "line": line, "reason": reason} for line, reason in sorted(reasons.items())]
        if rows:
            self._connection.execute(insert(arriving.set_aside), rows)

    def set_aside(self, bundle_id: BundleId) -> dict[int, str]:
        """Line and reason of each record that was not taken in."""
        table = arriving.set_aside
        rows = self._connection.execute(select(table.c.line, table.c.reason).where(table.c.bundle_id == bundle_id))
        return {int(line): str(reason) for line, reason in rows}

    def add_gap(self, gap: LaneGap) -> None:
        """Note numbers that were given up."""
        self._connection.execute(insert(arriving.lane_gaps), as_row(gap))

    def gaps(self, partner: StationId) -> list[LaneGap]:
        """The numbers of a partner that were given up, in their order."""
        table = arriving.lane_gaps
        return every(
            self._connection, select(table).where(table.c.partner == partner).order_by(table.c.first_seq), LaneGap
        )

    def raise_alarm(self, alarm: Alarm) -> bool:
        """Note an alarm.

        Returns:
            False when one about the same file for the same reason is open already.
        """
        same = select(func.count()).select_from(_ALARMS)
        same = same.where(
            _ALARMS.c.ciphertext_sha256 == alarm.ciphertext_sha256,
            _ALARMS.c.code == alarm.code,
            _ALARMS.c.settled_at.is_(None),
        )
        if self._connection.execute(same).scalar_one():
            return False
        self._connection.execute(insert(_ALARMS), as_row(alarm))
        return True

    def alarms(self, *, open_only: bool = True) -> list[Alarm]:
        """Alarms, the newest first."""
        query = select(_ALARMS).order_by(_ALARMS.c.raised_at.desc(), _ALARMS.c.alarm_id)
        if open_only:
            query = query.where(_ALARMS.c.settled_at.is_(None))
        return every(self._connection, query, Alarm)

    def settle_alarm(self, alarm_id: str, finding: str, at: datetime, by: PersonId) -> bool:
        """Note what was found; False when the alarm is unknown or settled."""
        statement = update(_ALARMS).where(_ALARMS.c.alarm_id == alarm_id, _ALARMS.c.settled_at.is_(None))
        done = self._connection.execute(statement.values(settled_at=at.isoformat(), settled_by=by, finding=finding))
        return done.rowcount == 1

    def add_admission(self, admission: Admission) -> None:
        """Note what an admitted bundle did."""
        columns = as_row(admission)
        self._connection.execute(
            upsert(_ADMISSIONS).values(columns).on_conflict_do_update(index_elements=["bundle_id"], set_=columns)
        )

    def admission(self, bundle_id: BundleId) -> Admission | None:
        """The admission of a bundle, or None."""
        return first(self._connection, select(_ADMISSIONS).where(_ADMISSIONS.c.bundle_id == bundle_id), Admission)

    def set_taken_back(self, bundle_id: BundleId, at: datetime, by: PersonId, witness: PersonId) -> None:
        """The admission was undone; the way back is no longer needed."""
        values = {"taken_back_at": at.isoformat(), "taken_back_by": by, "witness": witness, "journal": "[]"}
        self._connection.execute(update(_ADMISSIONS).where(_ADMISSIONS.c.bundle_id == bundle_id).values(values))

    def forget_answers(self, bundle_id: BundleId) -> None:
        """What was answered about a bundle no longer counts."""
        for table in (arriving.verdicts, arriving.set_aside):
            self._connection.execute(delete(table).where(table.c.bundle_id == bundle_id))

    def remove_row(self, table: str, key: Mapping[str, str | int]) -> int:
        """Remove a row that an admission added.

        Returns:
            How many rows there were: 1, or 0 when it is gone already.
        """
        into = metadata.tables[table]
        statement = delete(into).where(*(into.c[name] == value for name, value in key.items()))
        return self._connection.execute(statement).rowcount

    def restore_row(
        self, table: str, key: Mapping[str, str | int], after: Mapping[str, object], before: Mapping[str, object]
    ) -> int:
        """Give columns their values from before an admission, if they still are what it made of them.

        Returns:
            1, or 0 when they were changed since.
        """
        into = metadata.tables[table]
        unchanged = (into.c[name].is_(value) for name, value in after.items())
        statement = update(into).where(*(into.c[name] == value for name, value in key.items()), *unchanged)
        return self._connection.execute(statement.values(dict(before))).rowcount

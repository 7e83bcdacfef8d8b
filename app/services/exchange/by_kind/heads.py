"""The head of our record to a partner who witnesses it, and the head of a partner's record to us.

The head itself travels in every manifest; a bundle of this kind is for a partner who would otherwise not hear of it,
and tells what we have noted of the partner's own record.
"""

from app.models.domain.acts import Action
from app.models.domain.civil_day import civil_day
from app.models.domain.errors import UntrustedInputError
from app.models.domain.ids import StationId
from app.models.views.records import Witnessed
from app.services.bundles.schemas import HeadNotice, NotedHead
from app.services.desk import Act
from app.services.exchange.cargo import Cargo, Departure, Offer
from app.services.exchange.delivery import Arrival, Delivery, Effect, Records, WhyNot, as_kind, office_target
from app.services.exchange.lookout import trust_view
from app.services.notices.issuing import LetterDesk
from app.services.packs.shelf import PackShelf
from app.services.vault.unit import Unit


def _offered(unit: Unit) -> list[Offer]:
    """Partners with whom something was exchanged."""
    if unit.people.trust_envelope() is None:
        return []
    station = unit.people.station()
    return [
        Offer(one.id, one.id, "", station.created_at, only_to=StationId(one.id))
        for one in trust_view(unit).document.stations
        if one.id != station.station_id and one.revoked_at is None and _is_partner(unit, StationId(one.id))
    ]


def _is_partner(unit: Unit, station: StationId) -> bool:
    return any(unit.lanes.get(way, station).last_seq for way in ("in", "out"))


def _load(act: Act, _packs: PackShelf, _letters: LetterDesk) -> Cargo:
    seen = act.unit.heads.furthest(StationId(act.subject))
    noted = () if seen is None else (_noted(seen),)

    def headed(head: str) -> tuple[HeadNotice, ...]:
        return (HeadNotice(checkpoint=head, noted=noted),)

    return Cargo((), civil_day(act.at), headed=headed)


def _noted(seen: Witnessed) -> NotedHead:
    return NotedHead(station=seen.station, epoch=seen.epoch, size=seen.size, root=seen.root.hex())


def _foresee(unit: Unit, records: Records) -> tuple[Effect, ...]:
    head = Effect("import.effect.head")
    if _knows_us_otherwise(unit, as_kind(records[0], HeadNotice)):
        return (head, Effect("import.effect.head-of-ours-unknown"))
    return (head,)


def _admit(act: Act, delivery: Delivery, _packs: PackShelf) -> None:
    notice = as_kind(delivery.record, HeadNotice)
    if notice.checkpoint != delivery.said.origin_checkpoint:
        raise UntrustedInputError("bundle.record-inconsistent")
    # The import notes the head of every manifest; here only what the partner knows of ours is looked at.
    if _knows_us_otherwise(act.unit, notice):
        detail: dict[str, str | int] = {"origin": delivery.said.origin, "size": notice.noted[0].size}
        act.unit.record.note(act.at, "checkpoint.ours-unknown", act.actor.station, detail)


def _knows_us_otherwise(unit: Unit, notice: HeadNotice) -> bool:
    """Whether the partner has noted a head of ours that is not one of our record.

    Of an epoch before the present one nothing can be said: what was appended between a backup and its restore is lost
    here, and the partner was told so.
    """
    us, record = unit.people.station().station_id, unit.record
    ours = [one for one in notice.noted if one.station == us and one.epoch >= record.epoch()]
    return any(
        one.epoch > record.epoch() or one.size > record.head().size or record.tree.root_at(one.size).hex() != one.root
        for one in ours
    )


DEPARTURE = Departure(Action.PREPARE_CHECKPOINT, _load, ("absent.name", "absent.record-entries"), _offered)
ARRIVAL = Arrival(
    Action.ADMIT_CHECKPOINT,
    office_target,
    _foresee,
    _admit,
    persons=WhyNot.NO_PERSON,
    apart=WhyNot.ONE_RECORD,
    use=WhyNot.WITNESSED,
)

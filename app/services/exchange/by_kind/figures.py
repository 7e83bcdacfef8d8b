"""The yearly figures (実施状況の集計, 法第19条): counted here, told without small numbers, kept where they come in."""

from datetime import date

import msgspec

from app.models.domain.actor import OfficeKind
from app.models.domain.acts import Action
from app.models.domain.civil_day import civil_day
from app.models.domain.errors import GateClosedError
from app.models.domain.statistics import Cell, Group, Measure, Period, told
from app.models.views.carried import Carried
from app.services.bundles import canonical
from app.services.bundles.manifest import Kind
from app.services.bundles.schemas import Figure, Statistics
from app.services.desk import Act
from app.services.exchange.cargo import Cargo, Departure, Offer
from app.services.exchange.delivery import Arrival, Delivery, Effect, Records, WhyNot, as_kind, office_target
from app.services.exchange.lookout import trust_view
from app.services.notices.issuing import LetterDesk
from app.services.packs.shelf import PackShelf
from app.services.vault.unit import Unit

FIGURES = Kind.STATISTICS.value


def year(number: int) -> Period:
    """A calendar year."""
    return Period(date(number, 1, 1), date(number, 12, 31))


def exact(unit: Unit, period: Period) -> dict[Cell, int]:
    """The figures of a period as they are; for this office only."""
    offices = trust_view(unit).document.offices if unit.people.trust_envelope() is not None else ()
    contractors = [office.id for office in offices if office.kind is OfficeKind.CONTRACTOR]
    found = unit.figures.exact(period, contractors)
    requested = {
        subject
        for export in unit.exports.in_status(("written", "closed"))
        if export.kind == Kind.INVESTIGATION_REQUEST.value and export.written_at is not None
        if period.since <= civil_day(export.written_at) <= period.until
        for subject in export.owner.split()
    }
    return found | {(Measure.INVESTIGATION_REQUESTED, Group.ALL): len(requested)}


def _offered(unit: Unit) -> list[Offer]:
    station = unit.people.station()
    first = civil_day(station.created_at).year
    return [
        Offer(str(number), str(number), "", station.created_at) for number in range(first, unit.figures.years_end())
    ]


def _load(act: Act, _packs: PackShelf, _letters: LetterDesk) -> Cargo:
    number = int(act.subject) if act.subject.isdecimal() and len(act.subject) == 4 else 0
    if not number or number >= civil_day(act.at).year:
        raise GateClosedError("export.year-not-over")
    period = year(number)
    figures = told(exact(act.unit, period))
    measures, groups = list(Measure), list(Group)
    cells = sorted(figures, key=lambda cell: (measures.index(cell[0]), groups.index(cell[1])))
    record = Statistics(
        since=period.since,
        until=period.until,
        figures=tuple(Figure(measure=cell[0], group=cell[1], count=figures[cell]) for cell in cells),
    )
    return Cargo((record,), period.until)


def _foresee(_unit: Unit, records: Records) -> tuple[Effect, ...]:
    figures = as_kind(records[0], Statistics).figures
    left_out = sum(one.count is None for one in figures)
    effects = (Effect("import.effect.figures", len(figures)),)
    return (*effects, Effect("import.effect.figures-not-told", left_out)) if left_out else effects


def _admit(act: Act, delivery: Delivery, _packs: PackShelf) -> None:
    statistics = as_kind(delivery.record, Statistics)
    act.unit.carried.add(
        Carried(
            matter_id=delivery.bundle_id,
            kind=FIGURES,
            way="in",
            name=str(delivery.origin_office),
            section=statistics.since.isoformat(),
            at=act.at,
            person=act.actor.person,
            content=canonical.encode(statistics),
            office_id=delivery.origin_office,
            bundle_id=delivery.bundle_id,
        )
    )
    act.detail["listed"] = len(statistics.figures)


def figures_in(matter: Carried) -> Statistics:
    """The figures that came."""
    return msgspec.json.decode(matter.content, type=Statistics)


DEPARTURE = Departure(
    Action.PREPARE_STATISTICS,
    _load,
    ("absent.name", "absent.cases", "absent.small-numbers", "absent.reasons"),
    _offered,
)
ARRIVAL = Arrival(
    Action.ADMIT_STATISTICS,
    office_target,
    _foresee,
    _admit,
    persons=WhyNot.NO_PERSON,
    apart=WhyNot.ONE_RECORD,
    use=frozenset({Action.SEE_FIGURES}),
)

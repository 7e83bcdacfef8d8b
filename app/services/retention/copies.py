"""How long the sealed copy of a case is kept that was handed over: from the day of the receipt."""

from app.models.domain.civil_day import civil_day
from app.models.domain.custody import Place
from app.models.domain.retention import COPY_CLASS, KeptUntil, kept_until
from app.models.views.records import Case
from app.services.packs.shelf import PackShelf
from app.services.retention.clocks import pack_of
from app.services.vault.unit import Unit


def copy_clock(unit: Unit, case: Case, packs: PackShelf) -> KeptUntil | None:
    """When the copy of a case falls due; None before the receipt."""
    custody, since = unit.custody.find(case.case_id), unit.custody.since(case.case_id)
    if custody is None or since is None or custody.place is not Place.RELEASED:
        return None
    period = pack_of(packs, case.pack_digest).retention(COPY_CLASS).period
    return kept_until(period, civil_day(since))

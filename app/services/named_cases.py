"""How an officer names a case: by its number, or by its identity."""

from app.models.domain.ids import CaseId
from app.services.desk import Desk


def case_named(desk: Desk, named: str) -> CaseId:
    """The identity of a case; the act that it is meant for says whether there is one, and who may do it.

    Args:
        desk: Of the unlocked vault.
        named: Number or identity, looked up inside the vault, so that nobody needs a list of cases.
    """
    with desk.vault.read() as unit:
        found = unit.cases.numbered(named)
    return CaseId(named) if found is None else found.case_id

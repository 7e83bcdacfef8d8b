"""Rules about who may be appointed, and without whom an office cannot go on."""

import unicodedata
from collections.abc import Iterable
from datetime import date

from app.models.domain.actor import Role
from app.models.domain.errors import InvalidInputError

INDISPENSABLE = (Role.ADMINISTRATOR, Role.SECURITY_OFFICER)
"""An office without one of these can neither appoint anybody nor exchange anything."""


def name_key(name: str) -> str:
    """Two officers whose names have the same key could not be told apart at the door."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def require_names_apart(names: Iterable[str]) -> None:
    """Every officer of a workstation has a name of its own.

    Raises:
        InvalidInputError: ``officers.same-name``.
    """
    keys = [name_key(name) for name in names]
    if len(set(keys)) != len(keys):
        raise InvalidInputError("officers.same-name", field="name")


def require_whole(name: str, roles: Iterable[Role]) -> None:
    """An officer has a name and at least one role.

    Raises:
        InvalidInputError: ``setup.officer-incomplete``.
    """
    if not name.strip() or not set(roles):
        raise InvalidInputError("setup.officer-incomplete", field="officers")


def require_office_goes_on(staying: Iterable[tuple[Iterable[Role], date | None]]) -> None:
    """After a change somebody without an end of the term still administers and somebody still keeps security.

    Args:
        staying: Roles and last day of every officer who stays.

    Raises:
        InvalidInputError: ``officers.last-of-role``.
    """
    lasting = {role for roles, until in staying if until is None for role in roles}
    if not set(INDISPENSABLE) <= lasting:
        raise InvalidInputError("officers.last-of-role", field="officer")

"""Rows of the table of officers."""

from datetime import date

from app.models.domain.actor import OfficeKind, Role
from app.models.domain.civil_day import JAPAN
from app.services.officers.officers import KeyHolder
from app.ui.tables.lines import Heading, Line
from app.ui.texts import Texts
from app.ui.theme.tokens import Tone

OFFICERS = (
    Heading("keys.column.name", 15),
    Heading("keys.column.state", 18),
    Heading("keys.column.way", 20),
    Heading("keys.column.since", 13),
    Heading("keys.column.until", 13),
    Heading("keys.column.roles", 40),
)
SOON_DAYS = 30


def role_names(texts: Texts, roles: tuple[str, ...], kind: OfficeKind) -> str:
    """Names of roles as this kind of office calls them, in the order of the law."""
    named = [role for role in Role if role.value in roles]
    keys = [f"role.{role}.{kind}" if f"role.{role}.{kind}" in texts else f"role.{role}" for role in named]
    return texts("ui.list.separator").join(texts(key) for key in keys)


def state_of(holder: KeyHolder, today: date) -> tuple[str, Tone]:
    """Key and tone of the word for how an officer stands."""
    officer = holder.officer
    if officer.ended_at is not None:
        return "keys.state.ended", Tone.NEUTRAL
    if officer.until is not None and officer.until < today:
        return "keys.state.expired", Tone.BAD
    if holder.awaits_unlock:
        return "keys.state.awaits", Tone.INFO
    if officer.until is not None and (officer.until - today).days <= SOON_DAYS:
        return "keys.state.soon", Tone.WARN
    return "keys.state.active", Tone.GOOD


def way_of(texts: Texts, holder: KeyHolder) -> str:
    """What opens the vault for an officer."""
    if holder.slot_made_at is None:
        return texts("keys.way.none")
    return texts("keys.way.token", label=holder.token) if holder.token else texts("keys.way.passphrase")


def officer_line(texts: Texts, holder: KeyHolder, today: date, kind: OfficeKind) -> Line:
    """One officer."""
    officer = holder.officer
    state_key, tone = state_of(holder, today)
    since = officer.added_at.astimezone(JAPAN).date().isoformat()
    last = officer.ended_at.astimezone(JAPAN).date() if officer.ended_at is not None else officer.until
    until = last.isoformat() if last is not None else texts("keys.until.open")
    state, way, roles = texts(state_key), way_of(texts, holder), role_names(texts, officer.roles, kind)
    sentence = texts(
        "keys.officer.sentence", name=officer.name, state=state, way=way, since=since, until=until, roles=roles
    )
    return Line(officer.person_id, (officer.name, state, way, since, until, roles), sentence, ((1, tone),))

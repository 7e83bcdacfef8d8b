"""Rows of the table: who may sign what, since when, until when."""

from datetime import UTC, datetime

from app.models.domain.civil_day import JAPAN
from app.services.texts.catalogue import Language
from app.services.trust.orders import Ground
from app.services.trust.overview import Holder, TrustLook
from app.ui.tables.lines import Heading, Line
from app.ui.texts import Texts
from app.ui.theme.tokens import Tone

HOLDERS = (
    Heading("trust.column.name", 17),
    Heading("trust.column.state", 13),
    Heading("trust.column.since", 13),
    Heading("trust.column.until", 13),
    Heading("trust.column.office", 14),
    Heading("trust.column.roles", 24),
)
TONES = {
    "valid": Tone.GOOD,
    "soon": Tone.WARN,
    "early": Tone.INFO,
    "expired": Tone.BAD,
    "revoked": Tone.BAD,
}


def day_of(seconds: int | None) -> str:
    """A day in Japan, or nothing."""
    return "" if seconds is None else datetime.fromtimestamp(seconds, UTC).astimezone(JAPAN).date().isoformat()


def holder_line(texts: Texts, look: TrustLook, place: int, holder: Holder, now: int) -> Line:
    """One key."""
    state = holder.state(now)
    word = texts(f"trust.state.{state}")
    if state == "revoked" and holder.ground in set(Ground):
        word = texts("trust.state.with-ground", state=word, ground=texts(f"trust.ground.{holder.ground}"))
    name = texts("trust.station.name", station=holder.name) if holder.is_station else holder.name
    if holder.is_root:
        name = texts("trust.root.officer", name=name)
    offices = {one: (ja if texts.language is Language.JAPANESE else en) for one, ja, en in look.offices}
    since, open_end = day_of(holder.since) or "—", texts("trust.until.open")
    until = day_of(holder.revoked_at if holder.revoked_at is not None else holder.until) or open_end
    signs = signs_of(texts, holder)
    roles = texts("ui.list.separator").join(texts(f"role.{role}") for role in holder.roles)
    office = offices.get(holder.office, holder.office)
    sentence = texts(
        "trust.holder.sentence", name=name, state=word, since=since, until=until, office=office, signs=signs
    )
    return Line(str(place), (name, word, since, until, office, roles or "—"), sentence, ((1, TONES[state]),))


def signs_of(texts: Texts, holder: Holder) -> str:
    """Which bundles a key may sign; none once it is revoked."""
    if holder.revoked_at is not None:
        return texts("trust.signs.none")
    return texts("ui.list.separator").join(texts(f"kind.{kind}") for kind in holder.kinds) or texts("trust.signs.none")

"""Papers of the loop of receipts: the letter that asks for a receipt, and the report on an incident."""

from datetime import datetime

from app.models.domain.actor import Environment
from app.models.domain.civil_day import JAPAN, civil_day
from app.models.domain.loop import Cause
from app.models.views.records import Export, Letterhead, Station
from app.services.documents import tree
from app.services.documents.date_text import both_calendars
from app.services.documents.fonts import typefaces
from app.services.documents.render import render
from app.services.exchange.told_incident import ToldIncident
from app.services.texts.catalogue import Catalogue, Language

_GROUP, _PER_LINE = 8, 8


def reminder_pdf(
    export: Export,
    days: int,
    office: tuple[str, str],
    station: Station,
    head: Letterhead,
    at: datetime,
    texts: Catalogue,
) -> bytes:
    """The letter to the office that owes a receipt.

    Raises:
        RefusedError: ``letter.character-not-drawable``: a name cannot be printed exactly.
    """
    digest = export.ciphertext_sha256 or ""
    rows = (
        tree.Row(texts("loop.paper.file"), (export.file_name,)),
        tree.Row(texts("loop.paper.kind"), (texts(f"kind.{export.kind}"),)),
        tree.Row(texts("loop.paper.sent"), (_moment(export.written_at, texts),)),
        tree.Row(texts("loop.paper.waiting"), (texts("loop.paper.days", days=days),)),
    )
    blocks: tuple[tree.Block, ...] = (
        tree.Statement(texts("loop.reminder.statement")),
        tree.Paragraph(texts("loop.reminder.text")),
        tree.Table(rows),
        tree.Groups(texts("loop.paper.digest"), _groups(digest), _PER_LINE),
        tree.Paragraph(texts("loop.reminder.forms")),
    )
    number = texts("loop.reminder.number", station=station.station_id, moment=f"{at.astimezone(JAPAN):%Y%m%d-%H%M}")
    to = texts("loop.paper.addressee", office=_named(office, export.recipient, texts))
    issuer = (_own(station, texts), head.issuer_head)
    contact = texts("loop.paper.contact", desk=head.contact_desk)
    return _drawn(texts("loop.reminder.title"), number, (to,), issuer, blocks, (contact,), station, at, texts)


def incident_pdf(told: ToldIncident, station: Station, at: datetime, texts: Catalogue) -> bytes:
    """The report on an incident.

    Raises:
        RefusedError: ``letter.character-not-drawable``: a name cannot be printed exactly.
    """
    unknown = texts("loop.paper.unknown")
    rows = (
        tree.Row(
            texts("loop.paper.partner"), (_named((told.office_ja, told.office_en), told.partner, texts) or unknown,)
        ),
        tree.Row(texts("loop.paper.station"), (told.partner or unknown,)),
        tree.Row(texts("loop.paper.file"), (told.file_name or unknown,)),
        tree.Row(texts("loop.paper.bundle"), (told.bundle_id or unknown,)),
        tree.Row(texts("loop.paper.kind"), (texts(f"kind.{told.kind}") if told.kind else unknown,)),
        tree.Row(texts("loop.paper.sent"), (_moment(told.sent_at, texts),)),
        tree.Row(texts("loop.paper.sent-by"), (told.sent_by or unknown,)),
        tree.Row(texts("loop.paper.medium"), (told.place or unknown,)),
        tree.Row(texts("loop.paper.noticed"), (_moment(told.opened_at, texts),)),
        tree.Row(texts("loop.paper.waiting"), (texts("loop.paper.days", days=told.days_open),)),
    )
    by_hand = texts("loop.paper.by-hand")
    blocks: tuple[tree.Block, ...] = (
        tree.Statement(texts(f"incident.{told.cause}")),
        tree.Heading(texts("loop.paper.one"), texts("loop.incident.what")),
        tree.Table(rows),
        *((tree.Groups(texts("loop.paper.digest"), _groups(told.ciphertext_sha256), _PER_LINE),) * bool(told.kind)),
        tree.Heading(texts("loop.paper.two"), texts("loop.incident.do")),
        tree.Paragraph(texts(f"incident.{told.cause}.do")),
        *((tree.Paragraph(texts("loop.incident.encrypted")),) * (told.cause is not Cause.OTHER_PERSON)),
        tree.Heading(texts("loop.paper.three"), texts("loop.incident.found")),
        tree.Signature(
            (
                (texts("loop.incident.asked"), by_hand),
                (texts("loop.incident.result"), by_hand),
                (texts("loop.incident.reported-to"), by_hand),
                (texts("loop.incident.by"), by_hand),
            )
        ),
    )
    number = texts("loop.incident.number", station=station.station_id, number=told.number)
    return _drawn(texts("loop.incident.title"), number, (), (_own(station, texts),), blocks, (), station, at, texts)


def _drawn(  # the parts of a letter
    title: str,
    number: str,
    addressee: tuple[str, ...],
    issuer: tuple[str, ...],
    blocks: tuple[tree.Block, ...],
    footer: tuple[str, ...],
    station: Station,
    at: datetime,
    texts: Catalogue,
) -> bytes:
    document = tree.Document(
        language=texts.language,
        form="",
        title=title,
        issue_no=number,
        issue_label=texts("loop.paper.number-label"),
        date=both_calendars(civil_day(at), texts.language),
        addressee=addressee,
        issuer=issuer,
        blocks=blocks,
        footer=footer,
        closing="",
    )
    return render(document, typefaces(), rehearsal=station.environment is Environment.REHEARSAL)


def _own(station: Station, texts: Catalogue) -> str:
    return _named((station.office_name_ja, station.office_name_en), station.station_id, texts)


def _named(office: tuple[str, str], station: str, texts: Catalogue) -> str:
    ja, en = office
    name = ja if texts.language is Language.JAPANESE else en or ja
    return name or station or texts("loop.paper.unknown")


def _moment(at: datetime | None, texts: Catalogue) -> str:
    return f"{at.astimezone(JAPAN):%Y-%m-%d %H:%M}" if at is not None else texts("loop.paper.unknown")


def _groups(digest: str) -> tuple[str, ...]:
    return tuple(digest[at : at + _GROUP] for at in range(0, len(digest), _GROUP))

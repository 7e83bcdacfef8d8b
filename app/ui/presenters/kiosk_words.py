"""What the pages of words say at each stage, in reading order. Qt-free."""

from collections.abc import Callable
from datetime import date, datetime

from app.models.domain.civil_day import JAPAN, civil_day
from app.services.documents.date_text import both_calendars
from app.services.kiosk.room import Room
from app.services.kiosk.telling import Passage, Rank, Told
from app.services.texts.catalogue import Catalogue
from app.ui.presenters.kiosk_course import Choice, KioskState, Stage

Words = list[tuple[str, str]]
_GROUP = 8


def words_of(state: KioskState, texts: Catalogue, notice: tuple[tuple[Passage, ...], ...], room: Room | None) -> Words:
    """Roles and texts of a page.

    Args:
        state: What is shown.
        texts: Sentences.
        notice: The pages of the notice.
        room: Tells which slip it is, while somebody is here.
    """
    if state.stage is Stage.HERE:
        return [] if room is None else _here(room, texts)
    if state.stage is Stage.NOTICE:
        head = ("hint", texts("ui.kiosk.notice.page", page=state.place + 1, last=len(notice) + 1))
        if state.place < len(notice):
            return [head, *(_worded(passage, texts) for passage in notice[state.place])]
        return [head, *_without_consent(state, texts)]
    write = _WRITERS.get(state.stage)
    return [] if write is None else write(state, texts)


def _here(room: Room, texts: Catalogue) -> Words:
    words = [("title", texts("ui.kiosk.here.title")), ("lead", texts("ui.kiosk.here.slip", number=room.slip))]
    if room.last_here:
        at = datetime.fromisoformat(room.last_here)
        day, time = both_calendars(civil_day(at), texts.language), f"{at.astimezone(JAPAN):%H:%M}"
        words.append(("lead", texts("ui.kiosk.here.last", day=day, time=time)))
    else:
        words.append(("lead", texts("ui.kiosk.here.first")))
    return [*words, ("", texts("ui.kiosk.here.not-you")), ("", texts("ui.kiosk.here.unseen"))]


def _worded(passage: Passage, texts: Catalogue) -> tuple[str, str]:
    match passage.rank:
        case Rank.HEADING:
            return "title", texts("ui.kiosk.notice.heading", number=passage.label, text=passage.text)
        case Rank.ITEM:
            return "", texts("ui.kiosk.notice.item", number=passage.label, text=passage.text)
        case Rank.ROW:
            return "", texts("ui.kiosk.notice.row", label=passage.label, text=passage.text)
        case _:
            return "", passage.text


def _without_consent(state: KioskState, texts: Catalogue) -> Words:
    title = ("title", texts("ui.kiosk.without.title"))
    stem, parts = "without", ("free", "what", "data", "unfair", "whenever")
    return [title, *_sentences(texts, stem, parts), *_desks(texts, state.told)]


def _own(state: KioskState, texts: Catalogue) -> Words:
    told = state.told
    words = [("title", texts("ui.kiosk.own.title")), *_sentences(texts, "own", ("use",))]
    if told is not None and told.consented_on is not None:
        words.append(("", texts("ui.kiosk.own.given", day=_day(told.consented_on, texts))))
    return [*words, *_sentences(texts, "own", ("choose", "no-reason"))]


def _inquiries(state: KioskState, texts: Catalogue) -> Words:
    told = state.told
    words = [("title", texts("ui.kiosk.inquiries.title"))]
    words += _sentences(texts, "inquiries", ("use", "bodies", "copy", "without"))
    if told is not None and not told.may_consent_here:
        words.append(("lead", texts("ui.kiosk.inquiries.on-paper")))
    return [*words, *_sentences(texts, "inquiries", ("no-reason",))]


def _stopping(state: KioskState, texts: Catalogue) -> Words:
    key = "decline" if state.wish is Choice.DECLINE else "withdraw"
    words = [("title", texts(f"ui.kiosk.stop.{key}"))]
    is_here = state.told is None or state.told.may_withdraw_here
    last = "no-reason" if is_here else "elsewhere"
    words += _sentences(texts, "stop", ("what", "data", "told", "unfair", last))
    return [*words, *_desks(texts, state.told)]


def _done(state: KioskState, texts: Catalogue) -> Words:
    signed, which = state.signed, "-correction" if state.is_correction else ""
    if signed is None:
        return []
    groups = [signed.sha256[start : start + _GROUP] for start in range(0, len(signed.sha256), _GROUP)]
    return [
        ("title", texts(f"ui.kiosk.done.title{which}")),
        ("lead", texts(f"ui.kiosk.done.count{which}", count=signed.answers)),
        ("", texts("ui.kiosk.done.digest")),
        ("lead", " ".join(groups)),
        ("", texts("ui.kiosk.done.paper")),
        *_desks(texts, state.told),
    ]


def _withdrawn(state: KioskState, texts: Catalogue) -> Words:
    title = ("title", texts("ui.kiosk.withdrawn.title"))
    parts = ("sealed", "slip", "unfair")
    return [title, *_sentences(texts, "withdrawn", parts), *_desks(texts, state.told)]


def _ended(state: KioskState, texts: Catalogue) -> Words:
    title = ("title", texts("ui.kiosk.ended.title"))
    return [title, ("", texts("ui.kiosk.ended.do")), *_desks(texts, state.told)]


def _desks(texts: Catalogue, told: Told | None) -> Words:
    if told is None:
        return []
    return [
        ("", texts("ui.kiosk.desks.complaint", desk=told.complaint_desk)),
        ("", texts("ui.kiosk.desks.consultation", desk=told.consultation_desk)),
        ("", texts("ui.kiosk.desks.contact", desk=told.contact_desk)),
    ]


def _sentences(texts: Catalogue, stem: str, parts: tuple[str, ...]) -> Words:
    return [("", texts(f"ui.kiosk.{stem}.{part}")) for part in parts]


def _day(day: date, texts: Catalogue) -> str:
    return both_calendars(day, texts.language)


_WRITERS: dict[Stage, Callable[[KioskState, Catalogue], Words]] = {
    Stage.OWN: _own,
    Stage.INQUIRIES: _inquiries,
    Stage.STOP: _stopping,
    Stage.DONE: _done,
    Stage.WITHDRAWN: _withdrawn,
    Stage.ENDED: _ended,
}

"""Say a point in words: the neutral question with its blanks filled, places on paper, values, from when to when."""

from app.models.domain.dates import parse_date
from app.models.domain.errors import InvalidInputError
from app.models.forms.answers import AnswerState
from app.models.forms.definition import FormPack
from app.models.forms.items import Item, ItemType
from app.models.forms.reading import value_in_words
from app.models.rules.found import Blank, Place, RuleFinding, Used
from app.services.documents.date_text import both_calendars, partly_in_both_calendars
from app.services.points.differing import QUESTION, SAID_OTHERWISE
from app.services.points.points import Point
from app.services.texts.catalogue import Language

_STATES = frozenset(state.value for state in AnswerState if state is not AnswerState.VALUE)


def question_of(pack: FormPack, point: Point, language: Language) -> str:
    """The neutral question to put to the subject, or as it was put; the id of a rule that the pack has no more."""
    if point.rule is None:
        put = (blank.value for blank in point.finding.blanks if blank.name == f"{QUESTION}-{language.value}")
        return next(put, point.finding.rule) if point.finding.rule == SAID_OTHERWISE else point.finding.rule
    words = {blank.name: _filled(pack, blank, language) for blank in point.finding.blanks}
    return point.rule.question.in_language(language.value).format_map(words)


def place_words(pack: FormPack, place: Place, language: Language) -> tuple[str, str]:
    """What an answer is about, as the form says it: its table, or empty outside tables, and the item."""
    if pack.index.get(place.link_id) is None:
        return "", place.link_id
    table, label = pack.index.table(place.link_id), pack.label(place.link_id, language.value)
    if table is None or table.link_id == place.link_id:
        return "", label
    return pack.label(table.link_id, language.value), label


def used_words(pack: FormPack, used: Used, language: Language) -> str:
    """A value that a rule used, in words of the form; dates in both calendars."""
    item = pack.index.get(used.link_id) if used.link_id else None
    if item is None:
        return _day(used.text, language) or used.text
    if used.text in _STATES:
        return pack.text(f"state.{used.text}", language.value)
    if item.type is ItemType.DATE:
        return _date(pack, item, used.text, language)
    if item.type is ItemType.BOOLEAN:
        return value_in_words(pack, item, used.text == "true", language.value)
    return value_in_words(pack, item, used.text, language.value)


def topic_of(finding: RuleFinding) -> str:
    """What tells a finding apart beside its places: code of a topic, reference of an inquiry; empty for most."""
    return finding.about.partition("#")[0]


def _filled(pack: FormPack, blank: Blank, language: Language) -> str:
    if blank.kind == "day":
        return _day(blank.value, language) or blank.value
    if blank.kind == "item" and pack.index.get(blank.value) is not None:
        return pack.label(blank.value, language.value)
    return blank.value


def _day(text: str, language: Language) -> str:
    """A whole day in both calendars; empty when it is none."""
    try:
        day = parse_date(text, field="day").day
    except InvalidInputError:
        return ""
    return "" if day is None else both_calendars(day, language)


def _date(pack: FormPack, item: Item, text: str, language: Language) -> str:
    """A date of any precision, in both calendars where it falls into one era."""
    western = value_in_words(pack, item, text, language.value)
    try:
        return partly_in_both_calendars(parse_date(text, field="date"), western, language)
    except InvalidInputError:
        return western

"""What stands in a box: the answer as written, the explicit states in words, choices as boxes to tick."""

from dataclasses import dataclass

from app.models.forms.answers import Answer, AnswerState
from app.models.forms.definition import FormPack
from app.models.forms.items import DatePrecision, Item, ItemType
from app.models.forms.reading import answer_in_words
from app.services.texts.catalogue import Catalogue

EMPTY, TICKED = "□", "■"
_MOST_OPTIONS = 8


@dataclass(frozen=True, slots=True)
class Said:
    """Words for a box.

    Attributes:
        text: What is written; never markup.
        options: Choices that are printed in the box instead, where they fit.
        chosen: Which of them is ticked; -1 for none.
        is_pale: The words are the form's, not the subject's.
        is_covered: The reader may not see what stands here, nor whether anything does.
    """

    text: str = ""
    options: tuple[str, ...] = ()
    chosen: int = -1
    is_pale: bool = False
    is_covered: bool = False


def asked(pack: FormPack, item: Item, texts: Catalogue) -> Said:
    """What an empty box offers to the pen."""
    if options := _options(pack, item, texts.language.value):
        return Said(options=tuple(word for _, word in options), is_pale=False)
    if item.type is ItemType.DATE:
        is_month = item.ext.precision is DatePrecision.MONTH
        return Said(texts("twin.guide.month") if is_month else texts("twin.guide.day"), is_pale=True)
    return Said()


def said(pack: FormPack, item: Item, answer: Answer | None, texts: Catalogue, *, is_shown: bool) -> Said:
    """What a filled box says; never nothing."""
    if answer is None:
        words = texts("twin.unanswered") if is_shown else texts("twin.not-asked")
        return Said(words, is_pale=True)
    language = texts.language.value
    words = answer_in_words(pack, item, answer, language)
    if answer.state is not AnswerState.VALUE:
        words = texts("twin.with-reason", state=words, reason=answer.reason) if answer.reason else words
    elif answer.about and answer.as_written is None:
        words = texts("twin.about", value=words)
    if not is_shown:
        return Said(texts("twin.no-longer-asked", value=words))
    if answer.state is AnswerState.VALUE and answer.reason is None:
        options = _options(pack, item, language)
        for place, (_, word) in enumerate(options):
            if word == words:
                return Said(words, tuple(each for _, each in options), place)
    return Said(words)


def _options(pack: FormPack, item: Item, language: str) -> list[tuple[str, str]]:
    if item.type is ItemType.BOOLEAN:
        return [("true", pack.text("value.yes", language)), ("false", pack.text("value.no", language))]
    if item.type is not ItemType.CODING:
        return []
    allowed = item.answer_option
    listed = next((each.codes for each in pack.choices if each.id == item.answer_value_set), ())
    codes = [each.code for each in listed if not allowed or each.code in allowed]
    if len(codes) > _MOST_OPTIONS:
        return []
    return [(code, pack.text(f"choice.{item.answer_value_set}.{code}", language)) for code in codes]

"""Read answers without learning whose they are (氏名等を伏せた閲覧).

Whole questions are masked that serve to tell the person apart, and so are, in every other question, the short answers
that name somebody or something: people, addresses, employers, numbers, pictures. A short answer is shown only where its
column is known to describe; a column that is not known is masked. What was masked is also taken out of everything that
is shown, in whatever spelling it stands there, and so are runs of digits and addresses of mail.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator

import msgspec

from app.models.domain.folding import fold
from app.models.forms.answers import AnswerState, Response
from app.models.forms.definition import FormPack
from app.models.forms.items import Item, ItemType
from app.models.forms.reading import Line

MASK = "■■"
_IDENTITY = "identity"
_DESCRIBES = (
    frozenset({"amount", "contact", "detail", "frequency", "funding-detail", "how", "kind", "leaving", "measure"})
    | frozenset({"medicine", "offence", "purpose", "reason", "relation", "reported", "role", "sentence", "stage"})
    | frozenset({"status", "substance", "treatment", "what", "why", "work"})
)
"""Columns of short answers that describe something; the others name it."""
_BORN = "birth-date"
_LEAST = 2
"""Characters from which a masked answer is looked for in others."""
_PART = re.compile(r"[^\s　・、,，（）()]+")
_TITLES = "氏さ様殿君先課部係主社"
"""With what a name goes on in a sentence; so is even a name of one character found."""
_NUMBERS = re.compile(
    r"(?![0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9]))[A-Za-z]{0,3}(?<![0-9０-９])[0-9０-９](?:[-－‐ー−]?[0-9０-９]){5,}"
    r"|[^\s@＠]+[@＠][^\s@＠]+"
)
_VOICING = frozenset("ﾞﾟ\u3099\u309a")
_PROSE = (ItemType.STRING, ItemType.TEXT)


class Mask:
    """What must not be seen of one case.

    Args:
        pack: The form of the answers.
        response: All answers of the case, also those that are not shown.
        names: The person as the list of cases names them: name, reading and section.
    """

    def __init__(self, pack: FormPack, response: Response, names: Iterable[str]) -> None:
        self._pack = pack
        found = [*names, *_masked_words(pack, response)]
        parts = [part for text in found for part in (text, *_PART.findall(text))]
        keys = {fold(part) for part in parts} - _own_words(pack)
        self._keys = sorted((key for key in keys if len(key) >= _LEAST), key=len, reverse=True)
        self._single = frozenset(key for key in keys if len(key) == 1 and not key.isascii())

    def line(self, line: Line) -> Line:
        """A line of the screen with nothing in it that tells whose it is."""
        item = self._pack.index[line.link_id]
        if masks(item):
            answered = line.state is AnswerState.VALUE
            return msgspec.structs.replace(line, shown="" if answered else line.shown, masked=answered, days=None)
        return msgspec.structs.replace(line, shown=self.text(line.shown)) if item.type in _PROSE else line

    def text(self, text: str) -> str:
        """A text with every masked word in it blotted out."""
        if _VOICING & set(text):
            text = unicodedata.normalize("NFKC", text)  # a sound in two characters is compared as one
        folded, places = _folded(text)
        blotted = [False] * len(text)
        for first, last in self._found(folded):
            for place in range(places[first], places[last - 1] + 1):
                blotted[place] = True
        shown = "".join("\x00" if is_blotted else char for char, is_blotted in zip(text, blotted, strict=True))
        return re.sub("\x00+", MASK, _NUMBERS.sub("\x00", shown))

    def _found(self, folded: str) -> Iterator[tuple[int, int]]:
        for key in self._keys:
            start = folded.find(key)
            while start >= 0:
                yield start, start + len(key)
                start = folded.find(key, start + 1)
        for place, char in enumerate(folded):
            if char in self._single and folded[place + 1 : place + 2] and folded[place + 1] in _TITLES_FOLDED:
                yield place, place + 1


def masks(item: Item) -> bool:
    """Whether the answers to a question are masked as a whole."""
    column = item.link_id.rpartition(".")[2]
    if item.ext.purpose == _IDENTITY or item.type is ItemType.ATTACHMENT or column == _BORN:
        return True
    return item.type is ItemType.STRING and column not in _DESCRIBES


def is_readable(pack: FormPack, section: str, items: Iterable[int]) -> bool:
    """Whether a section asks anything about one of these statutory items."""
    wanted = set(items)
    return any(
        item.ext.purpose in wanted and pack.index.section(item.link_id).link_id == section
        for item in pack.index
        if not item.item
    )


def _masked_words(pack: FormPack, response: Response) -> Iterator[str]:
    """Every masked short answer, also of the past, that names somebody or something."""
    for answer in response.answers:
        item = pack.index.get(answer.link_id)
        if item is None or item.type is not ItemType.STRING or not masks(item):
            continue
        if answer.link_id.rpartition(".")[2] not in _DESCRIBES:
            yield from (text for text in (answer.value, answer.as_written) if isinstance(text, str))


def _own_words(pack: FormPack) -> frozenset[str]:
    """What the form itself offers to choose, such as 配偶者: it names nobody."""
    texts = (text for words in pack.texts.values() for key, text in words.items() if key.startswith("choice."))
    return frozenset(map(fold, texts))


def _folded(text: str) -> tuple[str, list[int]]:
    """The text as it is compared, and for each of its characters the place of the one that it came from."""
    folded, places = [], []
    for place, char in enumerate(text):
        for one in fold(char):
            folded.append(one)
            places.append(place)
    return "".join(folded), places


_TITLES_FOLDED = frozenset(fold(_TITLES))

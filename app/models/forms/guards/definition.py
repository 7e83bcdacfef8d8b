"""What a pack says of matters that must not be kept: words, what they are not, and which other numbers there are."""

import msgspec

from app.models.forms.definition import Bilingual
from app.models.forms.items import Code, LinkId, PackValue

MY_NUMBER = "my-number"
"""Kind of a hit on an Individual Number; every other kind is the code of a topic."""


class Topic(PackValue, frozen=True):
    """A matter that must not be asked or noted (調査してはならない事項), and words that point at it.

    Attributes:
        code: Its name.
        name: Its name for people.
        words: Pieces of text, in any width, kana and case. One in Latin letters begins where a word begins.
        exceptions: Longer pieces that hold one of the words and mean something else (破産の申立て for *petition*).
        not_in: Questions whose very answer may hold the words: who the employer was.
    """

    code: Code
    name: Bilingual
    words: tuple[str, ...]
    exceptions: tuple[str, ...] = ()
    not_in: tuple[LinkId, ...] = ()


class GuardSettings(PackValue, frozen=True):
    """What holds for every topic and for numbers.

    Attributes:
        names_in: Questions for names and addresses, where a word is part of a name only.
        other_numbers: Words that say right before twelve digits which other number they are.
        called_my_number: Words that say that a number is an Individual Number.
    """

    names_in: tuple[LinkId, ...] = ()
    other_numbers: tuple[str, ...] = ()
    called_my_number: tuple[str, ...] = ()


class Watch(msgspec.Struct, frozen=True):
    """All that is watched for: the topics of a pack and what holds for all of them."""

    topics: tuple[Topic, ...] = ()
    settings: GuardSettings = GuardSettings()

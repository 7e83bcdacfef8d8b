"""Differences between two packs in plain words, in the language of the reader."""

from collections.abc import Iterator
from typing import Any

import msgspec

from app.services.packs.comparing import Change, ChangeKind
from app.services.packs.loader import LoadedPack
from app.services.texts.catalogue import Catalogue

_CHANGED = frozenset(kind for kind in ChangeKind if kind.endswith("-changed")) | {ChangeKind.HEAD}
_PARTS = frozenset(
    {
        "answerOption",
        "answerValueSet",
        "basis.en",
        "basis.ja",
        "coverage",
        "disclosure",
        "effectiveFrom",
        "enableBehavior",
        "enableWhen",
        "established",
        "explanation.en",
        "explanation.ja",
        "hint.en",
        "hint.ja",
        "label.en",
        "label.ja",
        "legalReference.en",
        "legalReference.ja",
        "lookback",
        "maxLength",
        "name.en",
        "name.ja",
        "paperRef",
        "precision",
        "purpose",
        "question.en",
        "question.ja",
        "repeats",
        "required",
        "retention",
        "sensitivity",
        "start",
        "title.en",
        "title.ja",
        "type",
        "validFrom",
        "validTo",
        "value",
        "version",
        "within",
        "years",
    }
)
"""Parts that have a word of their own; any other is called by its name in the file."""


def in_words(changes: tuple[Change, ...], old: LoadedPack, new: LoadedPack, texts: Catalogue) -> Iterator[str]:
    """One sentence for every difference.

    Args:
        changes: What :func:`~app.services.packs.comparing.compare` found.
        old: The pack before.
        new: The pack after.
        texts: Sentences in the reader's language.
    """
    for change in changes:
        fields = {
            "place": change.place,
            "label": _label(change, old, new, texts.language),
            "old": _value(change.part, change.old, texts),
            "new": _value(change.part, change.new, texts),
        }
        if change.kind in _CHANGED:
            fields["part"] = texts(f"pack.part.{change.part}") if change.part in _PARTS else change.part
        yield texts(f"pack.change.{change.kind}", **fields)


def _label(change: Change, old: LoadedPack, new: LoadedPack, language: str) -> str:
    """The words printed beside what differs; empty where it has none."""
    for loaded in (new, old):
        pack = loaded.pack
        texts = pack.texts[language]
        named = (
            {each.key: each.name for each in pack.meta.parameters}
            | {each.code: each.name for each in pack.meta.retention_classes}
            | {each.id: each.name for each in loaded.rules.rules}
            | {each.code: each.name for each in loaded.rules.topics}
        )
        if change.kind.startswith("item-"):
            found = texts.get(f"item.{change.place}.label", "")
        elif change.kind.startswith("code-"):
            found = texts.get(f"choice.{change.place}", "")
        else:
            found = named[change.place].in_language(language) if change.place in named else ""
        if found:
            return found
    return ""


def _value(part: str, value: Any, texts: Catalogue) -> str:
    match value:
        case None | "" | []:
            told = texts("pack.value.none")
        case bool():
            told = texts("pack.value.yes") if value else texts("pack.value.no")
        case {"page": page, "box": box}:
            told = texts("pack.value.paper", page=page, box=box)
        case {"from": start} if part == "lookback":
            since, years = texts(f"pack.value.since.{start}"), value.get("years")
            told = texts("pack.value.years-back", since=since, years=years) if years else since
        case str() | int():
            told = str(value)
        case [*words] if all(isinstance(word, str) for word in words):
            told = texts("pack.value.list").join(words)
        case _:
            told = msgspec.json.encode(value).decode("utf-8")
    return told

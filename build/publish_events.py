"""Write what follows from the catalogue of events: code, texts in both languages, manuals of the record and of rights.

``resources/record/events.json`` is the only place where an event is named. Run ``python build/publish_events.py`` after
a change; a test compares the written files with the catalogue, and an event without both names is refused.
"""

import json
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
CATALOGUE = ROOT / "resources" / "record" / "events.json"
CODE = Path("app/models/domain/event_catalogue.py")
SORTS = Path("app/models/domain/event_kinds.py")
FORMS = Path("app/models/domain/event_forms.py")
MANUAL = Path("docs/manual/record.md")
LANGUAGES = ("ja", "en")
LINE = 120
TYPES = {
    "count": "whole number, 0 or more",
    "word": "word of the program, such as `lost`",
    "id": "random identity, number of a letter, name of a section",
    "digest": "SHA-256 or keyed hash, 64 hexadecimal digits",
    "day": "ISO date",
}


Names = dict[str, dict[str, str]]
"""Words by what they name, each in every language."""
Event = dict[str, Any]
"""One line: code, act (name of the act, null for what the program itself records), kind, ja, en, detail."""


def published_files() -> dict[Path, str]:
    """Path from the root and text of every file that follows from the catalogue.

    Raises:
        ValueError: An event stands twice, lacks a text, or has an unknown kind or type of detail.
    """
    read: dict[str, Any] = json.loads(CATALOGUE.read_text(encoding="utf-8"))
    kinds: Names = read["kinds"]
    details: Names = read["details"]
    events: list[Event] = read["events"]
    check(kinds, details, events)
    files = {CODE: _code(events), SORTS: _sorts(events), FORMS: _forms(events), MANUAL: _manual(kinds, events)}
    for language in LANGUAGES:
        files[Path(f"resources/texts/{language}/events.json")] = _texts(language, kinds, details, events)
    return files


def check(kinds: Names, details: Names, events: list[Event]) -> None:
    """Refuse a catalogue that is not whole.

    Raises:
        ValueError: As :func:`published_files`.
    """
    for what in ("code", "act", *LANGUAGES):
        said = [event[what] for event in events if event.get(what) is not None]
        twice = {one for one in said if said.count(one) > 1}
        if twice:
            raise ValueError(f"{what} stands twice: {sorted(twice)}")
    for event in events:
        if not all(event.get(language, "").strip() for language in LANGUAGES):
            raise ValueError(f"{event['code']}: a text is missing")
        if event["kind"] not in kinds or not set(event["detail"].values()) <= set(TYPES):
            raise ValueError(f"{event['code']}: unknown kind or type of detail")
    used = {name for event in events for name in event["detail"]}
    named = {name for name, said in details.items() if all(said.get(language, "").strip() for language in LANGUAGES)}
    if used != named:
        raise ValueError(f"details without a name, or names without a detail: {sorted(used ^ named)}")


def _code(events: list[Event]) -> str:
    lines = [
        '"""What can stand in the record.',
        "",
        "Written by ``build/publish_events.py`` from ``resources/record/events.json``; not changed by hand.",
        '"""',
        "",
        "from enum import StrEnum",
        "",
        "",
        "class Action(StrEnum):",
        '    """Everything that an officer can do. The value is also the code of the recorded event."""',
        "",
        *(f'    {event["act"]} = "{event["code"]}"' for event in events if event["act"]),
        "",
    ]
    return "\n".join(lines)


def _sorts(events: list[Event]) -> str:
    lines = [
        '"""What sort of event each code is.',
        "",
        "Written by ``build/publish_events.py`` from ``resources/record/events.json``; not changed by hand.",
        '"""',
        "",
        "KINDS: dict[str, str] = {",
        *(f'    "{event["code"]}": "{event["kind"]}",' for event in events),
        "}",
        '"""What sort of event each code is, for filters."""',
        "",
    ]
    return "\n".join(lines)


def _forms(events: list[Event]) -> str:
    lines = [
        '"""Which details may stand beside each event.',
        "",
        "Written by ``build/publish_events.py`` from ``resources/record/events.json``; not changed by hand.",
        '"""',
        "",
        "DETAILS: dict[str, dict[str, str]] = {",
    ]
    for event in events:
        inside = ", ".join(f'"{name}": "{kind}"' for name, kind in event["detail"].items())
        whole = f'    "{event["code"]}": {{{inside}}},'
        if len(whole) <= LINE:
            lines.append(whole)
        else:
            each = [f'        "{name}": "{kind}",' for name, kind in event["detail"].items()]
            lines += [f'    "{event["code"]}": {{', *each, "    },"]
    lines += [
        "}",
        '"""Every code with the details that may stand beside it and their types; nothing else can be recorded."""',
        "",
    ]
    return "\n".join(lines)


def _texts(language: str, kinds: Names, details: Names, events: list[Event]) -> str:
    texts = {f"event-kind.{name}": said[language] for name, said in kinds.items()}
    texts |= {f"event-detail.{name}": said[language] for name, said in details.items()}
    texts |= {f"event.{event['code']}": event[language] for event in events}
    return json.dumps(texts, ensure_ascii=False, indent=2) + "\n"


def _manual(kinds: Names, events: list[Event]) -> str:
    """The manual of the record: who can cause each event, and what stands beside it."""
    from app.models.domain.act_table import RULES  # noqa: PLC0415 - follows from the catalogue itself

    by_code = {rule.action.value: rule for rule in RULES.values()}
    lines = [
        "# 記録に残る事項 / What stands in the record",
        "",
        "Written by `build/publish_events.py`; the source is `resources/record/events.json`.",
        "",
        "記録の各項には、日時、コード、担当者、端末、対象（無作為な番号）、法定の目的、結果と、下表の付記事項だけが残る。氏名、",
        "回答その他の内容は残らない。",
        "",
        "An entry holds time, code, officer, station, subject (a random identity), statutory purpose, result, and the",
        "details below. No name, answer or other content ever stands in it.",
        "",
        "| Code | 事項 | Event | 区分 / Kind | Roles | Details |",
        "|---|---|---|---|---|---|",
    ]
    for event in events:
        rule = by_code.get(event["code"])
        roles = "(program)" if rule is None else ", ".join(sorted(role.value for role in rule.roles))
        detail = ", ".join(f"{name} ({kind})" for name, kind in event["detail"].items())
        kind = kinds[event["kind"]]
        lines.append(
            f"| `{event['code']}` | {event['ja']} | {event['en']} | {kind['ja']} / {kind['en']} | {roles} | {detail} |"
        )
    lines += ["", "Types of details:", "", *(f"- {name}: {said}" for name, said in TYPES.items()), ""]
    return "\n".join(lines)


def main() -> None:
    """Write all files; the code first, because the manual follows from it."""
    sys.path.insert(0, str(ROOT))
    read = json.loads(CATALOGUE.read_text(encoding="utf-8"))
    check(read["kinds"], read["details"], read["events"])
    (ROOT / CODE).write_text(_code(read["events"]), encoding="utf-8")
    (ROOT / SORTS).write_text(_sorts(read["events"]), encoding="utf-8")
    (ROOT / FORMS).write_text(_forms(read["events"]), encoding="utf-8")
    for path, text in published_files().items():
        (ROOT / path).write_text(text, encoding="utf-8")
    from build import publish_rights  # noqa: PLC0415 - speaks of the acts that were just written

    (ROOT / publish_rights.MANUAL).write_text(publish_rights.published(), encoding="utf-8")


if __name__ == "__main__":
    main()

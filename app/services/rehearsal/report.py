"""The report on a played rehearsal (``report.md``) and the sheet of published passphrases, in the user's language."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from app.services.rehearsal.main_job import Played
from app.services.rehearsal.office import PASSPHRASES, REPORT, Rehearsal
from app.services.rehearsal.plan import CONTRACTOR, Plan, PracticeOffice
from app.services.texts.catalogue import Catalogue, Language

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|])")
_COUNTED = (
    *("rows", "admitted", "answered", "set-aside", "notices", "consents", "refusals", "withdrawals"),
    *("questionnaires", "findings", "adverse", "flags", "notes", "returned", "opinions"),
    *("cleared", "not-cleared", "results"),
)


def write_passphrases(rehearsal: Rehearsal, plan: Plan, texts: Catalogue) -> Path:
    """Write who may unlock what, with the practice passphrases, so that the command line can read it too.

    Returns:
        The file.
    """
    lines = [texts("rehearsal.passphrases.title"), "", texts("rehearsal.passphrases.why"), ""]
    for office in plan.offices:
        lines.append(f"{office_name(office, texts)}  ({rehearsal.offices[office.key].folder.name})")
        for officer in office.officers:
            roles = ", ".join(texts(f"role.{role}") for role in sorted(officer.roles))
            lines.append(f"{officer.name}\t{officer.passphrase}\t{roles}")
        lines.append("")
    if not rehearsal.device_bound:
        lines += [texts("rehearsal.no-keyring"), ""]
    return _write(rehearsal.folder / PASSPHRASES, lines)


def write_report(rehearsal: Rehearsal, plan: Plan, played: Played, texts: Catalogue) -> Path:
    """Write what was done, what was refused, and how to look at it by hand.

    Returns:
        The file.
    """
    names = {office.key: office_name(office, texts) for office in plan.offices}
    parts = (
        _opening(rehearsal, texts),
        _done(played, texts),
        _bundles(played, names, texts),
        _letters(played, texts),
        _refusals(played, texts),
        _records(played, names, texts),
        _by_hand(plan, played, texts),
        _timings(played, texts),
    )
    return _write(rehearsal.folder / REPORT, [line for part in parts for line in (*part, "")])


def office_name(office: PracticeOffice, texts: Catalogue) -> str:
    """The office's name in the language of the texts."""
    return office.name_ja if texts.language is Language.JAPANESE else office.name_en


def _opening(rehearsal: Rehearsal, texts: Catalogue) -> Iterator[str]:
    yield f"# {texts('rehearsal.report.title')}"
    yield ""
    yield texts("rehearsal.report.synthetic")
    yield ""
    yield texts("rehearsal.keyring-used" if rehearsal.device_bound else "rehearsal.no-keyring")
    yield ""
    yield texts("rehearsal.report.passphrases", file=PASSPHRASES)


def _done(played: Played, texts: Catalogue) -> Iterator[str]:
    yield f"## {texts('rehearsal.report.done')}"
    yield ""
    rows = [(texts(f"rehearsal.count.{name}"), str(played.counts.get(name, 0))) for name in _COUNTED]
    yield from _table((texts("rehearsal.column.what"), texts("rehearsal.column.number")), rows)


def _bundles(played: Played, names: dict[str, str], texts: Catalogue) -> Iterator[str]:
    yield f"## {texts('rehearsal.report.bundles', count=len(played.sent))}"
    yield ""
    yield texts("rehearsal.report.receipts")
    yield ""
    heads = tuple(texts(f"rehearsal.column.{name}") for name in ("kind", "from", "to", "file", "bytes"))
    rows = [
        (
            texts(f"kind.{one.kind}"),
            names[one.sender],
            names[one.receiver],
            one.file_name,
            str(one.size_bytes),
        )
        for one in played.sent
    ]
    yield from _table(heads, rows)
    sizes = {one.size_bytes for one in played.sent if one.receiver == CONTRACTOR}
    yield ""
    yield texts("rehearsal.report.one-size", bytes=max(sizes, default=0))


def _letters(played: Played, texts: Catalogue) -> Iterator[str]:
    yield f"## {texts('rehearsal.report.letters', count=len(played.letters))}"
    yield ""
    heads = tuple(texts(f"rehearsal.column.{name}") for name in ("form", "file", "bytes"))
    yield from _table(heads, [(one.form, one.file_name, str(one.size_bytes)) for one in played.letters])


def _refusals(played: Played, texts: Catalogue) -> Iterator[str]:
    yield f"## {texts('rehearsal.report.refused', count=len(played.refused))}"
    yield ""
    heads = (texts("rehearsal.column.tried"), texts("rehearsal.column.code"))
    yield from _table(heads, [(texts(one.text_key), one.code) for one in played.refused])


def _records(played: Played, names: dict[str, str], texts: Catalogue) -> Iterator[str]:
    yield f"## {texts('rehearsal.report.records')}"
    yield ""
    for key, report in played.records.items():
        yield texts("rehearsal.report.record", office=names[key], count=report.size)
        yield ""
        yield "```text"
        yield from report.checkpoint.rstrip("\n").split("\n")
        yield "```"
        yield ""


def _by_hand(plan: Plan, played: Played, texts: Catalogue) -> Iterator[str]:
    last = played.sent[-1]
    station = plan.office(last.receiver).station_id
    yield f"## {texts('rehearsal.report.by-hand')}"
    yield ""
    yield texts("rehearsal.report.by-hand-how")
    yield ""
    yield "```sh"
    yield f"age -d -i keys/{station}.txt bundles/{last.file_name} | tar -tv"
    yield f"age -d -i keys/{station}.txt bundles/{last.file_name} | tar -xO records.ndjson.zst | zstd -dc"
    yield "```"
    yield ""
    yield texts("rehearsal.report.by-hand-keys")


def _timings(played: Played, texts: Catalogue) -> Iterator[str]:
    yield f"## {texts('rehearsal.report.timings')}"
    yield ""
    heads = (texts("rehearsal.column.what"), texts("rehearsal.column.seconds"))
    yield from _table(heads, [(texts(key), f"{seconds:.2f}") for key, seconds in played.timings])


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    for row in rows:
        yield f"| {' | '.join(_plain(cell) for cell in row)} |"


def _plain(cell: str) -> str:
    """A value is never markup."""
    return _MARKUP.sub(r"\\\1", cell)


def _write(path: Path, lines: list[str]) -> Path:
    path.write_text("\n".join(lines), encoding="utf-8")
    path.chmod(0o600)
    return path

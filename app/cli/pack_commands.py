"""``sekisho pack``: forms of officials become drafts of packs; packs are compared, signed, admitted."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app import bootstrap
from app.cli.front import (
    Front,
    InFile,
    Output,
    Visit,
    front_of,
    opens_vault,
)
from app.models.domain.errors import EnvironmentProblemError, InvalidInputError
from app.models.domain.statistics import SMALLEST_CELL

if TYPE_CHECKING:
    from app.services.pack_admission.hands import Signing
    from app.services.packs.loader import LoadedPack

NAME = "pack"
commands = typer.Typer()
PackFolder = Annotated[Path | None, typer.Option("--base")]
_LARGEST_FORM = 8 * 2**20
LARGEST = 64 * 2**20
"""Bytes of a signed pack that are read before it is looked at."""


@commands.command("export")
def export(context: typer.Context, file: Output, base: PackFolder = None) -> None:
    """Write a pack as the spreadsheet that an official starts from."""
    from app.services.authoring.exporting import export_form  # noqa: PLC0415 - spreadsheets are heavy

    front = front_of(context)
    if file.exists():
        raise InvalidInputError("cli.file-exists", field="file")
    front.files.write(file, export_form(_files(base)))
    front.console.say("cli.file.written", file=str(file))


@commands.command("compile")
def compile_draft(
    context: typer.Context,
    spreadsheet: InFile,
    folder: Output,
    base: PackFolder = None,
    accept_findings: Annotated[bool, typer.Option("--accept-findings")] = False,  # noqa: FBT002 - a switch
) -> None:
    """Make the draft of a pack from a spreadsheet; nothing is written unless the whole of it can be read."""
    from app.services.authoring.compiling import compile_form  # noqa: PLC0415 - spreadsheets are heavy

    front = front_of(context)
    if folder.exists():
        raise InvalidInputError("cli.file-exists", field="folder")
    content = front.files.read(spreadsheet, _LARGEST_FORM)
    draft = compile_form(content, _files(base), accept_findings=accept_findings)
    _write(front, folder, draft.files)
    front.console.say("cli.pack.written", folder=str(folder), files=len(draft.files))
    for name in draft.other_findings:
        front.console.say("cli.pack.other-findings", subject=name)
    if draft.migration is None:
        front.console.say("cli.pack.unchanged")
    if draft.open is not None:
        front.console.hint("cli.pack.still-open")
        raise draft.open


@commands.command("check")
def check(context: typer.Context, draft: InFile, before: Annotated[Path | None, typer.Option("--from")] = None) -> None:
    """Load a pack as the program would: texts, rules, golden subjects, migration."""
    front = front_of(context)
    loaded = _load(draft)
    if loaded.migration is not None:
        from app.services.packs.migration_checks import check_migration  # noqa: PLC0415 - only here

        check_migration(_load(before).pack, loaded.pack, loaded.migration)
    meta = loaded.pack.meta
    front.console.say("cli.pack.sound", id=meta.id, version=meta.version, digest=loaded.pack.digest)
    front.console.say(
        "cli.pack.counts", items=len(loaded.pack.index), rules=len(loaded.rules.rules), subjects=len(loaded.golden)
    )


@commands.command("diff")
def diff(context: typer.Context, draft: InFile, before: Annotated[Path | None, typer.Option("--from")] = None) -> None:
    """Say in plain words what differs between a pack and the one before it."""
    from app.services.packs.change_words import in_words  # noqa: PLC0415 - only here
    from app.services.packs.comparing import compare  # noqa: PLC0415 - only here

    front = front_of(context)
    old, new = _load(before), _load(draft)
    changes = compare(old, new)
    for sentence in in_words(changes, old, new, front.texts):
        front.console.value(sentence)
    front.console.say("cli.pack.changes", count=len(changes))


@commands.command("defaults")
def defaults(context: typer.Context, pack: Annotated[Path | None, typer.Argument()] = None) -> None:
    """List what a pack assumes where no published text says it; without a folder that of the program."""
    from app.services.packs.default_words import value_words  # noqa: PLC0415 - only here
    from app.services.packs.defaults import defaults_of  # noqa: PLC0415 - only here

    front = front_of(context)
    found = defaults_of(_load(pack), bootstrap.system_clock().today())
    for one in found:
        where = front.texts("pack-default.at", page=one.page, box=one.box) if one.page else one.code
        name, sort = one.name.in_language(front.texts.language.value), front.texts(f"pack-default.sort.{one.sort}")
        front.console.row(sort, where, name, value_words(front.texts, one))
    front.console.say("cli.pack.defaults", count=len(found))


@commands.command("what-if")
@opens_vault
def what_if(visit: Visit, draft: InFile) -> None:
    """Try the rules of a pack on closed cases: of how many persons they find something, before and after."""
    front = visit.front
    on_trial = _load(draft)
    with visit.room() as room:
        tried = room.services.rule_trials.run(room.actor, on_trial)
    front.console.say("cli.pack.tried", count=_told(front, tried.cases))
    front.console.say("cli.pack.passed-over", count=_told(front, tried.passed_over))
    front.console.row(*(front.texts(f"trial.{column}") for column in ("rule", "before", "after", "gained", "lost")))
    for one in tried.rules:
        front.console.row(one.rule, *(_told(front, each) for each in (one.before, one.after, one.gained, one.lost)))
    front.console.hint("trial.coarse", step=SMALLEST_CELL)


@commands.command("sign")
@opens_vault
def sign(visit: Visit, unsigned: InFile, signed_file: Annotated[Path, typer.Option("--to")]) -> None:
    """Sign a pack as one unit: a folder as the first of two officers, a signed file as the second."""
    front = visit.front
    if signed_file.exists():
        raise InvalidInputError("cli.file-exists", field="to")
    files = _files(unsigned) if unsigned.is_dir() else {}
    content = b"" if files else front.files.read(unsigned, LARGEST)
    with visit.room() as room:
        seat, desk = room.seat(visit.officer), room.services.pack_desk
        begun = desk.begin(seat.actor, seat.signer, files) if files else None
        made = begun or desk.complete(seat.actor, seat.signer, content)
    front.files.write(signed_file, made.content)
    front.console.say("cli.file.written", file=str(signed_file))
    front.console.say("cli.pack.signed", digest=made.digest, missing=made.missing)


@commands.command("admit")
@opens_vault
def admit(visit: Visit, signed_pack: InFile) -> None:
    """Admit a pack that two officers signed to this station."""
    front = visit.front
    content = front.files.read(signed_pack, LARGEST)
    with visit.room() as room:
        kept = room.services.pack_desk.admit(room.actor, content)
    day = kept.effective_from.isoformat()
    front.console.say("cli.pack.admitted", id=kept.pack_id, version=kept.version, day=day, digest=kept.digest)


@commands.command("list")
@opens_vault
def list_packs(visit: Visit) -> None:
    """Show the packs that this station holds."""
    front = visit.front
    with visit.room() as room:
        lines = room.services.pack_desk.packs(room.actor)
    heads = ("id", "version", "from", "came", "use", "digest", "cases", "signers")
    front.console.row(*(front.texts(f"cli.pack.columns.{name}") for name in heads))
    for one in lines:
        day = one.admitted_on
        came = front.texts("cli.pack.admitted-on", day=day.isoformat()) if day else front.texts("cli.pack.from-release")
        use = front.texts("cli.pack.in-use") if one.is_current else ""
        cells = (one.pack_id, str(one.version), one.effective_from.isoformat(), came, use, one.digest)
        front.console.row(*cells, _cases(front, one.cases), " ".join(_signers(front, one.signing)))


def _cases(front: Front, count: int | None) -> str:
    """A number of cases as it may be told."""
    if count is None:
        return front.texts("forms.cases.few", step=SMALLEST_CELL)
    return front.texts("forms.cases.about", least=count, most=count + SMALLEST_CELL - 1)


def _signers(front: Front, signing: "Signing | None") -> Iterator[str]:
    """Who signed a pack; nobody but the release for one that shipped."""
    for one in signing.signers if signing is not None else ():
        role = front.texts("pack.value.list").join(front.texts(f"role.{each}") for each in one.roles)
        yield front.texts("forms.signer.known", name=one.name or one.key, role=role)


def _told(front: Front, count: int | None) -> str:
    """A number of persons as it may be told."""
    if count is None:
        return front.texts("trial.few", step=SMALLEST_CELL)
    return front.texts("trial.about", least=count, most=count + SMALLEST_CELL - 1)


def _files(place: Path | None) -> dict[str, bytes]:
    """The files of a pack: of a folder, of a signed file, of the shipped pack when none is named."""
    from app.services.packs.files import read_files  # noqa: PLC0415 - only here

    if place is not None and place.is_file():
        from app.services.pack_admission.signed_file import read  # noqa: PLC0415 - only here

        return dict(read(bootstrap.chosen_files().read(place, LARGEST)).files)
    if place is not None and not place.is_dir():
        raise EnvironmentProblemError("file.unreadable")
    return read_files(place or bootstrap.shipped_pack())


def _load(folder: Path | None) -> "LoadedPack":
    from app.services.packs.loader import load_files  # noqa: PLC0415 - only here

    return load_files(_files(folder))


def _write(front: Front, folder: Path, files: Mapping[str, bytes]) -> None:
    try:
        for name in {"", *(Path(name).parent.as_posix() for name in files)}:
            (folder / name).mkdir(parents=True, exist_ok=True)
    except OSError:
        raise EnvironmentProblemError("disk.failed") from None
    for name, content in files.items():
        front.files.write(folder / name, content)

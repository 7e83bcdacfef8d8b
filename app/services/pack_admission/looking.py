"""Look at a form before it is admitted (受入れ前の確認): who signed it, what keeps it out, what it changes.

Nothing of it is kept: it holds nothing about anybody. On record is a look at the packs that are here.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.errors import AlreadyDoneError, AppError, GateClosedError, UntrustedInputError
from app.models.forms.definition import PackMeta
from app.models.views.form_packs import KeptPack
from app.services.desk import Desk
from app.services.jobs import CancelToken, ProgressSink
from app.services.pack_admission import signed_file
from app.services.pack_admission.checking import require_newer, require_origin
from app.services.pack_admission.desk import judge_of, require_said
from app.services.pack_admission.hands import Signing, missing_hands, signing_of
from app.services.pack_admission.shelf import StationShelf
from app.services.pack_admission.steps import Steps
from app.services.packs.comparing import Change, compare
from app.services.packs.loader import LoadedPack, load_files

_SPREADSHEET = b"PK\x03\x04"
_GOLDEN = "golden/"
REFUSALS = (UntrustedInputError, GateClosedError, AlreadyDoneError)
"""What keeps a form out; anything else is a failure of the machine or of the vault."""


class FormFile(StrEnum):
    """What was chosen."""

    SIGNED = "signed"
    """署名済み様式パック: can be admitted when it is whole."""
    SHEET = "sheet"
    """様式の表計算ファイル: the work of an official, from which a pack is made."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two forms, and every difference between them."""

    before: LoadedPack
    after: LoadedPack
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class LookedAt:
    """What is known of a form that was chosen.

    Attributes:
        content: The very bytes that were looked at, so that no others are admitted.
        refusals: Why it would not be admitted, or not yet be a pack; each with its place.
        meta: Its head; None where it could not be read.
        digest: Of its content; empty where it could not be read, and for a spreadsheet.
        signing: Whom its signatures name; None for a spreadsheet.
        missing: How many signatures are missing; None while those that there are were not found to hold.
        comparison: With the pack that it comes from, or with that for new cases where that one is not here.
        other_findings: Synthetic subjects for whom the rules find something else than before, by file name.
    """

    file: FormFile
    content: bytes = field(repr=False)
    refusals: tuple[AppError, ...] = ()
    meta: PackMeta | None = None
    digest: str = ""
    signing: Signing | None = None
    missing: int | None = None
    comparison: Comparison | None = None
    other_findings: tuple[str, ...] = ()

    @property
    def is_admissible(self) -> bool:
        """Whether this station would take it, as far as can be seen now."""
        return self.file is FormFile.SIGNED and not self.refusals


class PackLooking:
    """Use cases of whoever reads a form before it is signed or admitted."""

    def __init__(self, desk: Desk, shelf: StationShelf) -> None:
        self._desk = desk
        self._shelf = shelf

    def look(
        self, actor: Actor, content: bytes, token: CancelToken | None = None, progress: ProgressSink | None = None
    ) -> LookedAt:
        """Read a file that may come from whoever.

        Args:
            actor: Who looks.
            content: A signed pack, or the spreadsheet of a form.
            token: Breaks it off between two steps.
            progress: Hears how far it is.
        """
        with self._desk.act(actor, Action.SEE_PACKS) as act:
            kept = act.unit.form_packs.all()
            act.detail["found"] = len(kept) + len(self._shelf.shipped())
        is_sheet = content.startswith(_SPREADSHEET)
        found = LookedAt(FormFile.SHEET if is_sheet else FormFile.SIGNED, content)
        steps = Steps(2 if is_sheet else 3, token, progress)
        try:
            return self._sheet(found, steps) if is_sheet else self._signed(found, kept, steps)
        except REFUSALS as refused:
            return replace(found, refusals=(refused,))

    def _signed(self, found: LookedAt, kept: Sequence[KeptPack], steps: Steps) -> LookedAt:
        """A signed file. What signatures that do not hold stand on is not read on."""
        steps.next("forms.step.signatures")
        signed = signed_file.read(found.content)
        with self._desk.vault.read() as unit:
            judge = judge_of(unit, int(self._desk.clock.now().timestamp()))
        found = replace(found, digest=signed.statement.digest, signing=signing_of(signed, judge.trust.document))
        try:
            found = replace(found, missing=missing_hands(signed, judge))
            steps.next("forms.step.content")
            loaded = load_files(signed.files)
            require_said(signed, loaded)
        except REFUSALS as refused:
            return replace(found, refusals=(refused,))
        steps.next("forms.step.comparison")
        refusals = (
            *_refused(lambda: require_newer(self._shelf, loaded, kept)),
            *_refused(lambda: require_origin(self._shelf, loaded)),
            *((UntrustedInputError("pack.hands-missing"),) if found.missing else ()),
        )
        return replace(found, refusals=refusals, meta=loaded.pack.meta, comparison=self._compared(loaded))

    def _sheet(self, found: LookedAt, steps: Steps) -> LookedAt:
        """A spreadsheet, read as made from the newest pack that is here."""
        from app.services.authoring.compiling import compile_form  # noqa: PLC0415 - spreadsheets are heavy

        steps.next("forms.step.sheet")
        base = self._shelf.by_digest(self._shelf.newest)
        draft = compile_form(found.content, self._shelf.files_of(base.pack.digest), loaded=base)
        steps.next("forms.step.comparison")
        refusals = () if draft.open is None else (draft.open,)
        found = replace(found, refusals=refusals, other_findings=draft.other_findings)
        try:
            after = load_files(_without_subjects(draft.files))
        except UntrustedInputError:
            return found
        return replace(found, meta=after.pack.meta, comparison=_compare(base, after))

    def _compared(self, loaded: LoadedPack) -> Comparison:
        migration = loaded.migration
        here = {one.digest for one in self._shelf.kept()} | {one.pack.digest for one in self._shelf.shipped()}
        is_here = migration is not None and migration.origin.digest in here
        before = self._shelf.by_digest(migration.origin.digest) if is_here and migration else self._shelf.current
        return _compare(before, loaded)


def _compare(before: LoadedPack, after: LoadedPack) -> Comparison:
    return Comparison(before, after, compare(before, after))


def _refused(check: Callable[[], None]) -> tuple[AppError, ...]:
    try:
        check()
    except REFUSALS as refused:
        return (refused,)
    return ()


def _without_subjects(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """What a draft says, whether or not its subjects fit it: these were tried already."""
    return {name: content for name, content in files.items() if not name.startswith(_GOLDEN)}

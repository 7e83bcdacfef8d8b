"""The room of forms (様式): packs of this station, what they assume, a new one before it is admitted. Qt-free."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from typing_extensions import override

from app.models.domain.acts import Action
from app.models.domain.authority import Facts, Refusal, Refused, authorise
from app.models.domain.text import visible
from app.models.forms.definition import PackMeta
from app.models.views.form_packs import KeptPack
from app.services.jobs import CancelToken, Lane, ProgressSink
from app.services.pack_admission.desk import PackLine
from app.services.pack_admission.looking import LookedAt
from app.services.pack_admission.signed_file import LARGEST
from app.services.packs.change_words import in_words
from app.services.packs.defaults import PackDefault, defaults_of
from app.services.ports import Files
from app.services.resources import TEXTS
from app.services.texts.catalogue import Catalogue, Language
from app.ui.jobs.ticket import Submitter
from app.ui.presenters.working import Worker, WorkState
from app.ui.workplace import Workplace

LONGEST_SENTENCE = 600
"""Characters of a difference that are shown: what somebody wrote into a form may be of any length."""


@dataclass(frozen=True, slots=True)
class Assumed:
    """What one pack assumes where no published text says it."""

    digest: str
    meta: PackMeta
    defaults: tuple[PackDefault, ...]


@dataclass(frozen=True, slots=True)
class FormsState(WorkState):
    """What the room shows.

    Attributes:
        packs: The packs of this station; None before they were read.
        chosen: Digest of the pack whose details and assumptions are shown.
        assumed: What the pack assumes that was read last.
        file_name: Name of the file that was looked at.
        looked: What was found in it.
        words: The differences that were found, as sentences in each language.
        admitted: The pack that was admitted last.
    """

    packs: tuple[PackLine, ...] | None = None
    chosen: str = ""
    assumed: Assumed | None = None
    file_name: str = ""
    looked: LookedAt | None = None
    words: Mapping[Language, tuple[str, ...]] = field(default_factory=dict)
    admitted: KeptPack | None = None

    @property
    def line(self) -> PackLine | None:
        """The chosen pack."""
        return next((one for one in self.packs or () if one.digest == self.chosen), None)

    @property
    def shown(self) -> Assumed | None:
        """What the chosen pack assumes; None while it is read."""
        return self.assumed if self.assumed is not None and self.assumed.digest == self.chosen else None


class FormsPresenter(Worker[FormsState]):
    """Lists, looks, admits."""

    def __init__(self, place: Workplace, runner: Submitter, files: Files) -> None:
        super().__init__(FormsState(), runner)
        self._place, self._files = place, files

    @property
    def why_not_admit(self) -> Refusal | None:
        """Why this officer admits no packs; None for whoever may."""
        in_doubt = self._place.services.desk.anchor.doubt is not None
        answer = authorise(self._place.actor, Action.ADMIT_PACK, Facts(record_in_doubt=in_doubt))
        return answer.why if isinstance(answer, Refused) else None

    def refresh(self) -> None:
        """Read the list; the look is on record."""
        desk, actor = self._place.services.pack_desk, self._place.actor

        def job(_token: CancelToken, _progress: ProgressSink) -> tuple[PackLine, ...]:
            return tuple(desk.packs(actor))

        self.work("read", job, self._on_packs, Lane.READ)

    def choose(self, digest: str) -> None:
        """Show another pack of the list."""
        if digest and digest != self.state.chosen:
            self.change(chosen=digest)
            self._catch_up()

    def look(self, path: Path) -> None:
        """Read a file that was chosen: a signed pack or a spreadsheet; nothing of it is kept."""
        services, actor, files = self._place.services, self._place.actor, self._files

        def job(token: CancelToken, progress: ProgressSink) -> tuple[LookedAt, dict[Language, tuple[str, ...]]]:
            looked = services.pack_looking.look(actor, files.read(path, LARGEST), token, progress)
            return looked, {language: tuple(_sentences(looked, language, token)) for language in Language}

        self.change(looked=None, words={}, file_name=path.name, admitted=None)
        self.work("look", job, self._on_looked, Lane.HEAVY)

    def admit(self) -> None:
        """Admit what was looked at, these very bytes."""
        looked = self.state.looked
        if looked is None or not looked.is_admissible:
            return
        desk, actor, content = self._place.services.pack_desk, self._place.actor, looked.content

        def job(token: CancelToken, progress: ProgressSink) -> KeptPack:
            return desk.admit(actor, content, token, progress)

        self.work("admit", job, self._on_admitted)

    @override
    def after_cancel(self) -> None:
        """Find out whether it was admitted before it was stopped."""
        self.refresh()

    def _catch_up(self) -> None:
        """Read what the chosen pack assumes, unless it is at hand or other work is under way; that ends here, too."""
        if self.state.busy or not self.state.chosen or self.state.shown is not None:
            return
        packs, day, digest = self._place.services.packs, self._place.services.desk.clock.today(), self.state.chosen

        def job(_token: CancelToken, _progress: ProgressSink) -> Assumed:
            loaded = packs.by_digest(digest)
            return Assumed(digest, loaded.pack.meta, defaults_of(loaded, day))

        self.work("assume", job, self._on_assumed, Lane.READ)

    def _on_packs(self, packs: tuple[PackLine, ...]) -> None:
        before, known = {one.digest for one in self.state.packs or ()}, {one.digest for one in packs}
        chosen, admitted = self.state.chosen, self.state.admitted
        if admitted is not None and admitted.digest in known - before:
            chosen = admitted.digest
        elif chosen not in known:
            chosen = next((one.digest for one in packs if one.is_current), "")
        self.change(packs=packs, chosen=chosen)
        self._catch_up()

    def _on_assumed(self, assumed: Assumed) -> None:
        self.change(assumed=assumed)
        self._catch_up()

    def _on_looked(self, found: tuple[LookedAt, dict[Language, tuple[str, ...]]]) -> None:
        looked, words = found
        self.change(looked=looked, words=words)
        self._catch_up()

    def _on_admitted(self, kept: KeptPack) -> None:
        self.change(looked=None, words={}, file_name="", admitted=kept)
        self.refresh()


def _sentences(looked: LookedAt, language: Language, token: CancelToken) -> Iterator[str]:
    """The differences, those of synthetic subjects first."""
    texts, found = Catalogue.load(TEXTS, language), looked.comparison
    for name in looked.other_findings:
        yield texts("cli.pack.other-findings", subject=name)
    if found is None:
        return
    for sentence in in_words(found.changes, found.before, found.after, texts):
        token.raise_if_cancelled()
        yield visible(sentence, LONGEST_SENTENCE)

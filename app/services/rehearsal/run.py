"""The whole rehearsal in one call: throw the old one away, build, play, report. What command line and wizard use."""

from dataclasses import dataclass
from pathlib import Path

from app.models.domain.errors import EnvironmentProblemError
from app.services.jobs import CancelToken, ProgressSink
from app.services.packs.shelf import PackShelf
from app.services.rehearsal.main_job import Played, play_main_job
from app.services.rehearsal.marker import FILE
from app.services.rehearsal.office import Machine, Rehearsal, build_rehearsal, throw_away
from app.services.rehearsal.plan import AGENCY, Plan
from app.services.rehearsal.report import write_passphrases, write_report
from app.services.texts.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What lies in the folder now.

    Attributes:
        vault: The agency's vault, which a window opens first.
        passphrases: Who may unlock what.
        report: The report, or None when nothing was played.
        played: What was done, or None.
    """

    folder: Path
    vault: Path
    passphrases: Path
    device_bound: bool
    report: Path | None = None
    played: Played | None = None


def run_rehearsal(
    folder: Path,
    machine: Machine,
    plan: Plan,
    shelf: PackShelf,
    texts: Catalogue,
    *,
    play: bool = True,
    progress: ProgressSink = lambda _progress: None,
    token: CancelToken | None = None,
) -> Rehearsed:
    """Make the rehearsal office anew.

    Args:
        folder: New, empty, or an earlier rehearsal, which is thrown away.
        machine: Keyring, clocks, randomness, media.
        plan: Offices, people and words.
        shelf: Form packs.
        texts: Language of report and sheet.
        play: Whether the main job is played; otherwise the offices stand ready with nobody in them.
        progress: Told of each step; first of building, then of the main job.
        token: Asked between acts.

    Raises:
        RefusedError: ``rehearsal.folder-taken`` when the folder holds something else.
        CancelledError: Stopped; a rehearsal that was already built stays as far as it went.
        EnvironmentProblemError: ``rehearsal.folder-not-writable``, or disk or medium failed.
    """
    is_ours = (folder / FILE).is_file()
    if is_ours:
        throw_away(folder, machine)
    rehearsal = build_rehearsal(folder, machine, plan, shelf, cleared=is_ours, progress=progress, token=token)
    try:
        return _perform(rehearsal, plan, texts, play=play, progress=progress, token=token)
    except OSError:
        raise EnvironmentProblemError("rehearsal.folder-not-writable") from None
    finally:
        rehearsal.close()


def _perform(
    rehearsal: Rehearsal,
    plan: Plan,
    texts: Catalogue,
    *,
    play: bool,
    progress: ProgressSink,
    token: CancelToken | None,
) -> Rehearsed:
    vault = rehearsal.offices[AGENCY].folder
    passphrases = write_passphrases(rehearsal, plan, texts)
    if not play:
        return Rehearsed(rehearsal.folder, vault, passphrases, rehearsal.device_bound)
    played = play_main_job(rehearsal, plan, progress=progress, token=token)
    report = write_report(rehearsal, plan, played, texts)
    return Rehearsed(rehearsal.folder, vault, passphrases, rehearsal.device_bound, report, played)

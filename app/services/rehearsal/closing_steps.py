"""The end of the main job: letters as plain PDF beside the vaults, the practice keys, the records verified."""

from collections.abc import Iterable
from pathlib import Path

from app.models.domain.errors import BugError
from app.models.domain.lifecycle import State
from app.services.exchange.lookout import station_keys
from app.services.rehearsal.office import KEYS, LETTERS
from app.services.rehearsal.plan import CONTRACTOR
from app.services.rehearsal.stage import Stage, WrittenLetter


def write_letters(stage: Stage) -> None:
    """Write every letter as a file; all that the contractor gets is of one size, so that size tells nothing."""
    folder = stage.rehearsal.folder / LETTERS
    folder.mkdir(mode=0o700, exist_ok=True)
    services, officer = stage.agency.services, stage.agency.seats["security"].actor
    for owner in _owners(stage):
        stage.pause()
        for letter in services.results.letters(officer, owner):
            name = f"{letter.issue_number}.pdf"
            pdf = services.filing.letter(officer, letter.letter_id)
            _write(folder / name, pdf)
            stage.letters.append(WrittenLetter(letter.form, name, len(pdf)))
    stage.letters.sort(key=lambda one: one.file_name)
    letter_sizes = {one.size_bytes for one in stage.letters if one.form == "F22"}
    bundle_sizes = {one.size_bytes for one in stage.sent if one.receiver == CONTRACTOR}
    if len(letter_sizes) != 1 or len(bundle_sizes) != 1:
        raise BugError("bug.rehearsal-differs", key="rehearsal.step.letters")


def _owners(stage: Stage) -> Iterable[str]:
    services, officer = stage.agency.services, stage.agency.seats["security"].actor
    yield from stage.candidates.values()
    yield from stage.cases.values()
    for line in services.consents.register(officer):
        if line.entry.state is State.NOT_CARRIED_OUT_NOTIFIED:
            yield line.entry.entry_id


def verify_records(stage: Stage) -> None:
    """Hash every record again, and publish the practice keys so that bundles can be opened by hand."""
    folder = stage.rehearsal.folder / KEYS
    folder.mkdir(mode=0o700, exist_ok=True)
    for key, office in stage.rehearsal.offices.items():
        stage.pause()
        report = office.services.record.verify(office.seats["auditor"].actor)
        if not report.is_sound:
            raise BugError("bug.rehearsal-differs", key="rehearsal.step.verify")
        stage.records[key] = report
        with office.services.desk.vault.read() as unit:
            identity = station_keys(unit).identity.encode()
        _write(folder / f"{office.practice.station_id}.txt", f"{identity}\n".encode())


def _write(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    path.chmod(0o600)

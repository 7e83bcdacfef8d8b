"""The journal of a draft: the whole draft, then every edit since, each line sealed at its number."""

import msgspec

from app.models.domain.errors import VaultError
from app.models.domain.sealed_places import kiosk_line_place
from app.models.forms.answers import encode
from app.models.forms.definition import FormPack
from app.models.forms.filling.draft import Draft, KeptDraft
from app.models.forms.filling.edits import Edit
from app.models.forms.items import PackValue
from app.models.views.kiosk import KioskSession
from app.services.crypto.sealing import seal, unseal
from app.services.vault.unit import Unit


class Line(PackValue, frozen=True):
    """One line: a whole draft, or edits since the line before. ``topic`` is the screen that the person saw."""

    topic: str
    draft: KeptDraft | None = None
    edits: tuple[Edit, ...] = ()


_LINE = msgspec.json.Decoder(Line)


def write_line(unit: Unit, held: KioskSession, key: bytes, seq: int, line: Line) -> None:
    """Seal a line and put it at the end."""
    sealed = seal(key, encode(line), kiosk_line_place(held.session_id, seq), unit.entropy)
    unit.kiosk.add(held.session_id, held.case_id, seq, sealed)
    if line.draft is not None:
        unit.kiosk.forget_before(held.session_id, seq)


def read_journal(unit: Unit, held: KioskSession, key: bytes, pack: FormPack) -> tuple[Draft, str, int]:
    """What was filled in until the last line.

    Returns:
        The draft, the topic that was seen last, and the number of the last line.

    Raises:
        VaultError: ``vault.record-damaged``.
    """
    draft: Draft | None = None
    topic, last = "", 0
    for seq, sealed in unit.kiosk.journal(held.session_id):
        try:
            line = _LINE.decode(unseal(key, sealed, kiosk_line_place(held.session_id, seq)))
        except msgspec.MsgspecError as error:
            raise VaultError("vault.record-damaged") from error
        if line.draft is not None:
            draft = Draft.resumed(pack, line.draft)
        elif draft is None or seq != last + 1:
            # A line is missing between the whole draft and this one.
            raise VaultError("vault.record-damaged")
        for edit in line.edits:
            draft = draft.applied(edit)
        topic, last = line.topic, seq
    if draft is None:
        raise VaultError("vault.record-damaged")
    return draft, topic, last

"""Use cases of the points to clear up and of the guards, with the acts that they may ask for."""

from collections.abc import Callable
from typing import Any

from app.models.rules.life import Closing
from app.services.packs.files import read_files
from app.services.questionnaires.pictures import Picture, WrittenAs
from app.services.resources import PACKS
from tests.services.exchange.offices import shelf
from tests.services.rights.guard_calls import GUARD_ASKS, GUARD_SPECIAL

POINT_ASKS = """
points.accept ACCEPT_POINT
points.ask ASK_POINT
points.close CLOSE_POINT
points.of_case SEE_POINTS
points.replay REPLAY_POINTS
timelines.of_case SEE_TIMELINE
family_ties.of_case SEE_FAMILY
pictures.write_out PRINT_PICTURE SEE_ANSWERS
rule_trials.run TRY_RULES
pack_desk.begin SIGN_PACK
pack_desk.complete SIGN_PACK
pack_desk.admit ADMIT_PACK
pack_desk.packs SEE_PACKS
pack_looking.look SEE_PACKS
received.file FILE_PAPER
received.of_case SEE_PAPERS
received.read SEE_PAPER
renewals.compare SEE_ANSWERS
renewals.earlier SEE_CASE
"""
POINT_ASKS += GUARD_ASKS.lstrip()
_STEP = {"key": lambda _desk: "none", "why": lambda _desk: "synthetic"}
POINT_SPECIAL: dict[str, Callable[[Any], Any]] = {
    **{f"points.{method}.{name}": source for method in ("accept", "ask", "close") for name, source in _STEP.items()},
    **GUARD_SPECIAL,
    "points.close.closing": lambda _desk: Closing.EXPLAINED,
    "pack_desk.begin.pack": lambda _desk: read_files(PACKS / "cesi-2025"),
    "pack_desk.complete.content": lambda _desk: b"",
    "pack_desk.admit.content": lambda _desk: b"",
    "pack_looking.look.content": lambda _desk: b"",
    "received.file.data": lambda _desk: b"%PDF-",
    "received.file.purpose": lambda _desk: "process",
    "rule_trials.run.on_trial": lambda _desk: shelf().current,
    "pictures.write_out.picture": lambda _desk: Picture.TIMELINE,
    "pictures.write_out.written_as": lambda _desk: WrittenAs.CSV,
    "pictures.write_out.make": lambda _desk: lambda _stamp: b"synthetic",
    "renewals.compare.earlier": lambda desk: desk.world.others[0],
    "renewals.compare.section": lambda _desk: "B",
    "renewals.compare.language": lambda _desk: "ja",
}

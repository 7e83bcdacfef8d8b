"""A kiosk in a process of its own, which is killed in the middle of typing."""

import os
import signal
import sys
from pathlib import Path

from app.models.domain.ids import CaseId
from app.models.forms.filling.typing import Typed
from tests.services.exchange.kept_worlds import KeptWorld
from tests.services.exchange.world import _taken_over

if __name__ == "__main__":
    root = Path(sys.argv[1])
    code, pin = sys.stdin.read().split()
    told = KeptWorld.read(root)
    assert told is not None
    world = _taken_over(told, root)
    room = world.agency.services.kiosk.enter(world.agency.actor("examiner"), CaseId(told.case), code, pin)
    room.turn_to(room.course.topic_of("A3"))
    assert room.answer(("A3", None), Typed("昭和63年4月")) is None
    assert room.save() == 1
    assert room.answer(("A8", None), Typed("written after the last saving")) is None
    os.kill(os.getpid(), signal.SIGKILL)

"""A kiosk in a process of its own: a slip is issued, a whole section is typed, and then somebody kills the process.

Run by the journey with the vault, a folder to tell what was done, and nothing else.
"""

import os
from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.journeys.killing import AFTER, TOLD, VAULT
from tests.journeys.kiosk_hands import code_on, desk, enter, rest, seated, to_form, type_section
from tests.journeys.program import running
from tests.journeys.shots import grab
from tests.services.exchange.offices import shelf
from tests.ui.kiosk import hands


def test_a_person_types_until_the_end(qtbot: QtBot, qapp: QApplication) -> None:
    told = Path(os.environ[TOLD])
    with running(qtbot, qapp, Path(os.environ[VAULT])) as run:
        run.unlock("agency", "examiner")
        page = desk(run)
        run.push(page.issue_button)
        run.choose_file(told / "slip.pdf")
        rest(run)
        (told / "code").write_text(code_on(told / "slip.pdf"), encoding="utf-8")
        kiosk = seated(run, page)
        enter(run, kiosk, (told / "code").read_text(encoding="utf-8"), first=True)
        pages = to_form(run, kiosk)
        grab(kiosk, "journey-form")
        golden = next(iter(shelf().current.golden.values())).response
        type_section(run, pages, golden, "A")
        qtbot.wait(AFTER)
        (told / "typed").touch()
        while True:
            hands.keys("x")
            qtbot.wait(50)

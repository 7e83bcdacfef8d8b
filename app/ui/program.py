"""The whole program with a window: what ``sekisho`` without arguments starts.

Only what the first paint needs is imported here. Database, cryptography and PDF come in a worker thread after it.
"""

import gc
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from app import bootstrap
from app.models.domain.errors import VaultError
from app.services.texts.catalogue import Language
from app.ui.main import Look, run_window
from app.ui.shell.window import MainWindow
from app.ui.theme.tokens import Density, Scheme

if TYPE_CHECKING:
    from app.ui.entrance import Entrance

MakeEntrance = Callable[[MainWindow], "Entrance"]


def run_program(vault_folder: Path | None) -> int:
    """Show the window and stay until it is closed.

    Args:
        vault_folder: The vault to open; the usual place of this login if not given.

    Returns:
        Exit code of the program.
    """
    run = _Run(vault_folder or bootstrap.places().vault)
    return run_window(run.load, on_ready=run.on_ready, on_lock=run.on_lock, look=_look())


def _look() -> Look:
    """What was chosen for this station; a value that this version does not know is left out."""
    kept = bootstrap.read_preferences(bootstrap.places().preferences)
    return Look(
        language=Language(kept.language) if kept.language in set(Language) else Language.JAPANESE,
        scheme=Scheme(kept.scheme) if kept.scheme in set(Scheme) else Scheme.LIGHT,
        text_percent=kept.text_percent,
        density=Density(kept.density) if kept.density in set(Density) else Density.NORMAL,
        window=kept.window,
        is_maximized=kept.is_maximized,
        dividers=kept.dividers,
    )


class _Run:
    """One run; holds the entrance from the moment it is loaded."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._entrance: Entrance | None = None

    def load(self) -> MakeEntrance:
        """Import what is heavy, in a worker thread, and see whether there is a vault."""
        from app.ui.entrance import Entrance  # noqa: PLC0415 - after the first paint

        # The program itself stays for good, and nobody's data is here yet. To search it for garbage again and again
        # would stop every thread, the window's too, for a tenth of a second each time.
        gc.freeze()
        has_vault = _has_vault(self._folder)
        return lambda window: Entrance(window, self._folder, bootstrap.places(), has_vault=has_vault)

    def on_ready(self, window: MainWindow, make: MakeEntrance) -> None:
        """Put the way in into the window."""
        self._entrance = make(window)

    def on_lock(self) -> None:
        """Close the vault."""
        if self._entrance is not None:
            self._entrance.workplace.close()


def _has_vault(folder: Path) -> bool:
    """Whether there is anything to unlock; a damaged vault counts, so that the unlock page can say what is wrong."""
    try:
        bootstrap.door(folder).slots()
    except VaultError as error:
        return error.code != "vault.missing"
    return True

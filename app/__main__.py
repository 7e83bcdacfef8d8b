"""Start Sekisho: ``sekisho`` and ``python -m app`` are the same. Without arguments the window opens.

Nothing of the program is imported before the interpreter is known to be able to read it. Then comes first a start with
a clean environment, second the lockout of every network; everything else, Qt included, comes after that.
"""

import os
import sys
from typing import TYPE_CHECKING

if not __package__:
    # An isolated interpreter knows only its own packages; the program stands in the folder above this file.
    sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.realpath(__file__))))  # noqa: PTH120 - nothing is imported yet

if TYPE_CHECKING:
    from pathlib import Path

OLDEST = (3, 11)
_TOO_OLD = 5


def main() -> int:
    """Check the interpreter, shut out environment and network, close the process to others, run the command line.

    Returns:
        The exit code (``docs/manual/command-line.md``).
    """
    if sys.version_info < OLDEST:
        sys.stderr.write(f"Sekisho needs Python {OLDEST[0]}.{OLDEST[1]} or newer.\n")
        return _TOO_OLD
    from app.services.platform.clean_start import start_clean  # noqa: PLC0415 - an older interpreter could not read it

    start_clean(sys.argv[1:])
    from app.services.platform.this_process import network  # noqa: PLC0415 - as above

    network().shut()
    from app.cli.main import run  # noqa: PLC0415 - after the lockout
    from app.services.platform.process import harden_process  # noqa: PLC0415 - after the lockout

    harden_process()
    return run(sys.argv[1:], open_window=_open_window, environment=os.environ, out=sys.stdout, err=sys.stderr)


def _open_window(vault: "Path | None") -> int:
    """Open the window, if this machine can show one.

    Raises:
        EnvironmentProblemError: ``window.no-display`` or ``window.library-missing`` with what to install.
    """
    from app.models.domain.errors import EnvironmentProblemError  # noqa: PLC0415 - as above
    from app.services.platform.window_libraries import missing_packages  # noqa: PLC0415 - as above

    named = os.environ.get("QT_QPA_PLATFORM", "")
    if sys.platform == "linux" and not (named or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        raise EnvironmentProblemError("window.no-display")
    missing = () if named else missing_packages()
    if missing:
        raise EnvironmentProblemError("window.library-missing", packages=" ".join(missing))
    try:
        from app.ui.program import run_program  # noqa: PLC0415 - only the window needs Qt
    except ImportError as failed:
        if (failed.name or "").startswith("app."):
            raise
        raise EnvironmentProblemError("window.library-missing", packages="libegl1 libgl1") from None
    return run_program(vault)


if __name__ == "__main__":
    sys.exit(main())

"""Start the verifier: ``sekisho-verify`` and ``python -m app.verifier`` are the same.

As in the program itself: first a start with a clean environment, then the lockout of every network, then the rest.
"""

import os
import sys
from pathlib import Path

if not __package__:
    # An isolated interpreter knows only its own packages; the program stands in the folder above this one.
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

OLDEST = (3, 11)
_TOO_OLD = 5


def main() -> int:
    """Check the interpreter, shut out environment and network, verify.

    Returns:
        The exit code (``docs/manual/command-line.md``).
    """
    if sys.version_info < OLDEST:
        sys.stderr.write(f"Sekisho needs Python {OLDEST[0]}.{OLDEST[1]} or newer.\n")
        return _TOO_OLD
    from app.services.platform.clean_start import start_clean  # noqa: PLC0415 - an older interpreter could not read it

    start_clean(sys.argv[1:], Path(__file__).resolve())
    from app.services.platform.this_process import network  # noqa: PLC0415 - as above

    network().shut()
    from app.services.platform.process import harden_process  # noqa: PLC0415 - after the lockout
    from app.services.platform.time import SystemClock  # noqa: PLC0415 - after the lockout
    from app.verifier.command import run  # noqa: PLC0415 - after the lockout

    harden_process()
    return run(sys.argv[1:], environment=os.environ, clock=SystemClock(), out=sys.stdout, err=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())

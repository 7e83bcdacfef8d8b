"""The command line at a terminal of its own, with the tokens of SoftHSM, and with answers that a test types."""

import os
import pty
import select
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from tests.cli.terminal import ROOT, Said

LONGEST_SECONDS = 120
CHILD = """
import os, sys
os.open(os.ttyname(0), os.O_RDWR)  # whoever leads a session gets the first terminal that it opens
from app import bootstrap
from app.cli.main import run
from app.services.platform.pkcs11_token import Pkcs11Token
from tests.softhsm import MODULE
vars(bootstrap)["token"] = lambda: Pkcs11Token(lambda: MODULE)  # no administrator chose a module for this machine
sys.exit(run(sys.argv[1:], open_window=lambda _vault: 99, environment={}, out=sys.stdout, err=sys.stderr))
"""


def typed(answers: Sequence[str], *words: str | Path) -> Said:
    """Run a command in English; each answer is typed when a question stands at the end of what was said."""
    master, slave = pty.openpty()
    child = subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-c", CHILD, *map(str, words), "--lang", "en"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=slave,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    os.close(slave)
    assert child.stdout is not None
    assert child.stderr is not None
    said = {child.stdout.fileno(): b"", child.stderr.fileno(): b""}
    waiting, open_ends, until = list(answers), set(said), time.monotonic() + LONGEST_SECONDS
    try:
        while open_ends:
            assert time.monotonic() < until, said
            for end in select.select(open_ends, [], [], 0.2)[0]:
                piece = os.read(end, 4096)
                said[end] += piece
                if not piece:
                    open_ends.discard(end)
            if waiting and said[child.stderr.fileno()].endswith(b": "):
                said[child.stderr.fileno()] += b"\n"
                os.write(master, waiting.pop(0).encode() + b"\n")
        code = child.wait(LONGEST_SECONDS)
    finally:
        child.kill()
        os.close(master)
    out, err = (said[end.fileno()].decode() for end in (child.stdout, child.stderr))
    child.stdout.close()
    child.stderr.close()
    return Said(code, out, err)

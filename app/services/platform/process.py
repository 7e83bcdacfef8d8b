"""Make this process harder to look into: no core dumps, no tracing by others of the same login."""

import ctypes
import os
import sys

_PR_SET_DUMPABLE = 4
"""``man 2 prctl``: 0 forbids core dumps and attaching with ptrace, and closes ``/proc/self/mem`` to the login."""


def harden_process() -> None:
    """Set a private umask and, on Linux, forbid core dumps. What the system does not offer is left out."""
    os.umask(0o077)
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - absent on Windows

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        libc = ctypes.CDLL(None, use_errno=True)
        libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)

"""One medium at a time: nobody should have to guess which of two a bundle goes to or came from."""

from collections.abc import Callable
from pathlib import Path

from app.models.domain.errors import EnvironmentProblemError
from app.models.views.media import DriveState, drive_state
from app.services.ports import Drive, Media


def one_at_a_time(media: Media, drive_at: Callable[[Path], Drive]) -> Callable[[Path], Drive]:
    """Open a medium only while no other one is plugged in; a plain folder always.

    The answer raises ``EnvironmentProblemError`` ``media.several``, and what ``drive_at`` raises.
    """

    def opened(path: Path) -> Drive:
        mounted = media.mounted()
        if any(one.path == path for one in mounted) and drive_state(mounted) is DriveState.SEVERAL:
            raise EnvironmentProblemError("media.several")
        return drive_at(path)

    return opened

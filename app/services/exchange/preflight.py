"""Before the first byte: whether a medium can take a bundle, so that a refusal leaves it as it was."""

from app.models.domain.errors import EnvironmentProblemError
from app.services.bundles.filenames import MOST_PARTS, PART_SIZE
from app.services.desk import Act
from app.services.media.recognising import require_admissible
from app.services.ports import Drive

_RESERVE = 10
"""The tenth part of a bundle must be free beside it: file systems and worn media need room of their own."""


def require_fit(act: Act, drive: Drive, size_bytes: int) -> None:
    """Ask the medium, and the register of media, everything that can be asked without writing.

    Args:
        act: The act that writes; its entry in the record tells the medium.
        drive: The medium.
        size_bytes: Size of the encrypted bundle, or a little more.

    Raises:
        EnvironmentProblemError: ``media.read-only``, ``media.partitions``, ``media.filesystem``, ``media.full``,
            ``media.file-limit`` (not even in parts), or ``media.missing``.
        UntrustedInputError: The medium says that it is another one; ``media.cloned``, ``media.passport-refused``.
        GateClosedError: It is not registered, not here, or was reported lost.
    """
    seen = require_admissible(act.unit, drive)
    medium = seen.medium
    if seen.registered is not None:
        act.detail["medium"] = seen.registered.medium_id
    if medium.trouble:
        raise EnvironmentProblemError(medium.trouble)
    if medium.file_limit is not None and size_bytes > MOST_PARTS * PART_SIZE:
        raise EnvironmentProblemError("media.file-limit")
    if drive.free_bytes() < size_bytes + size_bytes // _RESERVE:
        raise EnvironmentProblemError("media.full")

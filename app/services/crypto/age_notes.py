"""Short secrets as age files: a key that is handed over, a share for a sheet of paper."""

from collections.abc import Sequence
from io import BytesIO

from app.models.domain.errors import UntrustedInputError
from app.services.crypto.age import Identity, Recipient, open_reader, open_writer
from app.services.crypto.entropy import Entropy


def seal_note(content: bytes, recipients: Sequence[Recipient], entropy: Entropy) -> bytes:
    """A whole age file that the owner of any of the recipients opens."""
    file = BytesIO()
    with open_writer(file, recipients, entropy) as writer:
        writer.write(content)
    return file.getvalue()


def open_note(file: bytes, identity: Identity, length: int) -> bytes:
    """What is in a short age file.

    Args:
        file: The whole file.
        identity: The key that should open it.
        length: How many bytes it must hold.

    Raises:
        UntrustedInputError: ``bundle.not-a-bundle``, ``bundle.header-refused``, ``bundle.not-for-us`` or
            ``bundle.damaged``; the caller knows better words.
    """
    reader = open_reader(BytesIO(file), [identity])
    content = reader.read(length)
    reader.finish()
    if len(content) != length:
        raise UntrustedInputError("bundle.damaged")
    return content

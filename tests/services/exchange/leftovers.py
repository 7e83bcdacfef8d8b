"""What can be read of a request in the files of an office that has not taken it in: nothing."""

from app.services.vault.vault import file_keys
from tests.services.exchange.offices import Office
from tests.services.exchange.world import PDF, PEOPLE
from tests.services.retention.raw import everything

MARKERS = (PEOPLE[0][0].encode(), PEOPLE[0][1].encode(), PDF)
"""Name and reading of the subject, and the scan of the consent."""


def pages(office: Office) -> bytes:
    """Every file as it lies there, quarantine too, and every page and every old frame of both databases decrypted."""
    return b"".join(everything(office.folder, file_keys(office.keys.vault_key)).values())


def readable(office: Office) -> list[bytes]:
    """The markers that lie anywhere in the folder of the vault."""
    seen = pages(office)
    return [marker for marker in MARKERS if marker in seen]

"""The system's D-Bus: local sockets between programs of one machine, nothing that leaves it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from app.services.platform.udisks import SERVICE, Refused

if TYPE_CHECKING:
    from jeepney.io.blocking import DBusConnection

PATIENCE_S = 900.0
"""How long an answer may take: a large, slow stick, and before that the question for the administrator's password."""


@contextmanager
def system_bus(patience_s: float = PATIENCE_S) -> Iterator["Connection"]:
    """A connection to the system's bus.

    Args:
        patience_s: How long to wait for each answer.

    Raises:
        OSError: There is none, or it does not let us in.
    """
    try:
        from jeepney.auth import AuthenticationError  # noqa: PLC0415 # exists on Linux only
        from jeepney.io.blocking import open_dbus_connection  # noqa: PLC0415 # see above
    except ImportError:
        raise OSError from None
    try:
        opened = open_dbus_connection(bus="SYSTEM")
    except (AuthenticationError, KeyError, RuntimeError, ValueError):
        raise OSError from None
    with opened:
        yield Connection(opened, patience_s)


class Connection:
    """A :class:`~app.services.platform.udisks.Bus` to the disk service."""

    def __init__(self, opened: "DBusConnection", patience_s: float) -> None:
        self._opened = opened
        self._patience_s = patience_s

    def call(self, path: str, interface: str, method: str, signature: str = "", body: Sequence[Any] = ()) -> Any:
        """Call a method and give its first result, or None."""
        from jeepney import DBusAddress, HeaderFields, MessageType, new_method_call  # noqa: PLC0415 # exists on Linux only

        address = DBusAddress(path, SERVICE, interface)
        message = new_method_call(address, method, signature or None, tuple(body))
        answer = self._opened.send_and_get_reply(message, timeout=self._patience_s)
        if answer.header.message_type is MessageType.error:
            raise Refused(str(answer.header.fields.get(HeaderFields.error_name, "")))
        return answer.body[0] if answer.body else None

"""What an operation touched, so that screens know whether they show something old."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Changes:
    """Kinds of record and ids that one committed operation touched.

    Attributes:
        kinds: Names of record kinds, for example ``case`` or ``consent``.
        ids: Ids of the touched records; empty means that any record of the kinds may have changed.
        initiator: Who asked for it, so that a screen can tell its own change; never a person's name.
    """

    kinds: frozenset[str]
    ids: frozenset[str] = frozenset()
    initiator: str = ""

    def touches(self, kinds: frozenset[str], ids: frozenset[str] = frozenset()) -> bool:
        """Whether a view of these kinds (and of these ids, if it shows few) is now old."""
        if not self.kinds & kinds:
            return False
        return not ids or not self.ids or bool(self.ids & ids)

"""The loop of receipts in words: how old an open export may become, what an incident is about, how it ends."""

from enum import StrEnum

REMIND_AFTER_DAYS = 3
"""So many working days without a receipt, and the recipient is reminded (設計上の既定)."""
OVERDUE_AFTER_DAYS = 5
"""So many working days without a receipt, a week, and it is an incident (設計上の既定)."""


class Age(StrEnum):
    """How an export without a receipt stands."""

    OPEN = "open"
    REMIND = "remind"
    OVERDUE = "overdue"


def age_of(days: int) -> Age:
    """How an export stands after so many working days without a receipt."""
    if days >= OVERDUE_AFTER_DAYS:
        return Age.OVERDUE
    return Age.REMIND if days >= REMIND_AFTER_DAYS else Age.OPEN


class Cause(StrEnum):
    """What an incident (事故) is about: something that we sent, or a paper that came and is about somebody else.

    What a bundle that came gives rise to is an alarm.
    """

    OVERDUE = "overdue"
    """No receipt came in time: the medium may be lost."""
    UNKNOWN_BUNDLE = "unknown-bundle"
    """A receipt for a bundle that was never sent so: somebody has a file that this station did not write."""
    OTHER_CONTENT = "other-content"
    """A receipt whose digests are not those of what was sent: it was exchanged on the way."""
    OTHER_COUNTS = "other-counts"
    """A receipt that counts otherwise than what was sent."""
    CONTRADICTION = "contradiction"
    """A receipt that says otherwise than one before."""
    FORGED = "forged"
    """A receipt that the recipient's station did not sign."""
    OTHER_PERSON = "other-person"
    """A paper that came for a case and is about another person (誤送付); named by its identity here."""


class Ending(StrEnum):
    """How an incident ended."""

    RECEIPT_CAME = "receipt-came"
    SENT_AGAIN = "sent-again"
    MEDIUM_FOUND = "medium-found"
    LOSS_REPORTED = "loss-reported"
    """紛失として報告した."""
    PAPER_RETURNED = "paper-returned"
    """文書を差出元に返した."""
    PARTNER_EXPLAINED = "partner-explained"
    """相手方に確かめ、原因が分かった."""


class Objecting(StrEnum):
    """Why an officer refuses to sign a draft."""

    WRONG_RECIPIENT = "wrong-recipient"
    WRONG_CONTENT = "wrong-content"
    NOT_NEEDED = "not-needed"
    NOT_YET = "not-yet"
    NOT_MINE = "not-mine"


class Clearing(StrEnum):
    """Why a stopped lane may go on."""

    RESTORED_BACKUP = "restored-backup"
    """相手方が控えから復元した: its numbers and its record go on from the bundle that stopped the lane."""
    OPERATING_ERROR = "operating-error"
    """相手方の操作の誤り: it sends again with the next number that we expect."""
    KEY_RENEWED = "key-renewed"
    """相手方が鍵を取り消して新しくした: what was signed with the old one is refused anyhow."""

    @property
    def follows_partner(self) -> bool:
        """Whether the lane goes on where the partner stands, and not where we stand."""
        return self is Clearing.RESTORED_BACKUP

"""The states of an assessment (適性評価) from the roster to destruction.

A person is first a *candidate* (名簿登載者). A *case* (案件) opens only with the consent to the assessment, so that a
refusal leaves no case behind. Agency and investigation office each keep their own copy of the case and its state.
"""

from enum import StrEnum


class State(StrEnum):
    """Where a candidate or a case stands."""

    LISTED = "listed"
    """名簿登載: the roster was accepted."""
    SCREENED_OUT = "screened-out"
    """対象外: no assessment needed."""
    NOTICE_ISSUED = "notice-issued"
    """告知済: the notice (F05) was delivered."""
    NON_CONSENT = "non-consent"
    """不同意: the letter of non-consent (F08) came in; the person leaves the list of candidates."""
    CONSENTED = "consented"
    """同意済: the consent (F06) came in; the case opens."""
    INVESTIGATION_REQUESTED = "investigation-requested"
    """調査要求済."""
    UNDER_INVESTIGATION = "under-investigation"
    """調査中: the questionnaire is here."""
    UNDER_REVIEW = "under-review"
    """審査中: the findings wait for the reviewer."""
    REVIEW_ACCEPTED = "review-accepted"
    """審査済: the findings were accepted; result and opinion wait for two signatures."""
    OPINION_SIGNED = "opinion-signed"
    """意見確定."""
    OPINION_SENT = "opinion-sent"
    """意見送付済."""
    RESULT_RECEIVED = "result-received"
    """調査結果受領."""
    UNDER_EVALUATION = "under-evaluation"
    """評価中."""
    DECISION_PROPOSED = "decision-proposed"
    """決裁待ち: drafted and signed once."""
    DECIDED_CLEARED = "decided-cleared"
    """認定: no risk of leaking was found (おそれがないと認められた)."""
    DECIDED_NOT_CLEARED = "decided-not-cleared"
    """不認定 (おそれがないと認められなかった)."""
    NOTIFIED_CLEARED = "notified-cleared"
    """通知済（認定）: the day of notification starts the validity."""
    NOTIFIED_NOT_CLEARED = "notified-not-cleared"
    """通知済（不認定）."""
    VALID = "valid"
    """有効: the officer confirmed the last valid day."""
    DOUBT = "doubt"
    """疑義あり（第3号）: eligibility is suspended."""
    EXPIRED = "expired"
    """期間満了."""
    WITHDRAWN = "withdrawn"
    """同意取下げ: sealed, nothing is used further."""
    NOT_CARRIED_OUT_NOTIFIED = "not-carried-out-notified"
    """不実施通知済."""
    DISPOSAL_DUE = "disposal-due"
    """廃棄予定."""
    DISPOSED = "disposed"
    """廃棄済."""


BEFORE_NOTIFICATION = frozenset(
    {
        State.CONSENTED,
        State.INVESTIGATION_REQUESTED,
        State.UNDER_INVESTIGATION,
        State.UNDER_REVIEW,
        State.REVIEW_ACCEPTED,
        State.OPINION_SIGNED,
        State.OPINION_SENT,
        State.RESULT_RECEIVED,
        State.UNDER_EVALUATION,
        State.DECISION_PROPOSED,
        State.DECIDED_CLEARED,
        State.DECIDED_NOT_CLEARED,
    }
)
"""Consent can be withdrawn until the result is notified to the subject."""

DECIDED = frozenset(
    {
        State.DECIDED_CLEARED,
        State.DECIDED_NOT_CLEARED,
        State.NOTIFIED_CLEARED,
        State.NOTIFIED_NOT_CLEARED,
        State.VALID,
        State.DOUBT,
        State.EXPIRED,
    }
)
"""States that only a decision leads to."""

ENDED = frozenset(
    {
        State.SCREENED_OUT,
        State.NON_CONSENT,
        State.WITHDRAWN,
        State.NOT_CARRIED_OUT_NOTIFIED,
        State.NOTIFIED_NOT_CLEARED,
        State.EXPIRED,
        State.DISPOSED,
    }
)
"""Nothing waits for an officer here but retention."""

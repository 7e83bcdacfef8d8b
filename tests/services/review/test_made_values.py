"""Identities and digests are no texts of anybody, whatever digits chance puts into them."""

from app.models.forms.my_number import check_digit, holds_my_number
from app.services.guard_seam import texts_in

NUMBER = f"12345678901{check_digit('12345678901')}"


def test_a_digest_that_happens_to_hold_twelve_such_digits_is_not_asked_about() -> None:
    digest, identity = f"{'a' * 26}{NUMBER}{'b' * 26}", f"{'c' * 10}{NUMBER}{'d' * 10}"
    assert holds_my_number(digest)
    assert list(texts_in({"sha256": digest, "case": identity})) == []


def test_the_same_digits_in_what_somebody_wrote_are() -> None:
    for written in (NUMBER, f"番号は{NUMBER}です", f"{'a' * 25}{NUMBER}{'b' * 26}"):
        assert list(texts_in({"text": written})) == [written]

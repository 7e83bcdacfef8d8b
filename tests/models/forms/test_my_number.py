"""The Individual Number is found in any form of digits, and other numbers are left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.forms.my_number import check_digit, holds_my_number

ELEVEN = st.text("0123456789", min_size=11, max_size=11)
SCRIPTS = ("0123456789", "０１２３４５６７８９", "〇一二三四五六七八九", "٠١٢٣٤٥٦٧٨٩", "⓪①②③④⑤⑥⑦⑧⑨")


def test_check_digit_is_that_of_the_ministerial_order() -> None:
    # weights 6 5 4 3 2 7 6 5 4 3 2 from the left; 12345678901 sums to 201, remainder 3, digit 8
    assert check_digit("12345678901") == 8
    assert check_digit("00000000000") == 0


@given(ELEVEN, st.sampled_from(SCRIPTS), st.sampled_from(["", " ", "-", "\u3000", "ー"]), st.sampled_from([4, 12]))
def test_found_in_every_form_of_digits(eleven: str, script: str, separator: str, step: int) -> None:
    number = eleven + str(check_digit(eleven))
    written = separator.join(number[place : place + step] for place in range(0, 12, step))
    assert holds_my_number(
        "私の番号は" + "".join(script[int(each)] if each.isascii() and each.isdigit() else each for each in written)
    )


@given(ELEVEN, st.integers(1, 9))
def test_wrong_check_digit_is_left_alone(eleven: str, off: int) -> None:
    assert not holds_my_number(eleven + str((check_digit(eleven) + off) % 10))


@given(ELEVEN)
def test_longer_runs_and_telephone_numbers_abroad_are_left_alone(eleven: str) -> None:
    number = eleven + str(check_digit(eleven))
    assert not holds_my_number(number + "1")
    assert not holds_my_number("+" + number)


@pytest.mark.parametrize(
    "text", ["090-0000-0000", "1988-04-12 2001", "昭和63年4月12日から平成元年1月8日", "100-0000", ""]
)
def test_everyday_numbers_are_left_alone(text: str) -> None:
    assert not holds_my_number(text)


def test_found_beside_another_number() -> None:
    assert holds_my_number("090-1111-2222 1234-5678-9018")

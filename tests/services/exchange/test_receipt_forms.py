"""Receipts as mini-files and as text on paper: one statement in two spellings."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.domain.errors import UntrustedInputError
from app.services.bundles import canonical
from app.services.bundles.schemas import RECEIPT_PAYLOAD_TYPE, LaneHead, Receipt, ReceiptOutcome
from app.services.crypto.dsse import Signature, build, pae
from app.services.crypto.signing import SigningKey
from app.services.exchange import receipt_forms
from app.services.typed_text import GROUP, GROUPS_PER_LINE, groups

KEY = SigningKey(b"\x07" * 32)
HEX = st.binary(min_size=32, max_size=32).map(bytes.hex)
HONEST = Receipt(
    bundle_id="0123456789ab4def8123456789abcdef",
    manifest_sha256="a1" * 32,
    ciphertext_sha256="b2" * 32,
    station="INVEST1",
    person="9f" * 16,
    received_at=1_750_000_000,
    outcome=ReceiptOutcome.IMPORTED,
    code=None,
    record_count=3,
    blob_count=4,
    checkpoint="sekisho/INVEST1/0\n123\n" + "A" * 43 + "=\n\n— sekisho/INVEST1 " + "B" * 90 + "\n",
    lanes=(LaneHead(origin="AGENCY1", seq=7, missing=(5, 6)),),
)


@st.composite
def receipts(draw: st.DrawFn) -> Receipt:
    outcome = draw(st.sampled_from(ReceiptOutcome))
    return msgspec.structs.replace(
        HONEST,
        manifest_sha256=draw(HEX),
        ciphertext_sha256=draw(HEX),
        received_at=draw(st.integers(0, 253_402_300_799)),
        outcome=outcome,
        code="bundle.damaged" if outcome is ReceiptOutcome.REFUSED else None,
        record_count=draw(st.integers(0, 2**53 - 1)),
        lanes=tuple(
            LaneHead(origin=f"AGENCY{number}", seq=draw(st.integers(0, 9_999_999_999)), missing=())
            for number in range(draw(st.integers(0, 3)))
        ),
    )


@given(receipts())
def test_text_and_mini_file_are_the_same_receipt(receipt: Receipt) -> None:
    data = receipt_forms.sealed(receipt, KEY)
    assert receipt_forms.read(data).receipt == receipt
    text = receipt_forms.to_text(data)
    assert receipt_forms.from_text(text) == data
    printed = groups(text)
    assert {len(group) for group in printed} == {GROUP}
    assert len(printed) % GROUPS_PER_LINE == 0
    assert receipt_forms.from_text(" ".join(printed).lower()) == data


@given(st.data())
def test_one_wrong_letter_is_told_with_its_line(data: st.DataObject) -> None:
    text = receipt_forms.to_text(receipt_forms.sealed(HONEST, KEY))
    place = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.sampled_from([each for each in "0123456789ABCDEFGHJKMNPQRSTVWXYZ" if each != text[place]]))
    with pytest.raises(UntrustedInputError) as refusal:
        receipt_forms.from_text(text[:place] + other + text[place + 1 :])
    assert refusal.value.code == "receipt.text-mistyped"
    assert refusal.value.params == {"line": place // 45 + 1}


@given(st.data())
def test_lines_that_changed_places_or_are_missing_are_noticed(data: st.DataObject) -> None:
    text = receipt_forms.to_text(receipt_forms.sealed(HONEST, KEY))
    lines = [text[at : at + 45] for at in range(0, len(text), 45)]
    first = data.draw(st.integers(0, len(lines) - 2))
    swapped = [*lines]
    swapped[first], swapped[first + 1] = swapped[first + 1], swapped[first]
    for wrong in (swapped, lines[:first] + lines[first + 1 :], lines[:-1]):
        with pytest.raises(UntrustedInputError):
            receipt_forms.from_text("\n".join(wrong))


@given(st.text(max_size=200))
def test_no_text_is_anything_but_a_receipt_or_refused(text: str) -> None:
    with pytest.raises(UntrustedInputError) as refusal:
        receipt_forms.from_text(text)
    assert refusal.value.code in {"receipt.text-mistyped", "receipt.not-a-receipt"}


def test_letters_that_look_alike_and_full_width_ones_are_read_as_meant() -> None:
    data = receipt_forms.sealed(HONEST, KEY)
    text = receipt_forms.to_text(data)
    assert receipt_forms.from_text(text.replace("0", "o").replace("1", "l")) == data
    assert receipt_forms.from_text("".join(chr(ord(letter) + 0xFEE0) for letter in text)) == data


def signed(payload: bytes, payload_type: str = RECEIPT_PAYLOAD_TYPE, *keys: SigningKey) -> bytes:
    signatures = [Signature(key.key_id, key.sign(pae(payload_type, payload))) for key in keys or (KEY,)]
    return build(payload_type, payload, signatures)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        signed(b"{}"),
        signed(canonical.encode(HONEST), "application/vnd.sekisho.bundle-manifest.v1+json"),
        signed(canonical.encode(HONEST), RECEIPT_PAYLOAD_TYPE, KEY, SigningKey(b"\x08" * 32)),
        signed(canonical.encode(HONEST) + b" "),
        signed(canonical.encode(HONEST).replace(b'"seq":7', b'"seq":7,"seq":7')),
        signed(canonical.encode(HONEST).replace(b"sekisho/INVEST1/0", "sekisho/\u202e1/0".encode())),
        signed(canonical.encode(HONEST)) + b"\n",
        b"x" * (receipt_forms.LARGEST + 1),
    ],
)
def test_a_file_that_is_not_exactly_a_receipt_is_refused(data: bytes) -> None:
    with pytest.raises(UntrustedInputError) as refusal:
        receipt_forms.read(data)
    assert refusal.value.code == "receipt.not-a-receipt"


def test_a_receipt_fits_one_code(record_property: Any) -> None:
    text = receipt_forms.to_text(receipt_forms.sealed(HONEST, KEY))
    record_property("letters", len(text))
    assert len(text) < 2_000  # a QR code holds 2,420 such letters at level Q

"""Key slots: who opens them, what is refused before any work, and that nothing can be weakened or swapped."""

import os
import time
from datetime import UTC, datetime
from hashlib import pbkdf2_hmac

import msgspec
import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.models.domain.errors import AppError, BugError, InvalidInputError, VaultError
from app.services.crypto.keyslot import Argon2Cost, Pbkdf2Cost, Slot, SlotSecrets, cost_of, derive, make_slot, open_slot
from app.services.crypto.stretching import Pbkdf2Kdf

NOW = datetime(2026, 4, 1, 9, tzinfo=UTC)
DEVICE = bytes(range(32))
SECRETS = SlotSecrets(bytes([1]) * 32, bytes([2]) * 32)
PASSPHRASE = "kashu-remi-tono-gyobu-nyako"


def slot_for(person: str = "officer-1", passphrase: str = PASSPHRASE) -> Slot:
    return make_slot(person, passphrase, DEVICE, SECRETS, Argon2Cost.rehearsal(), os.urandom, NOW, 1)


@pytest.fixture(scope="module")
def slot() -> Slot:
    return slot_for()


def code_of(slot: Slot, passphrase: str = PASSPHRASE, device: bytes = DEVICE) -> str:
    with pytest.raises(VaultError) as caught:
        open_slot(slot, passphrase, device)
    return caught.value.code


def changed(original: Slot, **hdr: object) -> Slot:
    return msgspec.structs.replace(original, hdr=msgspec.structs.replace(original.hdr, **hdr))


def with_kdf(slot: Slot, **kdf: object) -> Slot:
    return changed(slot, kdf=msgspec.structs.replace(slot.hdr.kdf, **kdf))


def test_opens_with_passphrase_and_device(slot: Slot) -> None:
    assert open_slot(slot, PASSPHRASE, DEVICE) == SECRETS


def test_survives_the_file(slot: Slot) -> None:
    text = msgspec.json.encode(slot, order="sorted")
    assert open_slot(msgspec.json.decode(text, type=Slot), PASSPHRASE, DEVICE) == SECRETS
    assert SECRETS.vault_key.hex().encode() not in text
    assert len(text) < 800


def test_one_answer_for_every_wrong_key(slot: Slot) -> None:
    assert code_of(slot, passphrase=PASSPHRASE + " ") == "vault.wrong-passphrase"
    assert code_of(slot, passphrase="") == "vault.wrong-passphrase"
    assert code_of(slot, passphrase="\ud800 lone surrogate") == "vault.wrong-passphrase"
    assert code_of(slot, device=bytes(32)) == "vault.wrong-passphrase"
    assert code_of(slot, device=b"") == "vault.wrong-passphrase"


def test_changed_header_or_ciphertext(slot: Slot) -> None:
    replace = msgspec.structs.replace
    ct = slot.ct[:-1] + ("0" if slot.ct[-1] != "0" else "1")
    for other in (
        changed(slot, slot="officer-2"),
        changed(slot, seq=2),
        changed(slot, created=datetime(2025, 1, 1, tzinfo=UTC)),
        with_kdf(slot, t=3),
        with_kdf(slot, p=1),
        with_kdf(slot, salt="00" * 16),
        replace(slot, ct=ct),
        replace(slot, nonce="00" * 12),
        replace(slot, commit="00" * 32),
    ):
        assert code_of(other) == "vault.wrong-passphrase"


def test_slot_of_another_person_or_swapped_salts() -> None:
    first, second = slot_for("officer-1"), slot_for("officer-2")
    assert code_of(msgspec.structs.replace(first, hdr=second.hdr)) == "vault.wrong-passphrase"


def test_commitment_alone_binds_the_header() -> None:
    def same_random_bytes(count: int) -> bytes:
        return bytes(count)

    slots = [
        make_slot(person, PASSPHRASE, DEVICE, SECRETS, Argon2Cost.rehearsal(), same_random_bytes, NOW, seq)
        for person, seq in (("officer-1", 1), ("officer-2", 1), ("officer-1", 2))
    ]
    assert len({slot.commit for slot in slots}) == 3


def test_hostile_parameters_are_refused_before_any_work(slot: Slot) -> None:
    started = time.process_time()
    hostile = [
        with_kdf(slot, m_kib=64 * 1024 * 1024),
        with_kdf(slot, m_kib=8),
        with_kdf(slot, m_kib=64 * 1024 - 1),
        with_kdf(slot, m_kib=2048 * 1024 + 1),
        with_kdf(slot, t=10**9),
        with_kdf(slot, t=1),
        with_kdf(slot, t=11),
        with_kdf(slot, p=0),
        with_kdf(slot, p=9),
        with_kdf(slot, salt="zz" * 16),
        with_kdf(slot, salt="00" * 15),
        changed(slot, slot=""),
        changed(slot, slot="x" * 129),
        changed(slot, seq=0),
        msgspec.structs.replace(slot, commit=""),
        msgspec.structs.replace(slot, nonce="00" * 11),
        msgspec.structs.replace(slot, ct=slot.ct.upper().replace("0", "A")),
        msgspec.structs.replace(slot, ct=slot.ct + "00"),
    ]
    assert {code_of(one) for one in hostile} == {"vault.slot-parameters"}
    assert time.process_time() - started < 0.2


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"v":1', '"v":2'),
        ('"argon2id"', '"argon2d"'),
        ('"kind":"passphrase"', '"kind":"none"'),
        ('"binds":"device"', '"binds":""'),
        ('"aead":"aes-256-gcm"', '"aead":"none"'),
        ('"seq":1', '"seq":1,"extra":1'),
        ('"seq":1', '"seq":"1"'),
        ("2026-04-01T09:00:00Z", "2026-04-01T09:00:00"),
    ],
)
def test_slots_file_with_unknown_words_is_not_read(slot: Slot, old: str, new: str) -> None:
    text = msgspec.json.encode(slot).decode()
    assert old in text
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(text.replace(old, new), type=Slot)


def test_composed_and_decomposed_spelling_are_one_passphrase() -> None:
    slot = slot_for(passphrase="がぎぐげござじず")
    decomposed = "".join(f"{letter}゙" for letter in "かきくけこさしす")
    assert open_slot(slot, decomposed, DEVICE) == SECRETS


def test_short_passphrase() -> None:
    with pytest.raises(InvalidInputError, match=r"vault\.passphrase-short"):
        slot_for(passphrase="short")


def test_our_own_mistakes_are_bugs() -> None:
    cheap = Argon2Cost(8, 1, 1)
    for device, secrets, cost, now in (
        (DEVICE[:31], SECRETS, Argon2Cost.rehearsal(), NOW),
        (DEVICE, SlotSecrets(bytes(31), bytes(32)), Argon2Cost.rehearsal(), NOW),
        (DEVICE, SECRETS, cheap, NOW),
        (DEVICE, SECRETS, Argon2Cost.rehearsal(), NOW.replace(tzinfo=None)),
    ):
        with pytest.raises(BugError):
            make_slot("officer-1", PASSPHRASE, device, secrets, cost, os.urandom, now, 1)
    for secret, purpose in ((bytes(31), "signing"), (bytes(32), "")):
        with pytest.raises(BugError):
            derive(secret, purpose)


def test_costs() -> None:
    assert Argon2Cost.standard() == Argon2Cost(262_144, 3, 4)
    assert Argon2Cost.standard().is_within_bounds()
    assert Argon2Cost.rehearsal() == Argon2Cost(65_536, 2, 4)
    assert Argon2Cost.rehearsal().is_within_bounds()


def test_derived_keys_differ_by_purpose_and_secret() -> None:
    keys = {derive(secret, purpose) for secret in (bytes(32), bytes([1]) * 32) for purpose in ("signing", "root")}
    assert len(keys) == 4
    assert derive(bytes(32), "signing") == derive(bytes(32), "signing")


def test_no_secret_in_any_text(slot: Slot) -> None:
    assert "01" * 32 not in repr(SECRETS) + repr(slot)
    assert repr(SECRETS.vault_key) not in repr(SECRETS)
    with pytest.raises(AppError) as caught:
        open_slot(slot, "a wrong passphrase", DEVICE)
    assert "wrong passphrase" not in str(caught.value) + repr(caught.value.params)


FIPS = Pbkdf2Cost.standard()


def test_a_slot_of_the_fips_profile() -> None:
    slot = make_slot("officer-1", PASSPHRASE, DEVICE, SECRETS, FIPS, os.urandom, NOW, 1)
    text = msgspec.json.encode(slot, order="sorted")
    assert b'"kdf":{"alg":"pbkdf2-hmac-sha512","rounds":600000,"salt":"' in text
    assert open_slot(msgspec.json.decode(text, type=Slot), PASSPHRASE, DEVICE) == SECRETS
    assert cost_of(slot) == FIPS
    assert code_of(slot, passphrase=PASSPHRASE.upper()) == "vault.wrong-passphrase"
    for other in (with_kdf(slot, rounds=600_001), with_kdf(slot, salt="00" * 16), changed(slot, seq=2)):
        assert code_of(other) == "vault.wrong-passphrase"
    salt = bytes.fromhex(slot.hdr.kdf.salt)
    assert slot.hdr.kdf.stretch(b"typed") == pbkdf2_hmac("sha512", b"typed", salt, 600_000, 32)


@pytest.mark.parametrize("rounds", [0, -1, 1, 599_999, 20_000_001, 10**18])
def test_too_little_or_too_much_work_of_the_fips_profile_is_refused_before_any(rounds: int) -> None:
    slot = make_slot("officer-1", PASSPHRASE, DEVICE, SECRETS, FIPS, os.urandom, NOW, 1)
    started = time.process_time()
    assert code_of(with_kdf(slot, rounds=rounds)) == "vault.slot-parameters"
    assert time.process_time() - started < 0.2
    with pytest.raises(BugError):
        make_slot("officer-1", PASSPHRASE, DEVICE, SECRETS, Pbkdf2Cost(rounds), os.urandom, NOW, 1)


def test_a_slot_cannot_be_moved_to_the_weaker_function(slot: Slot) -> None:
    weaker = Pbkdf2Kdf(600_000, slot.hdr.kdf.salt)
    assert code_of(changed(slot, kdf=weaker)) == "vault.wrong-passphrase"


def test_one_ciphertext_opens_for_one_passphrase_only(slot: Slot) -> None:
    """A partitioning oracle needs one ciphertext that many keys accept; the commitment names the one key."""
    key, commit = bytes(32), bytes(32)
    forged = msgspec.structs.replace(
        slot, commit=commit.hex(), ct=AESGCM(key).encrypt(bytes.fromhex(slot.nonce), bytes(64), b"").hex()
    )
    assert {code_of(forged, passphrase=f"guess number {number}") for number in range(3)} == {"vault.wrong-passphrase"}


def test_no_flipped_bit_of_a_slot_opens(slot: Slot) -> None:
    """Each byte of the written slot with one bit turned: no slot, or one that is refused; never another secret."""
    text = bytearray(msgspec.json.encode(slot, order="sorted"))
    tried = 0
    for place in range(0, len(text), 7):
        text[place] ^= 1 << place % 7
        try:
            read = msgspec.json.decode(bytes(text), type=Slot)
        except (msgspec.DecodeError, UnicodeDecodeError):
            read = None
        if read is not None:
            tried += 1
            assert code_of(read) in {"vault.wrong-passphrase", "vault.slot-parameters"}
        text[place] ^= 1 << place % 7
    assert tried > 20

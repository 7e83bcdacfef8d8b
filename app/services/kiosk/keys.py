"""The key of a draft: random, sealed once under slip and PIN, once under the key of the case."""

import hmac

import msgspec

from app.models.domain.errors import VaultError
from app.models.domain.ids import CaseId
from app.models.domain.kiosk import plain_code, plain_pin
from app.models.domain.sealed_places import kiosk_key_place
from app.models.views.kiosk import KioskSession
from app.services.crypto.sealing import KEY_LENGTH, seal, unseal
from app.services.crypto.stretching import Argon2Cost, SlotKdf, is_within_bounds, kdf_at
from app.services.digests import salted
from app.services.ports import Entropy
from app.services.vault.unit import Unit

_KDF = msgspec.json.Decoder(SlotKdf)


def code_digest(unit: Unit, case: CaseId, code: str) -> str:
    """What is kept of a code: it tells nothing without the key of the case."""
    return salted(unit.case_keys.digest_key(case), b"kiosk-slip|" + plain_code(code).encode()).hex()


def new_key(unit: Unit, case: CaseId, session_id: str) -> bytes:
    """A new key of a draft, sealed under the key of the case."""
    return seal(unit.case_keys.get(case), unit.entropy(KEY_LENGTH), kiosk_key_place(session_id, 0), unit.entropy)


def key_by_case(unit: Unit, held: KioskSession) -> bytes:
    """The key of the draft from the copy of the case; asked only while a slip is tied to its first PIN."""
    return unseal(unit.case_keys.get(held.case_id), held.by_case, kiosk_key_place(held.session_id, 0))


def tied(held: KioskSession, key: bytes, code: str, pin: str, cost: Argon2Cost, entropy: Entropy) -> tuple[str, bytes]:
    """The key of the draft sealed under code and PIN.

    Returns:
        How they were stretched, and the sealed key.
    """
    kdf = kdf_at(cost, entropy)
    sealed = seal(kdf.stretch(_typed(code, pin)), key, kiosk_key_place(held.session_id, held.slip), entropy)
    return msgspec.json.encode(kdf).decode(), sealed


def key_by_slip(held: KioskSession, code: str, pin: str) -> bytes | None:
    """The key of the draft, or None when code or PIN are wrong.

    Raises:
        VaultError: ``vault.record-damaged``: what says how to stretch is no longer what was written.
    """
    try:
        kdf = _KDF.decode(held.kdf or "")
    except msgspec.MsgspecError as error:
        raise VaultError("vault.record-damaged") from error
    if held.by_slip is None or not is_within_bounds(kdf):
        raise VaultError("vault.record-damaged")
    try:
        return unseal(kdf.stretch(_typed(code, pin)), held.by_slip, kiosk_key_place(held.session_id, held.slip))
    except VaultError:
        return None


def is_code(unit: Unit, held: KioskSession, code: str) -> bool:
    """Whether it is the code of the newest slip."""
    return hmac.compare_digest(held.code_digest, code_digest(unit, held.case_id, code))


def _typed(code: str, pin: str) -> bytes:
    return f"{plain_code(code)}|{plain_pin(pin)}".encode("utf-8", "surrogatepass")

"""Hardware tokens by PKCS#11 (OASIS Cryptoki 2.40): the one place that loads the maker's module.

The module is native code with all our rights. So it is loaded from one absolute path only, which an administrator
wrote down in a file of the administrator's, and only while nobody else could change it.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.models.domain.errors import (
    AppError,
    EnvironmentProblemError,
    InvalidInputError,
    UntrustedInputError,
    VaultError,
)
from app.models.domain.tokens import TokenBinding, TokenKey, TokenSeen
from app.services.crypto.token_secret import point_key, rsa_key
from app.services.platform.guarded_file import is_guarded

if TYPE_CHECKING:
    import pkcs11

MODULE_FILES = {
    "linux": Path("/etc/sekisho/token-module"),
    "darwin": Path("/Library/Application Support/Sekisho/token-module"),
}
"""Where the administrator writes the absolute path of the module, on one line."""
KEY_LABEL = "sekisho"
_RSA_BITS = 3072
_POINT_LENGTH = 65
_LONGEST_PATH = 4096
_alone = threading.Lock()
"""A login belongs to the whole process: one call at a time, each with a login of its own."""


def configured_module(platform: str) -> Path | None:
    """The module that the administrator of the machine chose, or None.

    Raises:
        EnvironmentProblemError: ``token.module-refused``: somebody else could change the file that names it.
    """
    file = MODULE_FILES.get(platform)
    if file is None or not file.exists():
        return None
    if not is_guarded(file):
        raise EnvironmentProblemError("token.module-refused")
    line = file.read_bytes()[:_LONGEST_PATH].decode("utf-8", "replace").strip()
    return Path(line) if line else None


class Pkcs11Token:
    """The real :class:`~app.services.ports.Token`.

    Args:
        find: Gives the absolute path of the PKCS#11 module, or None where none was chosen; asked at each use.
    """

    def __init__(self, find: Callable[[], Path | None]) -> None:
        self._find = find

    def present(self) -> tuple[TokenSeen, ...]:
        """The tokens that are plugged in.

        Raises:
            EnvironmentProblemError: ``token.no-module``, ``token.module-refused`` or ``token.failed``.
        """
        with self._library() as library:
            return tuple(_seen(token) for token in _tokens(library))

    def enrol(self, label: str, serial: str, pin: str) -> TokenKey:
        """The key of this program on a token; made there if there is none, P-256 or else RSA.

        Raises:
            EnvironmentProblemError: No module, no such token, it is locked or was pulled out.
            InvalidInputError: ``token.wrong-pin``.
            UntrustedInputError: ``token.key-unusable``.
        """
        with self._library() as library:
            found = [token for token in _tokens(library) if _name(token) == (label, serial)]
            if not found:
                raise EnvironmentProblemError("token.missing")
            with _logged_in(found[0], pin, writes=True) as session:
                pairs = [(key, private) for key, private in _pairs(session) if private.label == KEY_LABEL]
                if not pairs:
                    pairs = [_made(session, found[0])]
                key, private = pairs[0]
                _require_kept(private)
                return key

    def open(self, binding: TokenBinding, pin: str) -> bytes:
        """Let the private key work on what a slot keeps.

        Raises:
            EnvironmentProblemError: No module, no such token, it is locked or was pulled out.
            InvalidInputError: ``token.wrong-pin``.
            VaultError: ``token.other-key``.
        """
        with self._library() as library:
            labelled = [token for token in _tokens(library) if _name(token)[0] == binding.label]
            if not labelled:
                raise EnvironmentProblemError("token.missing")
            found = [token for token in labelled if _name(token)[1] == binding.serial]
            if not found:
                raise VaultError("token.other-key")
            with _logged_in(found[0], pin, writes=False) as session:
                private = next((private for key, private in _pairs(session) if key.digest == binding.key), None)
                if private is None:
                    raise VaultError("token.other-key")
                _require_kept(private)
                return _work(private, binding)

    @contextmanager
    def _library(self) -> "Iterator[pkcs11._pkcs11.lib]":
        module = self._find()
        if module is None:
            raise EnvironmentProblemError("token.no-module")
        try:
            import pkcs11  # noqa: PLC0415 # an extra that not every station has
        except ImportError:
            raise EnvironmentProblemError("token.no-module") from None
        if not is_guarded(module):
            raise EnvironmentProblemError("token.module-refused")
        with _alone, _translated():
            yield pkcs11.lib(str(module))


@contextmanager
def _logged_in(token: "pkcs11.Token", pin: str, *, writes: bool) -> "Iterator[pkcs11.Session]":
    from pkcs11 import TokenFlag  # noqa: PLC0415 # see above

    if token.flags & TokenFlag.USER_PIN_LOCKED:
        raise EnvironmentProblemError("token.locked")
    if not pin:
        raise InvalidInputError("token.wrong-pin", field="pin")
    with token.open(rw=writes, user_pin=pin) as session:
        yield session


@contextmanager
def _translated() -> Iterator[None]:
    """Give our errors for those of the module; what it says beside its code is not repeated."""
    import pkcs11  # noqa: PLC0415 # see above

    try:
        yield
    except AppError:
        raise
    except (pkcs11.PinIncorrect, pkcs11.PinInvalid, pkcs11.PinLenRange):
        raise InvalidInputError("token.wrong-pin", field="pin") from None
    except (pkcs11.PinLocked, pkcs11.PinExpired, pkcs11.UserPinNotInitialized):
        raise EnvironmentProblemError("token.locked") from None
    except (
        pkcs11.DeviceRemoved,
        pkcs11.TokenNotPresent,
        pkcs11.SessionClosed,
        pkcs11.SessionHandleInvalid,
        pkcs11.SlotIDInvalid,
    ):
        raise EnvironmentProblemError("token.pulled") from None
    except (pkcs11.PKCS11Error, RuntimeError, OSError):
        raise EnvironmentProblemError("token.failed") from None


def _tokens(library: "pkcs11._pkcs11.lib") -> "list[pkcs11.Token]":
    from pkcs11 import TokenFlag  # noqa: PLC0415 # see above

    tokens = [slot.get_token() for slot in library.get_slots(token_present=True)]
    return [token for token in tokens if token.flags & TokenFlag.TOKEN_INITIALIZED]


def _name(token: "pkcs11.Token") -> tuple[str, str]:
    return token.label.strip(), token.serial.decode("ascii", "replace").strip()


def _seen(token: "pkcs11.Token") -> TokenSeen:
    from pkcs11 import TokenFlag  # noqa: PLC0415 # see above

    return TokenSeen(*_name(token), token.model.strip(), bool(token.flags & TokenFlag.USER_PIN_LOCKED))


def _pairs(session: "pkcs11.Session") -> "Iterator[tuple[TokenKey, Any]]":
    """Keys of a kind that we use, each with its private half."""
    from pkcs11 import Attribute, KeyType, ObjectClass  # noqa: PLC0415 # see above

    for kind in (KeyType.EC, KeyType.RSA):
        privates = {
            one[Attribute.ID]: one
            for one in session.get_objects({Attribute.CLASS: ObjectClass.PRIVATE_KEY, Attribute.KEY_TYPE: kind})
        }
        for public in session.get_objects({Attribute.CLASS: ObjectClass.PUBLIC_KEY, Attribute.KEY_TYPE: kind}):
            private = privates.get(public[Attribute.ID])
            try:
                key = _key(public)
            except UntrustedInputError:
                continue  # of another curve or length: not ours
            if private is not None:
                yield key, private


def _key(public: Any) -> TokenKey:
    from pkcs11 import Attribute, KeyType  # noqa: PLC0415 # see above

    if public.key_type == KeyType.RSA:
        numbers = (int.from_bytes(public[name], "big") for name in (Attribute.MODULUS, Attribute.PUBLIC_EXPONENT))
        return rsa_key(*numbers)
    # CKA_EC_POINT is an OCTET STRING in DER round the point; some tokens leave that out.
    return point_key(public[Attribute.EC_POINT][-_POINT_LENGTH:])


def _made(session: "pkcs11.Session", token: "pkcs11.Token") -> tuple[TokenKey, Any]:
    """Make a pair whose private half can neither be read nor copied."""
    from pkcs11 import Attribute, KeyType, Mechanism, MechanismFlag  # noqa: PLC0415 # see above
    from pkcs11.util.ec import encode_named_curve_parameters  # noqa: PLC0415 # see above

    kept = {Attribute.SENSITIVE: True, Attribute.EXTRACTABLE: False, Attribute.PRIVATE: True}
    wanted: dict[str, Any] = {"store": True, "id": session.generate_random(128), "label": KEY_LABEL}
    wanted["private_template"] = kept
    if {Mechanism.EC_KEY_PAIR_GEN, Mechanism.ECDH1_DERIVE} <= token.slot.get_mechanisms():
        curve = {Attribute.EC_PARAMS: encode_named_curve_parameters("secp256r1")}
        parameters = session.create_domain_parameters(KeyType.EC, curve, local=True)
        public, private = parameters.generate_keypair(capabilities=MechanismFlag.DERIVE, **wanted)
    else:
        powers = MechanismFlag.ENCRYPT | MechanismFlag.DECRYPT
        public, private = session.generate_keypair(KeyType.RSA, _RSA_BITS, capabilities=powers, **wanted)
    return _key(public), private


def _require_kept(private: Any) -> None:
    """A key that could have been read out protects no more than a file would."""
    from pkcs11 import Attribute  # noqa: PLC0415 # see above

    if not private[Attribute.SENSITIVE] or private[Attribute.EXTRACTABLE]:
        raise UntrustedInputError("token.key-unusable")


def _work(private: Any, binding: TokenBinding) -> bytes:
    from pkcs11 import KDF, Attribute, KeyType, Mechanism  # noqa: PLC0415 # see above

    wrapped = bytes.fromhex(binding.wrapped)
    if binding.alg == "rsa-oaep":
        return bytes(private.decrypt(wrapped, mechanism=Mechanism.RSA_PKCS_OAEP))
    shared = private.derive_key(
        KeyType.GENERIC_SECRET,
        256,
        mechanism=Mechanism.ECDH1_DERIVE,
        mechanism_param=(KDF.NULL, None, wrapped),
        template={Attribute.SENSITIVE: False, Attribute.EXTRACTABLE: True},
    )
    return bytes(shared[Attribute.VALUE])

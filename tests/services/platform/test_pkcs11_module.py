"""The module of the maker: where it may come from, and what keys are taken from it."""

import os
import shutil
from pathlib import Path

import pkcs11
import pytest
from pkcs11.util.ec import encode_named_curve_parameters

from app.models.domain.errors import AppError, EnvironmentProblemError
from app.services.crypto.token_secret import bind_token, token_secret
from app.services.platform import pkcs11_token
from app.services.platform.guarded_file import is_guarded
from app.services.platform.pkcs11_token import Pkcs11Token, configured_module
from tests.softhsm import MODULE, PIN, SoftHsm, has_softhsm

LABEL = "officer-module"
EC = pkcs11.KeyType.EC


@pytest.fixture(scope="module")
def softhsm(tmp_path_factory: pytest.TempPathFactory) -> SoftHsm:
    return SoftHsm(tmp_path_factory.mktemp("softhsm"))


def code(token: Pkcs11Token) -> str:
    with pytest.raises(AppError) as refused:
        token.present()
    return refused.value.code


def test_without_a_module_it_says_so() -> None:
    assert code(Pkcs11Token(lambda: None)) == "token.no-module"


@has_softhsm
def test_a_module_that_somebody_else_could_change_is_not_loaded(tmp_path: Path) -> None:
    """The path is right, the file is the real one; only the place is open to others (here: below /tmp)."""
    copy = Path(shutil.copy(MODULE, tmp_path / "libsofthsm2.so"))
    link = tmp_path / "link.so"
    link.symlink_to(MODULE)
    for replaced in (copy, link, tmp_path / "nothing.so", tmp_path, Path("libsofthsm2.so")):
        assert code(Pkcs11Token(lambda replaced=replaced: replaced)) == "token.module-refused"  # type: ignore[misc] # bound


@has_softhsm
@pytest.mark.skipif(os.geteuid() != 0, reason="only the administrator can make files of the administrator")
def test_only_the_administrator_may_be_able_to_change_it(tmp_path: Path) -> None:
    place = Path("/usr/local/lib/sekisho-test-module")
    place.mkdir()
    try:
        copy = Path(shutil.copy(MODULE, place / "module.so"))
        (place / "direct.so").symlink_to(copy)
        (place / "folder").symlink_to(tmp_path)
        shutil.copy(MODULE, tmp_path / "module.so")
        copy.chmod(0o644)
        assert is_guarded(copy)
        assert is_guarded(place / "direct.so")
        assert not is_guarded(place / "folder" / "module.so")
        for mode in (0o664, 0o646):
            copy.chmod(mode)
            assert not is_guarded(copy)
        copy.chmod(0o644)
        os.chown(copy, 65534, 65534)
        assert not is_guarded(copy)
        os.chown(copy, 0, 0)
        place.chmod(0o777)
        assert not is_guarded(copy)
        place.chmod(0o755)
        os.chown(place / "direct.so", 65534, 65534, follow_symlinks=False)
        assert not is_guarded(place / "direct.so")
        assert is_guarded(copy)
    finally:
        shutil.rmtree(place)


def test_the_name_of_the_module_comes_from_the_administrator(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    named = tmp_path / "token-module"
    monkeypatch.setitem(pkcs11_token.MODULE_FILES, "linux", named)
    assert configured_module("linux") is None
    assert configured_module("win32") is None
    named.write_text(f"{MODULE}\n")
    with pytest.raises(EnvironmentProblemError, match=r"^token.module-refused$"):
        configured_module("linux")


@has_softhsm
def test_the_key_cannot_leave_the_token(softhsm: SoftHsm) -> None:
    serial = softhsm.initialise(LABEL)
    softhsm.port.enrol(LABEL, serial, PIN)
    with softhsm.session(LABEL, serial) as session:
        private = session.get_key(object_class=pkcs11.ObjectClass.PRIVATE_KEY, label="sekisho")
        assert private[pkcs11.Attribute.SENSITIVE]
        assert not private[pkcs11.Attribute.EXTRACTABLE]
        with pytest.raises(pkcs11.AttributeSensitive):
            private[pkcs11.Attribute.VALUE]
        assert len(list(session.get_objects({pkcs11.Attribute.CLASS: pkcs11.ObjectClass.SECRET_KEY}))) == 0


@has_softhsm
def test_a_key_that_can_be_copied_is_refused(softhsm: SoftHsm) -> None:
    serial = softhsm.initialise("officer-soft-key")
    with softhsm.session("officer-soft-key", serial) as session:
        curve = {pkcs11.Attribute.EC_PARAMS: encode_named_curve_parameters("secp256r1")}
        parameters = session.create_domain_parameters(EC, curve, local=True)
        loose = {pkcs11.Attribute.SENSITIVE: False, pkcs11.Attribute.EXTRACTABLE: True}
        parameters.generate_keypair(store=True, label="sekisho", id=b"\1", private_template=loose)
    with pytest.raises(AppError, match=r"^token.key-unusable$"):
        softhsm.port.enrol("officer-soft-key", serial, PIN)


@has_softhsm
def test_a_token_with_rsa_works_as_well(softhsm: SoftHsm) -> None:
    serial = softhsm.initialise("officer-rsa")
    kept = {pkcs11.Attribute.SENSITIVE: True, pkcs11.Attribute.EXTRACTABLE: False}
    with softhsm.session("officer-rsa", serial) as session:
        session.generate_keypair(pkcs11.KeyType.RSA, 2048, store=True, label="sekisho", id=b"\1", private_template=kept)
    key = softhsm.port.enrol("officer-rsa", serial, PIN)
    assert key.alg == "rsa-oaep"
    binding, secret = bind_token(key, "officer-rsa", serial, os.urandom)
    assert token_secret(binding, softhsm.port.open(binding, PIN)) == secret

"""A PKCS#11 module that is really loaded: SoftHSM 2 with a folder of tokens of its own."""

import os
import subprocess
from pathlib import Path

import pkcs11
import pytest

from app.models.domain.tokens import TokenSeen
from app.services.platform.pkcs11_token import Pkcs11Token

MODULE = Path("/usr/lib/softhsm/libsofthsm2.so")
UTILITY = "/usr/bin/softhsm2-util"
PIN = "246810"
SO_PIN = "13579246"

has_softhsm = pytest.mark.skipif(not MODULE.exists(), reason="no SoftHSM: run build/system-packages test")


class SoftHsm:
    """The tokens of this process; the module reads its settings from a variable when it is initialised."""

    def __init__(self, folder: Path) -> None:
        self._tokens = folder / "tokens"
        self._tokens.mkdir(parents=True, exist_ok=True)
        self._settings = folder / "softhsm2.conf"
        self._settings.write_text(
            f"directories.tokendir = {self._tokens}\nobjectstore.backend = file\nlog.level = ERROR\n"
        )
        os.environ["SOFTHSM2_CONF"] = str(self._settings)
        self.port = Pkcs11Token(lambda: MODULE)

    def initialise(self, label: str, pin: str = PIN) -> str:
        """Make a token and give its serial number."""
        before = {seen.serial for seen in self._present()}
        command = [UTILITY, "--init-token", "--free", "--label", label, "--pin", pin, "--so-pin", SO_PIN]
        subprocess.run(command, check=True, capture_output=True, timeout=60)  # noqa: S603 # our own command
        return next(seen.serial for seen in self._present() if seen.serial not in before)

    def session(self, label: str, serial: str, pin: str = PIN) -> pkcs11.Session:
        """A login of our own, to look at what lies on a token; close it."""
        tokens = pkcs11.lib(str(MODULE)).get_tokens(token_label=label)
        token = next(token for token in tokens if token.serial.decode().strip() == serial)
        return token.open(rw=True, user_pin=pin)

    def _present(self) -> tuple[TokenSeen, ...]:
        """SoftHSM looks for its tokens only when it is initialised."""
        pkcs11.lib(str(MODULE)).reinitialize()
        return self.port.present()

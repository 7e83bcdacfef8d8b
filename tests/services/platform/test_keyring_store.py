"""The keyring of the desktop, asked for real: `build/with-desktop` starts one that belongs to this run alone."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from app.models.domain.errors import EnvironmentProblemError
from app.services.platform import keyring_store
from app.services.platform.keyring_store import KeyringSecretStore
from app.services.platform.secret_service import PatientSecretService

SECRET = bytes(range(32))
ASK = """
import sys
from app.models.domain.errors import EnvironmentProblemError
from app.services.platform.keyring_store import KeyringSecretStore
for question in (lambda: KeyringSecretStore().put("a", bytes(32)), lambda: KeyringSecretStore().get("a"),
                 lambda: KeyringSecretStore().describe(), lambda: KeyringSecretStore().check()):
    try:
        question()
        sys.stdout.write("answered ")
    except EnvironmentProblemError as problem:
        sys.stdout.write(f"{problem.code} {problem.params} {problem.__cause__} ")
"""
LOCKED = """
import sys
import secretstorage
from app.models.domain.errors import EnvironmentProblemError
from app.services.platform.keyring_store import KeyringSecretStore
from app.services.platform.secret_service import PatientSecretService

store = KeyringSecretStore()
store.put("device-locked", bytes(32))
PatientSecretService.wait_seconds = 0.5
secretstorage.get_default_collection(secretstorage.dbus_init()).lock()
for question in (lambda: store.get("device-locked"), lambda: store.put("device-locked", bytes(32))):
    try:
        question()
    except EnvironmentProblemError as problem:
        sys.stdout.write(f"{problem.code} ")
"""

has_keyring = pytest.mark.skipif(
    not PatientSecretService.viable,
    reason="no Secret Service in this session: run through build/with-desktop",
)


@pytest.fixture
def store() -> KeyringSecretStore:
    return KeyringSecretStore()


def run(command: list[str], environment: dict[str, str]) -> str:
    """What a process says that ends by itself."""
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=60)  # noqa: S603 # our own script
    assert done.stderr == ""
    return done.stdout


def ask(home: Path, **environment: str) -> str:
    """What a process answers that has no desktop session; its home is watched for what it might write."""
    bare = {name: value for name, value in os.environ.items() if name in {"PATH", "LANG"}}
    bare |= {"HOME": str(home), "PYTHONPATH": str(Path.cwd())}
    bare["DBUS_SESSION_BUS_ADDRESS"] = f"unix:path={home}/nothing-here"
    return run([sys.executable, "-c", ASK], bare | environment)


@has_keyring
def test_a_secret_comes_back_as_it_was_put(store: KeyringSecretStore) -> None:
    store.put("device-roundtrip", SECRET)
    assert store.get("device-roundtrip") == SECRET
    store.put("device-roundtrip", SECRET[::-1])
    assert store.get("device-roundtrip") == SECRET[::-1]
    assert store.describe() == "Secret Service"


@has_keyring
def test_what_was_never_put_is_none(store: KeyringSecretStore) -> None:
    assert store.get("device-never") is None


@has_keyring
def test_a_value_of_another_form_is_told_from_an_absent_one(store: KeyringSecretStore) -> None:
    backend = PatientSecretService()  # type: ignore[no-untyped-call] # half of the library has no types
    backend.set_password("sekisho", "device-other-form", "?")  # type: ignore[no-untyped-call] # the same
    with pytest.raises(EnvironmentProblemError, match=r"^keyring.damaged$"):
        store.get("device-other-form")


@has_keyring
def test_a_named_backend_of_the_environment_is_not_asked(
    store: KeyringSecretStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`keyring` would hand the secret to whatever a variable names: here to a backend that drops everything."""
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    store.put("device-named", SECRET)
    assert store.get("device-named") == SECRET


@has_keyring
def test_a_locked_keyring_says_so_and_keeps_nobody_waiting() -> None:
    """In a desktop of its own, which nobody is there to unlock again."""
    done = run(["build/with-desktop", sys.executable, "-c", LOCKED], dict(os.environ) | {"PYTHONPATH": str(Path.cwd())})
    assert done == "keyring.locked keyring.locked "


@has_keyring
def test_a_locked_keyring_is_seen_without_asking_anybody() -> None:
    script = LOCKED.replace("for question in (", "for question in (store.check, store.check, ")
    script = script.replace("wait_seconds = 0.5", "wait_seconds = 0.1")
    done = run(["build/with-desktop", sys.executable, "-c", script], dict(os.environ) | {"PYTHONPATH": str(Path.cwd())})
    assert done == "keyring.locked " * 4


@has_keyring
def test_an_open_keyring_may_be_asked(store: KeyringSecretStore) -> None:
    store.check()


def test_a_program_asks_one_question_at_a_time(store: KeyringSecretStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two at once have made GNOME's keyring fall over and come back locked."""
    asking: list[int] = []
    most: list[int] = []

    def slowly(_self: PatientSecretService, _service: str, _name: str) -> None:
        asking.append(1)
        most.append(len(asking))
        time.sleep(0.02)
        asking.pop()

    monkeypatch.setattr(keyring_store, "_PINNED", ((PatientSecretService, "Secret Service"),))
    monkeypatch.setattr(PatientSecretService, "viable", True)
    monkeypatch.setattr(PatientSecretService, "get_password", slowly)
    with ThreadPoolExecutor(4) as many:
        assert list(many.map(store.get, ["device-a"] * 8)) == [None] * 8
    assert most == [1] * 8


def test_without_a_keyring_there_is_no_fallback(tmp_path: Path) -> None:
    assert ask(tmp_path) == "keyring.missing {} None " * 4
    assert written(tmp_path) == []


FORCED = [
    ("keyring.backends.fail.Keyring", "fail.Keyring"),
    ("keyring.backends.null.Keyring", "null.Keyring"),
    ("keyring.backends.chainer.ChainerBackend", "chainer.ChainerBackend"),
    ("keyrings.alt.file.PlaintextKeyring", "file.PlaintextKeyring"),
    ("evil", "evil"),
    ("../../evil\n; rm", "unreadable"),
    ("暗号なし", "unreadable"),
    ("x" * 5000, "unreadable"),
]


@pytest.mark.parametrize(("named", "told"), FORCED)
def test_a_backend_forced_by_a_variable_is_named_and_not_used(tmp_path: Path, named: str, told: str) -> None:
    said = ask(tmp_path, PYTHON_KEYRING_BACKEND=named)
    assert said == f"keyring.backend-refused {{'backend': '{told}'}} None " * 4
    assert written(tmp_path) == []


@pytest.mark.parametrize(("named", "told"), FORCED[:4])
def test_a_backend_forced_by_a_file_is_named_and_its_code_not_loaded(tmp_path: Path, named: str, told: str) -> None:
    code = tmp_path / "code"
    (code / "keyrings" / "alt").mkdir(parents=True)
    (code / "keyrings" / "alt" / "file.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w').close()\n")
    settings = tmp_path / ".config" / "python_keyring" / "keyringrc.cfg"
    settings.parent.mkdir(parents=True)
    settings.write_text(f"[backend]\ndefault-keyring={named}\nkeyring-path={code}\n")
    before = written(tmp_path)
    assert (
        ask(tmp_path, PYTHONPATH=f"{Path.cwd()}:{code}") == f"keyring.backend-refused {{'backend': '{told}'}} None " * 4
    )
    assert written(tmp_path) == before


@pytest.mark.parametrize("content", [b"\xff\xfe", b"default-keyring", b"[backend", b"[backend]\ndefault-keyring"])
def test_a_file_of_settings_that_is_none_chooses_nothing_usable(tmp_path: Path, content: bytes) -> None:
    settings = tmp_path / ".config" / "python_keyring" / "keyringrc.cfg"
    settings.parent.mkdir(parents=True)
    settings.write_bytes(content)
    assert ask(tmp_path) == "keyring.backend-refused {'backend': 'unreadable'} None " * 4


def test_a_package_that_stores_in_clear_is_named_where_it_is_the_only_one(tmp_path: Path) -> None:
    offered = tmp_path / "site" / "keyrings_alt-5.0.dist-info"
    offered.mkdir(parents=True)
    (offered / "METADATA").write_text("Metadata-Version: 2.1\nName: keyrings.alt\nVersion: 5.0\n")
    (offered / "entry_points.txt").write_text("[keyring.backends]\nfile = keyrings.alt.file\n")
    said = ask(tmp_path, PYTHONPATH=f"{Path.cwd()}:{offered.parent}")
    assert said == "keyring.backend-refused {'backend': 'alt.file'} None " * 4


@has_keyring
def test_a_choice_beside_the_native_keyring_is_seen(store: KeyringSecretStore, monkeypatch: pytest.MonkeyPatch) -> None:
    assert store.refused() == ""
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    assert store.refused() == "null.Keyring"
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.SecretService.Keyring")
    assert store.refused() == ""


def written(home: Path) -> list[Path]:
    return sorted(entry for entry in home.rglob("*") if entry.is_file())

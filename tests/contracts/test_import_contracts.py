"""The import contracts of pyproject.toml are kept, and each of them bites.

One run looks at the program as it is. A second one looks at a copy in which every contract is broken once on purpose.
"""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

from tests.contracts import source_tree

# New modules and the line that breaks a contract there.
SEEDS = {
    "layers": ("app/models/domain/seed_layers.py", "import app.services.texts"),
    "models": ("app/models/domain/seed_models.py", "import app.models.views"),
    "qt-free": ("app/services/seed_qt.py", "from PySide6 import QtCore"),
    "qt-free-presenters": ("app/ui/presenters/seed_qt.py", "from PySide6.QtWidgets import QLabel"),
    "sql": ("app/services/cases/seed_sql.py", "from sqlalchemy import select"),
    "sqlcipher": ("app/services/cases/seed_cipher.py", "import sqlcipher3"),
    "tables": ("app/services/cases/seed_tables.py", "from app.models.schema import tables"),
    "vault": ("app/services/cases/seed_vault.py", "from app.services.vault import engine"),
    "platform": ("app/services/cases/seed_platform.py", "from app.services.platform import folder_drive"),
    "crypto-library": ("app/services/bundles/seed_crypto.py", "from cryptography.hazmat.primitives import hashes"),
    "crypto-alone": ("app/services/crypto/seed_alone.py", "import app.models.views"),
    "pdf": ("app/services/bundles/seed_pdf.py", "import reportlab"),
    "decoders": ("app/services/bundles/seed_decoder.py", "import pypdfium2"),
    "spreadsheets": ("app/services/bundles/seed_sheet.py", "import openpyxl"),
    "keyring": ("app/services/bundles/seed_keyring.py", "import keyring"),
    "token": ("app/services/bundles/seed_token.py", "import pkcs11"),
    "pure-models": ("app/models/domain/seed_pure.py", "import zstandard"),
    "asked-of-others": ("app/services/statements/seed_asked.py", "import app.services.inquiries.inquiries"),
    "screens-apart": ("app/ui/screens/seed_one/pane.py", "import app.ui.screens.seed_two.pane"),
    "screens-behind-services": ("app/ui/screens/seed_two/pane.py", "import app.services.vault.engine"),
    "verifier": ("app/verifier/seed_verifier.py", "import keyring"),
    "services-acyclic": ("app/services/texts/seed_circle.py", "import app.services.seed_package.one"),
    "no-network": ("app/services/seed_network.py", "from urllib.request import urlopen"),
}
ALSO = {"app/services/seed_package/one.py": "import app.services.texts.seed_circle"}


def _lint(folder: Path) -> tuple[int, str]:
    program = Path(sys.executable).parent / "lint-imports"
    environment = {**os.environ, "COLUMNS": "400", "NO_COLOR": "1", "PYTHONPATH": str(folder)}
    done = subprocess.run(  # noqa: S603 - our own tool with constant words
        [str(program), "--no-logo", "--no-cache"],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def _contracts() -> dict[str, str]:
    settings = tomllib.loads(source_tree.read(Path("pyproject.toml")))
    return {contract["id"]: contract["name"] for contract in settings["tool"]["importlinter"]["contracts"]}


def test_the_contracts_are_kept() -> None:
    status, said = _lint(source_tree.ROOT)
    assert status == 0, said
    assert f"{len(_contracts())} kept, 0 broken" in said


def test_every_contract_bites(tmp_path: Path) -> None:
    shutil.copy(source_tree.ROOT / "pyproject.toml", tmp_path)
    for path in source_tree.python_files("app"):
        (tmp_path / path.parent).mkdir(parents=True, exist_ok=True)
        shutil.copy(source_tree.ROOT / path, tmp_path / path)
    for name, line in [*SEEDS.values(), *ALSO.items()]:
        seed = tmp_path / name
        seed.parent.mkdir(parents=True, exist_ok=True)
        seed.write_text(f"{line}\n", encoding="utf-8")
        for package in [seed.parent, *seed.parent.relative_to(tmp_path).parents]:
            if package != Path():
                (tmp_path / package / "__init__.py").touch()

    status, said = _lint(tmp_path)

    assert status == 1, said
    kept = [
        name
        for name, title in _contracts().items()
        if not re.search(rf"^{re.escape(title)} BROKEN", said, re.MULTILINE)
    ]
    assert kept == [], said


def test_every_contract_has_a_seed() -> None:
    assert set(SEEDS) == set(_contracts())

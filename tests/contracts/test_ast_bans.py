"""The program has none of the banned habits, and each ban bites."""

import ast
from pathlib import PurePosixPath

import pytest

from tests.contracts import ast_bans, source_tree

SEEDS = [
    ("network", "import socket"),
    ("network", "import urllib.request as r"),
    ("network", "from http import client"),
    ("network", "from multiprocessing.connection import Listener"),
    ("network", "import asyncio.events"),
    ("network", "def late() -> None:\n    import ssl"),
    ("network", "from PySide6.QtNetwork import QTcpSocket"),
    ("network", "from PySide6 import QtNetwork"),
    ("network", "import PySide6.QtNetwork"),
    ("network", "from PySide6 import QtSql as plain"),
    ("network", "import PySide6.QtSql as plain"),
    ("network", "from PySide6.QtWebEngineWidgets import QWebEngineView"),
    ("network", "import PySide6\nPySide6.QtNetwork.QTcpSocket()"),
    ("network", "import _socket"),
    ("serialisation", "import pickle"),
    ("serialisation", "from marshal import loads"),
    ("archives: tar", "import tarfile"),
    ("archives: tar", "import shutil\nshutil.unpack_archive('x')"),
    ("archives: only", "from zipfile import ZipFile"),
    ("temporary files", "from tempfile import mkdtemp"),
    ("processes", "import subprocess"),
    ("processes", "import os\nos.system('ls')"),
    ("processes", "from os import popen as p"),
    ("processes", "import os as o\no.execvp('a', ['a'])"),
    ("machine", "import ctypes.util"),
    ("clock", "from datetime import datetime\ndatetime.now()"),
    ("clock", "from datetime import datetime as d\nd.utcnow()"),
    ("clock", "import datetime\ndatetime.date.today()"),
    ("clock", "from time import time"),
    ("clock", "import time\nclock = time.time"),
    ("randomness", "import random"),
    ("randomness", "from uuid import uuid4"),
    ("randomness", "import secrets"),
    ("randomness", "import os\nos.urandom(8)"),
    ("code from data", "eval('1')"),
    ("code from data", "exec('1')"),
    ("code from data", "__import__('x')"),
    ("terminal", "print('x')"),
    ("terminal", "input()"),
    ("mocks", "from unittest.mock import patch"),
    ("mocks", "from unittest import mock"),
    ("rich text", "label.setHtml('x')"),
    ("rich text", "from PySide6.QtCore import Qt\nlabel.setTextFormat(Qt.TextFormat.RichText)"),
    ("rich text", "from PySide6.QtCore import Qt as Q\nlabel.setTextFormat(Q.AutoText)"),
    ("rich text", "from PySide6.QtWidgets import QTextBrowser"),
    ("event loops", "app.processEvents()"),
    ("event loops", "from PySide6.QtCore import QEventLoop"),
    ("links", "from PySide6.QtGui import QDesktopServices"),
    ("sql", "cursor.execute(f'SELECT {x}')"),
    ("sql", "cursor.execute('SELECT ' + x)"),
    ("sql", "cursor.executemany('SELECT %s' % x, rows)"),
    ("sql", "cursor.execute('SELECT {}'.format(x))"),
    ("sql", "from sqlalchemy import text as t\nsession.execute(t('SELECT ' + x))"),
    ("sql", "import sqlalchemy\nsqlalchemy.text(f'SELECT {x}')"),
]

HARMLESS = [
    "from PySide6.QtCore import Qt\nlabel.setTextFormat(Qt.TextFormat.PlainText)",
    "cursor.execute('SELECT 1 FROM cases WHERE id = ?', (x,))",
    "cursor.execute(f'PRAGMA user_version = {version:d}')",
    "pack.text(f'item.{name}.label')",
    "from datetime import datetime\ndatetime.fromisoformat(x)",
    "import time\ntime.monotonic()",
    "import os\nos.fsync(3)",
    "from app.models import secrets_of_the_trade",
    "def socket() -> None: ...",
]


def _rules(source: str, path: str = "app/services/somewhere.py") -> list[str]:
    return [finding.rule for finding in ast_bans.findings(PurePosixPath(path), ast.parse(source))]


def test_the_program_has_none_of_them() -> None:
    paths = source_tree.python_files("app")
    assert len(paths) > 50
    found = [f for path in paths for f in ast_bans.findings(PurePosixPath(path.as_posix()), source_tree.tree(path))]
    assert not found, "\n".join(f"{f.path}:{f.line}: {f.what} ({f.rule})" for f in found)


@pytest.mark.parametrize(("rule", "source"), SEEDS)
def test_each_ban_bites(rule: str, source: str) -> None:
    assert any(found.startswith(rule) for found in _rules(source))


@pytest.mark.parametrize("source", HARMLESS)
def test_what_is_harmless_passes(source: str) -> None:
    assert _rules(source) == []


def test_every_ban_has_a_seed() -> None:
    seeded = [rule for rule, _ in SEEDS]
    assert [ban.rule for ban in ast_bans.BANS if not any(ban.rule.startswith(rule) for rule in seeded)] == []


@pytest.mark.parametrize(
    ("source", "room", "beside"),
    [
        ("import zipfile", "app/services/rosters/spreadsheet.py", "app/services/bundles/archive.py"),
        ("import subprocess", "app/services/platform/folder_drive.py", "app/services/platforms.py"),
        ("print(1)", "app/cli/output.py", "app/services/clients.py"),
        ("import time\ntime.time()", "app/services/platform/time.py", "app/services/platform/drive.py"),
    ],
)
def test_a_room_holds_what_is_banned_elsewhere(source: str, room: str, beside: str) -> None:
    assert _rules(source, room) == []
    assert _rules(source, beside) != []

"""Names and habits that no module of the program may have, found in the syntax tree.

Import contracts see packages by their root name only and not what is called; this sees ``from PySide6 import QtSql`` as
well as ``import PySide6.QtSql as x``, and ``datetime.now()`` whatever the import called it.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

NETWORK = [
    "socket",
    "ssl",
    "http",
    "urllib",
    "asyncio",
    "socketserver",
    "ftplib",
    "smtplib",
    "imaplib",
    "poplib",
    "telnetlib",
    "nntplib",
    "xmlrpc",
    "webbrowser",
    "multiprocessing",
    "wsgiref",
    "selectors",
]
QT_ROOMS = [
    f"PySide6.{name}"
    for name in [
        "QtNetwork",
        "QtNetworkAuth",
        "QtSql",
        "QtWebEngineCore",
        "QtWebEngineWidgets",
        "QtWebEngineQuick",
        "QtWebSockets",
        "QtWebChannel",
        "QtWebView",
        "QtHttpServer",
        "QtBluetooth",
        "QtNfc",
        "QtPositioning",
        "QtLocation",
        "QtRemoteObjects",
    ]
]
PROBES = ("app/services/platform/network_probes.py",)
PLATFORM = ("app/services/platform/",)
PROCESS_CALLS = [
    f"os.{name}"
    for name in [
        "system",
        "popen",
        "execl",
        "execle",
        "execlp",
        "execlpe",
        "execv",
        "execve",
        "execvp",
        "execvpe",
        "spawnl",
        "spawnle",
        "spawnlp",
        "spawnv",
        "spawnve",
        "spawnvp",
        "posix_spawn",
        "posix_spawnp",
        "fork",
        "forkpty",
        "startfile",
    ]
]
SQL_CALLS = {".execute", ".executemany", ".executescript", ".exec_driver_sql", ".scalar", ".scalars", "sqlalchemy.text"}


@dataclass(frozen=True, slots=True)
class Ban:
    """One rule.

    Attributes:
        rule: What to say when it is broken.
        names: Dotted names that may be neither imported nor used; everything below them counts as well.
        attributes: Names that may not be looked up on any object.
        rooms: Beginnings of paths where it is allowed.
    """

    rule: str
    names: tuple[str, ...] = ()
    attributes: tuple[str, ...] = ()
    rooms: tuple[str, ...] = ()


BANS = (
    Ban("network: no module that can reach one", names=(*NETWORK, *QT_ROOMS)),
    Ban("network: only the proof of the lockout touches a socket, to be refused", names=("_socket",), rooms=PROBES),
    Ban("serialisation: it runs what it reads", names=("pickle", "marshal", "shelve", "dill", "cloudpickle")),
    Ban("archives: tar members name their own targets", names=("tarfile", "shutil.unpack_archive")),
    Ban(
        "archives: only spreadsheets are ZIP files",
        names=("zipfile",),
        rooms=("app/services/spreadsheets/", "app/services/rosters/"),
    ),
    Ban("temporary files: plain text would stay on the disk", names=("tempfile",)),
    Ban("processes: only the platform starts programs", names=("subprocess", "pty", *PROCESS_CALLS), rooms=PLATFORM),
    Ban("machine: only the platform calls C directly", names=("ctypes", "cffi"), rooms=PLATFORM),
    Ban(
        "clock: time comes in through the Clock port",
        names=(
            "datetime.datetime.now",
            "datetime.datetime.utcnow",
            "datetime.datetime.today",
            "datetime.date.today",
            "time.time",
            "time.time_ns",
            "time.localtime",
            "time.gmtime",
        ),
        rooms=("app/services/platform/time.py",),
    ),
    Ban(
        "randomness: it comes in through the Entropy port",
        names=("random", "secrets", "uuid.uuid1", "uuid.uuid4", "os.urandom", "os.getrandom"),
        rooms=("app/services/crypto/", "app/services/platform/", "app/bootstrap.py"),
    ),
    Ban("code from data", names=("eval", "exec", "compile", "__import__", "breakpoint", "code", "runpy")),
    Ban("terminal: only the command line talks to it", names=("print", "input"), rooms=("app/cli/",)),
    Ban("mocks", names=("unittest",)),
    Ban(
        "rich text: foreign text could become markup, links or pictures",
        names=(
            "PySide6.QtCore.Qt.TextFormat.RichText",
            "PySide6.QtCore.Qt.TextFormat.AutoText",
            "PySide6.QtCore.Qt.TextFormat.MarkdownText",
            "PySide6.QtCore.Qt.RichText",
            "PySide6.QtCore.Qt.AutoText",
            "PySide6.QtCore.Qt.MarkdownText",
            "PySide6.QtWidgets.QTextBrowser",
        ),
        attributes=("setHtml", "insertHtml", "appendHtml", "setMarkdown", "insertMarkdown", "setOpenExternalLinks"),
    ),
    Ban(
        "event loops inside event loops",
        names=("PySide6.QtCore.QEventLoop", "PySide6.QtCore.QCoreApplication.processEvents"),
        attributes=("processEvents",),
    ),
    Ban("links that leave the program", names=("PySide6.QtGui.QDesktopServices",), attributes=("openUrl",)),
)


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """A broken rule and where."""

    path: str
    line: int
    rule: str
    what: str


def findings(path: PurePosixPath, module: ast.Module) -> list[Finding]:
    """Every broken rule of a module, in the order of its lines."""
    found = []
    names = _imported_names(module)
    for node in ast.walk(module):
        for what in _used(node, names):
            found += [
                Finding(str(path), getattr(node, "lineno", 0), ban.rule, what)
                for ban in BANS
                if not str(path).startswith(ban.rooms or ("\0",)) and _is_named(what, ban)
            ]
        if isinstance(node, ast.Call) and _builds_sql(node, names):
            found.append(Finding(str(path), node.lineno, "sql: values are bound, never written in", ast.unparse(node)))
    return sorted(set(found))


def _is_named(what: str, ban: Ban) -> bool:
    if what.startswith("."):
        return what[1:] in ban.attributes
    return any(what == name or what.startswith(f"{name}.") for name in ban.names)


def _imported_names(module: ast.Module) -> dict[str, str]:
    """What each imported name of the module stands for, as a dotted path."""
    names: dict[str, str] = {}
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            for alias in node.names:
                names[alias.asname or alias.name.split(".")[0]] = (
                    alias.name if alias.asname else alias.name.split(".")[0]
                )
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            for alias in node.names:
                names[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    return names


def _used(node: ast.AST, names: dict[str, str]) -> Iterator[str]:
    """Dotted names that a node imports or uses, and ``.attribute`` for a look-up on any object."""
    match node:
        case ast.Import():
            yield from (alias.name for alias in node.names)
        case ast.ImportFrom(level=0):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        case ast.Attribute():
            yield f".{node.attr}"
            if (dotted := _dotted(node, names)) is not None:
                yield dotted
        case ast.Call(func=ast.Name(id=name)) if name not in names:
            yield name
        case _:
            pass


def _dotted(node: ast.expr, names: dict[str, str]) -> str | None:
    if isinstance(node, ast.Attribute):
        stem = _dotted(node.value, names)
        return None if stem is None else f"{stem}.{node.attr}"
    return names.get(node.id) if isinstance(node, ast.Name) else None


def _builds_sql(call: ast.Call, names: dict[str, str]) -> bool:
    called = {_dotted(call.func, names), f".{call.func.attr}" if isinstance(call.func, ast.Attribute) else None}
    return bool(called & SQL_CALLS) and bool(call.args) and _is_built_text(call.args[0])


def _is_built_text(node: ast.expr) -> bool:
    match node:
        case ast.JoinedStr(values=[ast.Constant(value=str(start)), *_]) if start.startswith("PRAGMA "):
            return False  # SQLite takes no bound values there
        case ast.JoinedStr(values=values):
            return any(isinstance(value, ast.FormattedValue) for value in values)
        case ast.BinOp(op=ast.Add() | ast.Mod(), left=left, right=right):
            return _is_text(left) or _is_text(right)
        case ast.Call(func=ast.Attribute(attr="format" | "format_map" | "join" | "replace", value=value)):
            return _is_text(value)
        case _:
            return False


def _is_text(node: ast.expr) -> bool:
    return _is_built_text(node) or isinstance(node, ast.JoinedStr | ast.Constant)

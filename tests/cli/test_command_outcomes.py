"""What every command has in common: language, exit codes, errors in three sentences, nothing that steers a terminal."""

import os
import subprocess
import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from app import __version__, bootstrap
from app.cli.console import Console, split_language
from app.cli.main import USAGE, build, run
from app.models.domain import errors
from app.services.texts.catalogue import Language
from tests.cli.terminal import NO_WINDOW, process, sekisho

MANUAL = Path(__file__).resolve().parents[2] / "docs" / "manual" / "command-line.md"
SECRET = "correct-horse-battery"


def everything(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    yield path, command
    for name, below in getattr(command, "commands", {}).items():
        yield from everything(below, (*path, name))


def test_without_a_command_the_window_opens() -> None:
    assert sekisho().code == NO_WINDOW


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_command_explains_itself_in_both_languages(lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    texts = bootstrap.catalogue(Language(lang))
    for path, command in everything(get_command(build())):
        said = sekisho(*path, "--help", lang=lang)
        assert (said.code, said.err) == (0, "")
        told = "".join(capsys.readouterr().out.split())
        assert "".join(texts(".".join(("cli.help", *path))).split()) in told
        for parameter in command.params:
            assert "".join(texts(f"cli.param.{parameter.name.replace('_', '-')}").split()) in told, (path, parameter)


def test_every_command_stands_in_the_manual() -> None:
    manual = MANUAL.read_text(encoding="utf-8")
    leaves = [" ".join(path) for path, command in everything(get_command(build())) if not hasattr(command, "commands")]
    assert len(leaves) > 20
    assert [leaf for leaf in leaves if f"`{leaf}" not in manual] == []


def test_the_exit_codes_of_the_manual_are_those_of_the_errors() -> None:
    manual = MANUAL.read_text(encoding="utf-8")
    classes = [each for each in vars(errors).values() if isinstance(each, type) and issubclass(each, errors.AppError)]
    codes = {each.exit_code for each in classes} - {errors.AppError.exit_code}
    assert codes == {3, 4, 5, 6, 7, 70}
    assert [code for code in (0, USAGE, *codes) if f"| {code} |" not in manual] == []


def test_no_option_takes_a_passphrase() -> None:
    names = {parameter.name for _, command in everything(get_command(build())) for parameter in command.params}
    assert {name for name in names if "passphrase" in name} == {"passphrase_file", "new_passphrase_file"}
    assert not {name for name in names if "secret" in name or "password" in name}


@pytest.mark.parametrize("words", [("nothing",), ("vault",), ("vault", "list", "--nothing"), ("bundle", "verify")])
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_a_line_that_cannot_be_understood_ends_with_two(words: tuple[str, ...], lang: str) -> None:
    said = sekisho(*words, lang=lang)
    assert (said.code, said.out) == (USAGE, "")
    assert "--help" in said.err


def test_a_language_that_there_is_not_is_refused() -> None:
    out, err = StringIO(), StringIO()
    arguments = ["vault", "list", "--lang", "fr"]
    assert run(arguments, open_window=lambda _vault: 0, environment={}, out=out, err=err) == USAGE
    assert "fr" in err.getvalue()


@pytest.mark.parametrize(
    ("words", "locale", "language", "rest"),
    [
        (["demo"], {}, "en", ["demo"]),
        (["demo"], {"LANG": "ja_JP.UTF-8"}, "ja", ["demo"]),
        (["demo"], {"LANG": "ja_JP.UTF-8", "LC_ALL": "C"}, "en", ["demo"]),
        (["demo"], {"LANG": "ja_JP.UTF-8", "LC_ALL": ""}, "ja", ["demo"]),
        (["demo"], {"LANG": "de_DE.UTF-8"}, "en", ["demo"]),
        (["--lang", "ja", "demo"], {}, "ja", ["demo"]),
        (["demo", "--lang=en"], {"LANG": "ja_JP"}, "en", ["demo"]),
        (["demo", "--lang"], {}, "en", ["--lang", ""]),
    ],
)
def test_the_language_of_a_run(words: list[str], locale: dict[str, str], language: str, rest: list[str]) -> None:
    assert split_language(words, locale) == (Language(language), rest)


@pytest.mark.parametrize("lang", list(Language))
def test_an_error_is_three_sentences_and_a_code(tmp_path: Path, lang: Language) -> None:
    said = sekisho("vault", "check", "--vault", tmp_path, "--officer", "x", lang=lang.value)
    texts = bootstrap.catalogue(lang)
    three = [texts(f"error.vault.missing.{part}") for part in ("what", "safe", "do")]
    assert said.code == errors.VaultError.exit_code
    assert said.out == ""
    assert said.err.splitlines() == [*three, texts("cli.error.code", code="vault.missing")]


def test_a_fault_tells_places_and_never_values() -> None:
    def broken(_vault: Path | None) -> int:
        raise RuntimeError(SECRET)

    out, err = StringIO(), StringIO()
    assert run([], open_window=broken, environment={}, out=out, err=err) == errors.BugError.exit_code
    told = err.getvalue()
    assert SECRET not in told + out.getvalue()
    assert "RuntimeError" in told
    assert "test_command_outcomes.py" in told
    assert "bug.unexpected" in told
    assert os.sep + "app" + os.sep not in told


def test_foreign_text_cannot_steer_the_terminal() -> None:
    out, err = StringIO(), StringIO()
    console = Console(bootstrap.catalogue(Language.ENGLISH), out, err)
    bad = "\x1b[2J\u202eevil\n"
    console.row(bad, "b")
    console.value(bad)
    console.say("cli.file.written", file=bad)
    console.error(errors.RefusedError("cli.file-exists", field=bad))
    assert not {"\x1b", "\u202e"} & set(out.getvalue() + err.getvalue())
    assert len(out.getvalue().splitlines()) == 3


def test_the_version_is_told() -> None:
    said = sekisho("--version")
    assert (said.code, said.out) == (0, f"sekisho {__version__}\n")


def test_as_a_process_it_speaks_japanese_on_the_plainest_terminal(tmp_path: Path) -> None:
    ascii_only = {"PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    said = process("--lang", "ja", "vault", "check", "--vault", tmp_path, "--officer", "x", **ascii_only)
    assert said.code == errors.VaultError.exit_code
    assert bootstrap.catalogue(Language.JAPANESE)("error.vault.missing.what") in said.err


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a display cannot be told from the environment")
@pytest.mark.parametrize("words", [(), ("--lang", "ja")])
def test_without_a_display_the_window_says_what_to_do(words: tuple[str, ...]) -> None:
    said = process(*words)
    assert said.code == errors.EnvironmentProblemError.exit_code
    assert "window.no-display" in said.err
    assert "Traceback" not in said.err


@pytest.mark.skipif(sys.platform != "linux", reason="core dumps are closed through Linux's prctl")
def test_the_process_leaves_no_core_dump_and_private_files(tmp_path: Path) -> None:
    script = (
        "import os, resource, sys; from pathlib import Path\n"
        "from app.services.platform.process import harden_process\n"
        "harden_process(); Path(sys.argv[1]).touch(); import ctypes\n"
        "print(oct(os.stat(sys.argv[1]).st_mode & 0o777), resource.getrlimit(resource.RLIMIT_CORE),"
        " ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))"
    )
    done = subprocess.run(  # noqa: S603 - our own script
        [sys.executable, "-c", script, str(tmp_path / "file")], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["0o600", "(0,", "0)", "0"]

"""The command line of the verifier: one file, one verdict, one exit code."""

import argparse
import os
import stat
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NoReturn, TextIO

from typing_extensions import override

from app.cli.console import Console, make_writable, split_language
from app.models.domain.actor import Environment
from app.models.domain.errors import AppError, BugError, EnvironmentProblemError, InvalidInputError, UntrustedInputError
from app.services import resources
from app.services.bundles.admission import LaneState
from app.services.bundles.fields import ZERO_HASH
from app.services.bundles.refusals import refusal_of
from app.services.crypto.age import Identity
from app.services.ports import Clock
from app.services.texts.catalogue import Catalogue
from app.verifier.checking import Recipient, Verdict, trust_of, verify

USAGE = 2
_LARGEST_KEYS = 64 * 1024
_LARGEST_TRUST = 16 * 1024 * 1024
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


class _MisuseError(Exception):
    """The command line cannot be understood."""


class _Parser(argparse.ArgumentParser):
    @override
    def error(self, message: str) -> NoReturn:
        raise _MisuseError(message)


def run(arguments: Sequence[str], *, environment: Mapping[str, str], clock: Clock, out: TextIO, err: TextIO) -> int:
    """Verify one file.

    Returns:
        0 for a bundle that can be trusted; 2 for a command line that cannot be understood; otherwise the exit code of
        the reason.
    """
    make_writable(out, err)
    language, rest = split_language(arguments, environment)
    console = Console(Catalogue.load(resources.TEXTS, language), out, err)
    try:
        asked = _parser(console).parse_args(rest)
        verdict = _verify(asked, int(clock.now().timestamp()))
        _show(console, verdict)
        if verdict.report.code:
            return _refused(console, UntrustedInputError(verdict.report.code, **verdict.params))
    except _MisuseError as misuse:
        console.hint("cli.usage", message=str(misuse))
        return USAGE
    except SystemExit:
        return 0
    except AppError as error:
        return _refused(console, error)
    except Exception as fault:  # noqa: BLE001 - whatever is left is ours, and nothing of its content may be shown
        console.fault(fault)
        return BugError.exit_code
    return 0


def _refused(console: Console, error: AppError) -> int:
    console.error(error)
    refusal = refusal_of(error.code)
    return error.exit_code if refusal is None else refusal.exit_code


def _parser(console: Console) -> argparse.ArgumentParser:
    texts = console.texts
    parser = _Parser(prog="sekisho-verify", description=texts("verifier.help"), allow_abbrev=False)
    parser.add_argument("file", type=Path, help=texts("cli.param.file"))
    parser.add_argument("--identity", type=Path, required=True, help=texts("verifier.param.identity"))
    parser.add_argument("--trust", type=Path, required=True, help=texts("verifier.param.trust"))
    parser.add_argument("--root", required=True, help=texts("verifier.param.root"))
    parser.add_argument("--station", required=True, help=texts("verifier.param.station"))
    parser.add_argument("--environment", choices=[one.value for one in Environment], default=Environment.LIVE.value)
    parser.add_argument("--at", type=int, help=texts("verifier.param.at"))
    parser.add_argument("--last-number", type=int, help=texts("verifier.param.last-number"))
    parser.add_argument("--last-manifest", default=ZERO_HASH, help=texts("verifier.param.last-manifest"))
    return parser


def _verify(asked: argparse.Namespace, now: int) -> Verdict:
    at = now if asked.at is None else asked.at
    environment = Environment(asked.environment)
    trust = trust_of(_read(asked.trust, _LARGEST_TRUST), _groups(asked.root), environment, at)
    lane = None if asked.last_number is None else LaneState(asked.last_number, asked.last_manifest)
    recipient = Recipient(asked.station, environment, _identities(asked.identity), trust, lane)
    try:
        source = asked.file.open("rb")
    except OSError:
        raise EnvironmentProblemError("file.unreadable") from None
    with source:
        return verify(source, recipient, at)


def _read(path: Path, most: int) -> bytes:
    try:
        with path.open("rb") as source:
            return source.read(most)
    except OSError:
        raise EnvironmentProblemError("file.unreadable") from None


def _groups(digits: str) -> tuple[str, ...]:
    """The sixty digits, with or without blanks, in their twelve groups."""
    plain = "".join(digits.split())
    return tuple(plain[start : start + 5] for start in range(0, len(plain), 5))


def _identities(path: Path) -> list[Identity]:
    try:
        with path.open("rb") as source:
            if os.name == "posix" and os.fstat(source.fileno()).st_mode & _OTHERS:
                raise InvalidInputError("verifier.identity-open", field="identity")
            lines = source.read(_LARGEST_KEYS).decode("ascii", "replace").splitlines()
    except OSError:
        raise EnvironmentProblemError("file.unreadable") from None
    return [Identity.parse(line.strip()) for line in lines if line.strip() and not line.startswith("#")]


def _show(console: Console, verdict: Verdict) -> None:
    texts, said = console.texts, verdict.manifest
    if said is not None:
        console.say("verifier.says", kind=texts(f"kind.{said.kind.value}"), bundle=said.bundle_id, origin=said.origin)
    for line in verdict.report.lines:
        console.row(texts(f"axis.{line.axis}"), texts(f"axis-state.{line.state}"), line.code)
    console.say("cli.bundle.result", result=texts(f"bottom-line.{verdict.report.bottom_line}"))

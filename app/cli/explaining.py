"""What a code means, said on the command line: what happened, what was not changed, what to do next."""

from app.cli.console import Console
from app.models.domain.errors import AppError
from app.services.bundles.outside import Outside
from app.services.bundles.refusals import codes_of, refusal_of
from app.services.texts.catalogue import Catalogue

_SOME = "…"
"""Stands for a value that only a real error has."""


def named_codes(texts: Catalogue, what: str) -> tuple[str, ...]:
    """The codes that somebody means who typed ``what``: a code, or a number such as ``E05``; none for a file."""
    if f"error.{what}.what" in texts:
        return (what,)
    return codes_of(what)


def show_code(console: Console, code: str) -> None:
    """Three sentences, and how the command line ends with this code."""
    row = refusal_of(code)
    if row is None:
        console.say("cli.bundle.explain.code", code=code)
    else:
        console.say("cli.bundle.explain.numbered", code=code, name=row.name, exit=row.exit_code)
    stem = f"error.{code}"
    params = {field: _SOME for part in ("what", "safe", "do") for field in console.texts.fields(f"{stem}.{part}")}
    for paragraph in console.texts.error(AppError(code, **params)).paragraphs():
        console.value(paragraph)
    if row is not None and row.is_alarm:
        console.say("cli.bundle.explain.alarm")


def show_outside(console: Console, found: Outside) -> tuple[str, ...]:
    """What can be said of a file without a key; gives the code that remains to be explained."""
    if found.name is not None:
        name = found.name
        console.say(
            "cli.bundle.explain.name", origin=name.origin, destination=name.destination, seq=name.seq, id=name.short_id
        )
    if found.code:
        return (found.code,)
    console.say("cli.bundle.explain.sealed")
    return ()

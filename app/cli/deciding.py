"""What the commands show of a bundle before the decision, and how the decision is typed; as the Import room does it."""

from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.front import Front, Room
from app.models.domain.errors import GateClosedError, UntrustedInputError

if TYPE_CHECKING:
    from app.services.exchange.identity import Answers
    from app.services.exchange.importing import Inspection

Identity = Annotated[list[str] | None, typer.Option("--identity")]
Aside = Annotated[list[str] | None, typer.Option("--aside")]
_TAKE = "take"


def show_report(front: Front, found: "Inspection") -> None:
    """Whom it comes from, and one line per axis of the verification."""
    texts = front.texts
    if found.kind:
        front.console.say(
            "cli.bundle.head",
            kind=texts(f"kind.{found.kind}"),
            bundle=found.bundle_id,
            office=front.console.named(found.origin_office_ja, found.origin_office_en),
        )
    for name, role in found.signers:
        front.console.say("cli.bundle.signer", name=name, role=texts(f"role.{role}"))
    for line in found.report.lines:
        front.console.row(texts(f"axis.{line.axis}"), texts(f"axis-state.{line.state}"), line.code)
    front.console.say("cli.bundle.result", result=texts(f"bottom-line.{found.report.bottom_line}"))


def show_contents(front: Front, found: "Inspection") -> None:
    """What it says, what admitting it changes, who is alike, and what is left out."""
    for line in found.lines:
        front.console.row(line.path, line.value)
    for effect in found.effects:
        front.console.say(effect.key, count=effect.count)
    texts = front.texts
    for clash in found.clashes:
        for name, here, came in clash.fields:
            front.console.row(clash.case_number, texts(f"ui.import.field.{name}"), here, came)
    for entry in found.foreseen.entries if found.foreseen is not None else ():
        for one in entry.fields:
            what = texts(
                "ui.import.change.what", row=texts(f"ui.import.row.{entry.table}"), fate=texts(f"fate.{entry.fate}")
            )
            front.console.row(what, texts(f"ui.import.field.{one.name}"), str(one.before or ""), str(one.after or ""))
    for like in found.likenesses:
        verdict = found.answers.identity.get(like.key)
        answer = texts(f"ui.import.identity.{verdict}") if verdict else texts("ui.import.identity.unanswered")
        born = str(like.subject.born_on or ""), like.born_on.isoformat()
        why = texts(f"roster.match.{like.why}")
        front.console.row(like.key, answer, why, like.subject.name, born[0], like.number, like.name, born[1])
    for number, reason in found.answers.reasons().items():
        what = texts("ui.import.identity.line", line=number)
        front.console.row(what, texts(f"ui.import.aside.{reason}"))
    if found.not_asked is not None:
        front.console.hint(f"import.why-not.{found.not_asked}")
    elif found.not_apart is not None:
        front.console.hint(f"import.why-not.{found.not_apart}")


def answers(found: "Inspection", identity: list[str] | None, aside: list[str] | None) -> "Answers":
    """What was answered before and what was typed now, which counts.

    ``LINE:CASE=same``, ``other`` or ``later`` for a question; ``LINE=wrong-data``, ``not-ours`` or ``identity-open``
    for a record that is left out, ``LINE=take`` for one that is taken in after all.
    """
    from app.services.exchange.identity import Answers, AsideReason, Verdict  # noqa: PLC0415 - heavy

    said = {key: word for key, _, word in (one.rpartition("=") for one in identity or ())}
    left = {key: word for key, _, word in (one.rpartition("=") for one in aside or ())}
    if not set(said.values()) <= set(Verdict):
        raise typer.BadParameter(", ".join(Verdict))
    if not said.keys() <= {one.key for one in found.likenesses}:
        raise typer.BadParameter(", ".join(one.key for one in found.likenesses))
    lines = {str(line) for line in range(1, found.record_count + 1)}
    if not set(left.values()) <= {*AsideReason, _TAKE} or not left.keys() <= lines:
        raise typer.BadParameter(", ".join(f"LINE={word}" for word in (*AsideReason, _TAKE)))
    kept = {line: why for line, why in found.answers.aside.items() if str(line) not in left}
    now = {int(line): AsideReason(word) for line, word in left.items() if word != _TAKE}
    return Answers({**found.answers.identity, **{key: Verdict(word) for key, word in said.items()}}, {**kept, **now})


def admit_shown(front: Front, room: Room, found: "Inspection") -> None:
    """Admit what was shown, or say why it waits.

    Raises:
        GateClosedError: ``import.not-admissible``, ``import.identity-open``.
    """
    if found.obstacle is None and not found.can_be_admitted and found.is_sound:
        raise GateClosedError("import.identity-open", count=len(found.answers.open_questions(found.likenesses)))
    bundle_id = room.services.importing.admit(room.actor, found)
    front.console.say("cli.bundle.admitted", bundle=bundle_id)


def require_good(found: "Inspection") -> None:
    """Go on only with a bundle that can be trusted.

    Raises:
        UntrustedInputError: Why it cannot.
    """
    if found.report.code:
        raise UntrustedInputError(found.report.code)

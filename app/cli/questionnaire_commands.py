"""``sekisho questionnaire``: the form for other systems as HL7 FHIR, and answers that come as a file.

Answers leave in sealed bundles only: there is no command that writes them in clear.
"""

from typing import Annotated

import typer

from app import bootstrap
from app.cli.front import InFile, Officer, PassphraseFile, VaultFolder, entered, front_of
from app.models.domain.errors import InvalidInputError
from app.models.domain.ids import CaseId
from app.models.forms.fhir.pack_out import pack_to_fhir
from app.services.questionnaires.receiving import LARGEST_RESPONSE
from app.services.queue.queue import QueueFilter

NAME = "questionnaire"
commands = typer.Typer()


@commands.command("form")
def form(context: typer.Context, file: InFile) -> None:
    """Write the form for new cases as a FHIR R5 Questionnaire."""
    front = front_of(context)
    if file.exists():
        raise InvalidInputError("cli.file-exists", field="file")
    front.files.write(file, pack_to_fhir(bootstrap.packs().current.pack))
    front.console.say("cli.file.written", file=str(file))


@commands.command("receive")
def receive(
    context: typer.Context,
    answered_case: Annotated[str, typer.Argument()],
    file: InFile,
    officer: Officer,
    vault: VaultFolder = None,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Take the answers of a subject into the case, from our own JSON or a FHIR R5 QuestionnaireResponse."""
    front = front_of(context)
    data = front.files.read(file, LARGEST_RESPONSE)
    with entered(front, vault, officer, passphrase_file) as room:
        found = room.services.queue.page(room.actor, QueueFilter(words=answered_case))
        case = next((line.case_id for line in found if line.number == answered_case), CaseId(answered_case))
        count = room.services.questionnaires.receive(room.actor, case, data)
    front.console.say("cli.questionnaire.received", count=count)

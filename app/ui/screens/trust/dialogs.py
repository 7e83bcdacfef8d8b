"""What the room of trust asks for: hands of officers, three groups of digits, a paper order, which sheet."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QPlainTextEdit, QPushButton, QWidget

from app.models.domain.ids import PersonId
from app.models.domain.text import visible
from app.services.trust.comparing import ASKED, Question
from app.services.trust.ordering import OrderView
from app.services.trust.orders import Ground
from app.services.trust.overview import TrustLook
from app.services.trust.sheets import SheetKey
from app.ui.context import UiContext
from app.ui.widgets.asking import AskDialog
from app.ui.widgets.card import clock_time
from app.ui.widgets.labels import text_label
from app.ui.widgets.lines import LineGrid
from app.ui.widgets.second_officer import SecondOfficer

NAME_CHARACTERS = 60
GROUP_DIGITS = 5
CAPTION_CHARACTERS = 16
Officers = Sequence[tuple[PersonId, str]]


def usual_hands(look: TrustLook | None, officers: Officers) -> list[PersonId]:
    """Who is suggested to sign as the root: its officers who are here, as many as must sign; others in their place."""
    here = dict(officers)
    found = [person for person, _ in look.roots if person in here] if look is not None else []
    others = [person for person, _ in officers if person not in found]
    return [*found, *others][: max(2, look.threshold if look is not None else 2)]


class HandsDialog(AskDialog):
    """Asks who signs, and for the passphrase of each of them."""

    def __init__(
        self,
        context: UiContext,
        stem: str,
        parent: QWidget,
        officers: Officers,
        first: Sequence[PersonId],
        **fields: str | int,
    ) -> None:
        super().__init__(context.texts, context.theme, stem, parent, **fields)
        self.seats = [SecondOfficer(context.texts, self.form, "trust.hands", number=at + 1) for at in range(len(first))]
        for seat, chosen in zip(self.seats, first, strict=True):
            seat.show_people(officers, chosen)
            self.column.addWidget(seat)
        self.is_complete = self._is_whole
        self.seats[0].secret.setFocus()

    def hands(self) -> list[tuple[PersonId, str]]:
        """Who signs, with what was typed; the fields are empty afterwards."""
        return [(seat.person, seat.take_text()) for seat in self.seats]

    def _is_whole(self) -> bool:
        trouble = ""
        if len({seat.person for seat in self.seats}) != len(self.seats):
            trouble = "trust.hands.same"
        elif not all(seat.is_complete for seat in self.seats):
            trouble = "trust.hands.missing"
        self.say(self._texts(trouble) if trouble else "")
        return not trouble


class GroundDialog(HandsDialog):
    """The same, and why something is revoked."""

    def __init__(
        self,
        context: UiContext,
        stem: str,
        parent: QWidget,
        officers: Officers,
        first: Sequence[PersonId],
        **fields: str | int,
    ) -> None:
        super().__init__(context, stem, parent, officers, first, **fields)
        caption = text_label(context.texts("trust.ground"), parent=self.form)
        self.ground = QComboBox(self.form)
        self.ground.setAccessibleName(caption.text())
        for one in Ground:
            self.ground.addItem(context.texts(f"trust.ground.{one}"), one.value)
        self.column.insertWidget(0, caption)
        self.column.insertWidget(1, self.ground)
        self.ground.setFocus()

    def chosen(self) -> Ground:
        """Why."""
        return Ground(str(self.ground.currentData()))


class RootDialog(HandsDialog):
    """The same, and who the root officers are from now on."""

    def __init__(
        self,
        context: UiContext,
        parent: QWidget,
        officers: Officers,
        first: Sequence[PersonId],
        now: Sequence[PersonId],
    ) -> None:
        super().__init__(context, "trust.rotate", parent, officers, first)
        self.next: list[QComboBox] = []
        for number in (1, 2, 3):
            caption = text_label(context.texts("trust.rotate.officer", number=number), parent=self.form)
            combo = QComboBox(self.form)
            combo.setAccessibleName(caption.text())
            combo.addItem(context.texts("trust.rotate.nobody"), "")
            for person, name in officers:
                combo.addItem(visible(name, NAME_CHARACTERS), person)
            combo.setCurrentIndex(combo.findData(now[number - 1]) if number <= len(now) else 0)
            self.column.insertWidget(2 * number - 2, caption)
            self.column.insertWidget(2 * number - 1, combo)
            self.next.append(combo)
        self.next[0].setFocus()

    def officers(self) -> list[PersonId]:
        """The root officers."""
        return [PersonId(str(combo.currentData())) for combo in self.next if combo.currentData()]


class CompareDialog(AskDialog):
    """Asks for three groups of digits from the other party's paper. The digits themselves are nowhere on the screen."""

    def __init__(self, context: UiContext, stem: str, parent: QWidget) -> None:
        super().__init__(context.texts, context.theme, stem, parent)
        self.labels, self.fields = [], []
        grid = QGridLayout()
        for place in range(ASKED):
            label, field = text_label(parent=self.form), QLineEdit(self.form)
            field.setMaximumWidth(field.fontMetrics().averageCharWidth() * 4 * GROUP_DIGITS)
            label.setBuddy(field)
            grid.addWidget(label, 0, place)
            grid.addWidget(field, 1, place)
            self.labels.append(label)
            self.fields.append(field)
        self.column.addLayout(grid)
        self.question_asked: Question | None = None
        self.is_complete = self._is_whole
        self.yes_button.setEnabled(False)

    def show_question(self, question: Question | None) -> None:
        """Show which groups are asked for now; what was typed before is gone."""
        if question is None or question is self.question_asked:
            return
        self.question_asked = question
        for label, field, place in zip(self.labels, self.fields, question.places, strict=True):
            label.setText(self._texts("trust.compare.group", number=place))
            field.setAccessibleName(label.text())
            field.clear()
        self.is_working = False
        for part in (self.form, self.yes_button, self.no_button):
            part.setEnabled(True)
        self.fields[0].setFocus()

    def groups(self) -> list[str]:
        """What was typed."""
        return [field.text() for field in self.fields]

    def _is_whole(self) -> bool:
        digits = ["".join(char for char in group if char.isdecimal()) for group in self.groups()]
        is_whole = all(len(group) == GROUP_DIGITS for group in digits)
        self.say("" if is_whole else self._texts("trust.compare.missing"))
        return is_whole


class OrderDialog(AskDialog):
    """Takes a paper order: first it is read and said what it would revoke, then it is put in force."""

    def __init__(self, context: UiContext, parent: QWidget, read: Callable[[str], object]) -> None:
        super().__init__(context.texts, context.theme, "trust.enter", parent)
        self._read = read
        self.label, self.text = (
            text_label(context.texts("trust.enter.lines"), parent=self.form),
            QPlainTextEdit(self.form),
        )
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(self.label.text())
        self.text.setMinimumHeight(self.text.fontMetrics().lineSpacing() * 13)
        self.facts = LineGrid(context.theme, CAPTION_CHARACTERS, self.form)
        self.read_button = QPushButton(context.texts("trust.enter.read"), self.form)
        for part in (self.label, self.text, self.read_button, self.facts):
            self.column.addWidget(part)
        self.yes_button.setEnabled(False)
        self.read_button.clicked.connect(self._on_read)
        self.text.textChanged.connect(self._on_changed)
        self.text.setFocus()

    def typed(self) -> str:
        """What was typed."""
        return self.text.toPlainText()

    def show_order(self, order: OrderView | None) -> None:
        """Show what the order would revoke."""
        texts = self._texts
        if order is None:
            return
        self.is_working = False
        for part in (self.form, self.no_button):
            part.setEnabled(True)
        self.facts.show_lines(
            [
                (texts("trust.enter.what"), texts(f"trust.aim.{order.aim}")),
                (texts("trust.enter.name"), order.name),
                (texts("trust.ground"), texts(f"trust.ground.{order.ground}")),
                (texts("trust.enter.at"), clock_time(order.revoked_at)),
            ]
        )
        known = "trust.enter.known" if order.is_known else "trust.enter.unknown"
        self.say(texts("trust.enter.in-force" if order.is_in_force else known))
        self.yes_button.setEnabled(not order.is_in_force)
        if not order.is_in_force:
            self.yes_button.setFocus()

    def _on_read(self) -> None:
        self.show_work()
        self._read(self.typed())

    def _on_changed(self) -> None:
        self.yes_button.setEnabled(False)
        self.facts.show_lines([])
        self.say("")


class SheetDialog(AskDialog):
    """Asks of which key a sheet is to be printed."""

    def __init__(self, context: UiContext, parent: QWidget, keys: Sequence[SheetKey]) -> None:
        super().__init__(context.texts, context.theme, "trust.sheet", parent)
        texts = context.texts
        self._keys = tuple(keys)
        self.choice = QComboBox(self.form)
        self.choice.setAccessibleName(texts("trust.sheet.which"))
        for key in self._keys:
            name = texts("trust.root.name", version=key.name) if not key.holder else key.name
            line = texts("trust.sheet.line", use=texts(f"trust.use.{key.use}"), name=name)
            self.choice.addItem(visible(line, 2 * NAME_CHARACTERS))
        self.column.addWidget(text_label(texts("trust.sheet.which"), parent=self.form))
        self.column.addWidget(self.choice)
        self.choice.setFocus()

    def chosen(self) -> SheetKey:
        """The key."""
        return self._keys[self.choice.currentIndex()]


class BeginDialog(AskDialog):
    """Asks for the two officers and the witness of a ceremony."""

    def __init__(
        self,
        context: UiContext,
        parent: QWidget,
        officers: Officers,
        scripts: Sequence[tuple[str, str]],
        first: Officers,
    ) -> None:
        super().__init__(context.texts, context.theme, "trust.begin", parent)
        texts = context.texts
        self.script = QComboBox(self.form)
        self.script.setAccessibleName(texts("trust.begin.script"))
        for script, name in scripts:
            self.script.addItem(name, script)
        self.column.addWidget(text_label(texts("trust.begin.script"), parent=self.form))
        self.column.addWidget(self.script)
        named = {person for person, _ in first}
        others = [one for one in officers if one[0] not in named]
        suggested = [*first, *others]
        self.people: list[QComboBox] = []
        for place, part in enumerate(("first", "second", "witness")):
            caption, combo = text_label(texts(f"trust.part.{part}"), parent=self.form), QComboBox(self.form)
            combo.setAccessibleName(caption.text())
            for person, name in officers:
                combo.addItem(visible(name, NAME_CHARACTERS), person)
            if place < len(suggested):
                combo.setCurrentIndex(combo.findData(suggested[place][0]))
            self.column.addWidget(caption)
            self.column.addWidget(combo)
            self.people.append(combo)
        self.is_complete = self._is_whole
        self.script.setFocus()

    def chosen(self) -> tuple[str, PersonId, PersonId, PersonId]:
        """Script, first, second, witness."""
        first, second, witness = (PersonId(str(combo.currentData())) for combo in self.people)
        return str(self.script.currentData()), first, second, witness

    def _is_whole(self) -> bool:
        is_whole = len({str(combo.currentData()) for combo in self.people}) == len(self.people)
        self.say("" if is_whole else self._texts("trust.hands.same"))
        return is_whole

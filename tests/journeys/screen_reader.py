"""Reads a running program as a screen reader does: over the accessibility bus, from another process."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from jeepney import DBusAddress, HeaderFields, MessageType, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection

LONGEST_S = 20.0
ROWS = 40
"""So many rows of a table are asked for their sentence."""
_FACE, _TABLE = "org.a11y.atspi.Accessible", "org.a11y.atspi.Table"
_PROPERTIES = "org.freedesktop.DBus.Properties"
_ROOT = "/org/a11y/atspi/accessible/root"
_FOCUSABLE, _FOCUSED, _SHOWING = 1 << 11, 1 << 12, 1 << 25

Place = tuple[str, str]
"""Name of a program on the bus, and the path of one of its objects."""


@dataclass
class Told:
    """What the program tells of one part of its window."""

    place: Place
    role: str
    name: str
    described: str
    states: int
    children: list["Told"] = field(default_factory=list)
    rows: list[str] = field(default_factory=list)
    """Of a table: what is said of each row."""

    @property
    def is_focusable(self) -> bool:
        """The keyboard can come here."""
        return bool(self.states & _FOCUSABLE)

    @property
    def has_keyboard(self) -> bool:
        """The keyboard is here."""
        return bool(self.states & _FOCUSED)

    @property
    def is_showing(self) -> bool:
        """It is on the screen."""
        return bool(self.states & _SHOWING)

    def all(self) -> Iterator["Told"]:
        """This part and everything in it."""
        yield self
        for child in self.children:
            yield from child.all()


class ScreenReader:
    """One connection to the accessibility bus of this session."""

    def __init__(self) -> None:
        with open_dbus_connection("SESSION") as session:
            asked = new_method_call(DBusAddress("/org/a11y/bus", "org.a11y.Bus", "org.a11y.Bus"), "GetAddress")
            (address,) = session.send_and_get_reply(asked, timeout=LONGEST_S).body
        self._bus: DBusConnection = open_dbus_connection(address)

    def close(self) -> None:
        """Leave the bus."""
        self._bus.close()

    def program(self, name: str) -> Place:
        """The program of this name, once it is on the bus."""
        end = time.monotonic() + LONGEST_S
        while time.monotonic() < end:
            for place in self._children(("org.a11y.atspi.Registry", _ROOT)):
                if self._ask([(place, _PROPERTIES, "Get", (_FACE, "Name"))])[0] == (("s", name),):
                    return place
            time.sleep(0.1)
        raise AssertionError(f"{name} is not on the accessibility bus")

    def read(self, program: Place) -> Told:
        """Everything that is on the screen, level by level."""
        top = self._tell([program])[0]
        level = [top]
        while level:
            found = self._ask([(one.place, _FACE, "GetChildren", ()) for one in level])
            below = [[(bus, path) for bus, path in children[0]] for children in found]
            told = iter(self._tell([place for places in below for place in places]))
            for one, places in zip(level, below, strict=True):
                mine = [next(told) for _ in places]
                one.children = [child for child in mine if child.is_showing or one is top]
            level = [child for one in level for child in one.children if child.role not in {"table", "tree table"}]
        for table in [one for one in top.all() if one.role in {"table", "tree table"}]:
            table.rows = self._rows(table.place)
        return top

    def _rows(self, table: Place) -> list[str]:
        """What is said of the first rows: the description of a cell, or its name where it is the only one."""
        numbers = self._ask([(table, _PROPERTIES, "Get", (_TABLE, name)) for name in ("NRows", "NColumns")])
        rows, columns = (number[0][1] for number in numbers)
        cells = self._ask([(table, _TABLE, "GetAccessibleAt", (row, 0), "ii") for row in range(min(rows, ROWS))])
        told = self._tell([cell[0] for cell in cells])
        return [cell.described or (cell.name if columns == 1 else "") for cell in told]

    def _children(self, place: Place) -> list[Place]:
        return [(bus, path) for bus, path in self._ask([(place, _FACE, "GetChildren", ())])[0][0]]

    def _tell(self, places: Sequence[Place]) -> list[Told]:
        questions: list[Any] = []
        for place in places:
            questions += [(place, _FACE, "GetRoleName", ()), (place, _FACE, "GetState", ())]
            questions += [(place, _PROPERTIES, "Get", (_FACE, name)) for name in ("Name", "Description")]
        answers = self._ask(questions)
        told = []
        for number, place in enumerate(places):
            role, state, name, described = answers[4 * number : 4 * number + 4]
            low, high = state[0]
            told.append(Told(place, role[0], name[0][1], described[0][1], low | high << 32))
        return told

    def _ask(self, questions: Sequence[Any]) -> list[Any]:
        """Ask everything at once and take the answers as they come: one question at a time would take minutes."""
        waiting: dict[int, int] = {}
        answers: list[Any] = [None] * len(questions)
        for number, (place, interface, method, values, *kind) in enumerate(questions):
            address = DBusAddress(place[1], place[0], interface)
            signature = kind[0] if kind else "s" * len(values) or None
            serial = next(self._bus.outgoing_serial)
            waiting[serial] = number
            self._bus.send(new_method_call(address, method, signature, values), serial=serial)
        while waiting:
            answer = self._bus.receive(timeout=LONGEST_S)
            place_in_line = waiting.pop(answer.header.fields.get(HeaderFields.reply_serial, -1), None)
            if place_in_line is not None:
                assert answer.header.message_type is MessageType.method_return, (questions[place_in_line], answer.body)
                answers[place_in_line] = answer.body
        return answers

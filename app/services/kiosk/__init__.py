"""The kiosk (記入端末): the subject fills in the questionnaire at the agency, unseen by others.

How a window uses it, without knowing a vault, a key or a table:

1. ``services.kiosk.issue_slip`` gives the slip as a PDF to print; the code stands on it and is kept nowhere.
2. ``services.kiosk.enter`` with the code and the PIN typed by the subject gives a ``room.Room``. At the first entry the
   PIN is chosen; the window asks for it twice. ``room.slip`` and ``room.last_here`` are told to the person.
3. The window shows ``room.topic`` (one per screen; ``room.course`` leads on and back), asks
   ``topics.shown_questions`` and ``topics.shown_columns`` which cells to show, and hands what was typed to
   ``room.answer``. A problem comes back at its place and nothing was kept. ``room.course.affected`` tells which items
   may appear or vanish.
4. A timer calls ``room.save`` every ``kiosk.SAVE_EVERY``, and so does leaving a field. It writes only what is new.
   ``kiosk.ended`` from it means that the consent was withdrawn, the slip replaced or the session ended: the window
   forgets the room.
5. Idle, the window covers itself and calls ``room.pause``; slip and PIN bring the person back, today or another day.
6. ``room.gaps``, ``room.still_open`` and ``closing.read_through`` lead to ``room.sign``, whose receipt is printed with
   ``services.filing.printed``.

Consent, non-consent and withdrawal are those of ``services.consents``; an open session hinders none of them, and a
withdrawal destroys it in the same transaction.
"""

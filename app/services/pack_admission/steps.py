"""How far a look at a form, or its admission, is."""

from app.services.jobs import CancelToken, Progress, ProgressSink


class Steps:
    """Tells whoever waits which step runs, and breaks the work off between two of them."""

    def __init__(self, total: int, token: CancelToken | None, progress: ProgressSink | None) -> None:
        self._done, self._total, self._token, self._progress = 0, total, token, progress

    def next(self, key: str) -> None:
        """Begin a step with the text of this key.

        Raises:
            CancelledError: Nobody waits for it any more.
        """
        if self._token is not None:
            self._token.raise_if_cancelled()
        if self._progress is not None:
            self._progress(Progress(self._done, self._total, key))
        self._done += 1

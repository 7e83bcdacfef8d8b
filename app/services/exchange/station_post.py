"""Write a bundle that the station itself signs (連署の依頼など) to a medium, in the act that drafted it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from app.models.domain.errors import AppError, EnvironmentProblemError
from app.models.domain.ids import BundleId, StationId
from app.services.bundles import manifest
from app.services.bundles.container import DraftBundle, write
from app.services.bundles.manifest import Kind
from app.services.crypto.dsse import Signature, pae
from app.services.desk import Act, Desk
from app.services.exchange.lookout import station_keys
from app.services.exchange.preflight import require_fit
from app.services.exchange.preparing import file_name, posted_export
from app.services.exchange.ticks import Ticks, flush_to_medium, reading_back, sha256_of
from app.services.ports import Drive

_MARGIN = 1024 * 1024
"""Room for what encryption adds."""


@dataclass(slots=True)
class Post:
    """A medium on which nothing is left when the act around it fails."""

    desk: Desk
    drive: Drive
    _begun: list[str] = field(default_factory=list)
    _finished: list[str] = field(default_factory=list)

    def put(
        self,
        act: Act,
        drafted: DraftBundle,
        recipient: StationId,
        signatures: Sequence[Signature] = (),
        *,
        about: str = "",
    ) -> Ticks:
        """Write, flush, read back, give the final name, and wait for the receipt, which only a receipt has none of.

        Args:
            act: The act that drafted it.
            drafted: What to write.
            recipient: To which station.
            signatures: Those of officers; without them the station signs.
            about: What it is about, by which a bundle in reply finds it.

        Raises:
            EnvironmentProblemError: The medium is not fit, ``bundle.media-write``, ``media.read-back`` or
                ``media.not-verified``.
        """
        key, name = station_keys(act.unit).signing, file_name(drafted, recipient)
        own = Signature(key.key_id, key.sign(pae(manifest.PAYLOAD_TYPE, drafted.manifest_bytes)))
        made = list(signatures) or [own]
        require_fit(act, self.drive, drafted.manifest.total + _MARGIN)
        with self.drive.create(name) as destination:
            self._begun.append(name)
            sealed = write(drafted, made, destination, self.desk.entropy)
            flush_to_medium(destination)
        written_at = self.desk.clock.now()
        with reading_back(), self.drive.reopen(name) as source:
            if sha256_of(source) != sealed.ciphertext_sha256:
                raise EnvironmentProblemError("media.read-back")
        verified_at = self.desk.clock.now()
        self.drive.finish(name)
        self._finished.append(name)
        if drafted.manifest.kind is not Kind.RECEIPT:
            act.unit.exports.add(posted_export(act, drafted, recipient, made, about))
            act.unit.exports.set_written(BundleId(drafted.manifest.bundle_id), sealed.ciphertext_sha256, act.at)
        return Ticks(name, sealed.ciphertext_size, sealed.ciphertext_sha256, written_at, verified_at, None)

    def take_off(self) -> None:
        """Remove what was put there; a medium that is gone or broken holds at most a file that nobody accepts."""
        with suppress(AppError):
            for name in self._begun:
                self.drive.discard(name)
            for name in self._finished:
                self.drive.remove(name)


@contextmanager
def posting(desk: Desk, drive: Drive) -> Iterator[Post]:
    """Around the act that writes: what was put on the medium is taken off again when anything fails."""
    post = Post(desk, drive)
    try:
        yield post
    except BaseException:
        post.take_off()
        raise

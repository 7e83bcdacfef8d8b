"""How custody of a case (案件の所管) moves: sent, lost, taken back, come back, in conflict, restored. Pure functions.

Each gives the custody after the move, or refuses it with ``custody.wrong-place``.
"""

from collections.abc import Sequence
from dataclasses import replace

from app.models.domain.custody import (
    GONE,
    Chain,
    Claim,
    Conflict,
    ConflictName,
    Custody,
    Judgement,
    Leg,
    Place,
    Side,
    Standing,
    Verdict,
    goes_on,
)
from app.models.domain.errors import GateClosedError

# Sending.


def prepare(custody: Custody, to: str, bundle: str) -> Custody:
    """A transfer is drafted; from now on the case is only read here."""
    _require(custody.standing is Standing.HERE)
    return replace(custody, place=Place.SENDING, partner=to, bundle=bundle)


def ticket(custody: Custody, to: str, bundle: str) -> Chain:
    """The chain that travels in a transfer."""
    return (*custody.chain, Leg(custody.number + 1, to, Claim.SENT, bundle))


def discard(custody: Custody, us: str, *, is_signed: bool) -> Custody:
    """The draft is given up.

    One that was signed may lie on a medium after a crash in the middle of writing: then we go on under a higher number,
    so that it is found if it turns up.
    """
    _require(custody.place is Place.SENDING)
    if not is_signed:
        return replace(custody, place=Place.HERE, partner="", bundle="")
    outstanding = (*custody.outstanding, custody.bundle)
    return replace(_claimed(custody, us, Claim.REFUSED, Place.HERE), untold=custody.untold, outstanding=outstanding)


def depart(custody: Custody) -> Custody:
    """The bundle lies on the medium: the right to write has left."""
    _require(custody.standing is Standing.SENDING)
    chain = ticket(custody, custody.partner, custody.bundle)
    return replace(custody, chain=chain, place=Place.AWAY)


def acknowledge(custody: Custody, us: str, bundle: str, *, is_there: bool) -> Custody:
    """A receipt came in: the case is there, or it was refused there for good."""
    if bundle in custody.outstanding:
        arrived = _through(custody.chain, bundle)
        if not is_there:
            return custody  # it may still be taken in there later
        custody = replace(custody, outstanding=tuple(one for one in custody.outstanding if one != bundle))
        if custody.place in GONE or custody.conflict is not None:
            return replace(custody, untold=tuple(sorted({*custody.untold, arrived[-1].station})))
        return contest(custody, Conflict(ConflictName.LATE_ARRIVAL, arrived, bundle, brings_file=False))
    if custody.place is not Place.AWAY or bundle != custody.bundle:
        return custody
    if is_there:
        return replace(custody, place=Place.RELEASED)
    back = _claimed(custody, us, Claim.REFUSED, Place.RETURNED)
    return replace(back, untold=custody.untold, outstanding=(*custody.outstanding, bundle))


def recall(custody: Custody, us: str) -> Custody:
    """Two officers take the case back after a loss."""
    _require(custody.place in GONE and custody.conflict is None)
    taken = _claimed(custody, us, Claim.RECALLED, Place.RECALLED)
    return replace(taken, outstanding=(*custody.outstanding, custody.bundle) if custody.bundle else custody.outstanding)


def told(custody: Custody, station: str) -> Custody:
    """The notice of our claim is on its way."""
    return replace(custody, untold=tuple(one for one in custody.untold if one != station))


# What comes in.


def judge_file(ours: Custody | None, theirs: Chain, *, has_case: bool, keeps_ours: bool = True) -> Judgement:
    """What an arriving case is.

    Args:
        ours: Our custody; None where nothing is known.
        theirs: The chain in the bundle, whose last leg is ours.
        has_case: Whether the case or a copy of it lies here.
        keeps_ours: Whether everything that our copy holds is in it, unchanged.
    """
    if ours is None:
        return Judgement(Verdict.NEW)
    extends = goes_on(theirs, ours.chain)
    if not has_case:
        return Judgement(Verdict.NEW) if extends else Judgement(Verdict.OLD)
    if ours.place in GONE and extends:
        if keeps_ours and ours.conflict is None:
            return Judgement(Verdict.RETURN)
        return Judgement(Verdict.CONFLICT, ConflictName.REWRITTEN)
    return Judgement(Verdict.CONFLICT, _name(ours, theirs))


def judge_notice(ours: Custody | None, theirs: Chain) -> Judgement:
    """What a notice of another station's claim is to us."""
    if ours is None:
        return Judgement(Verdict.LEARN)
    if ours.chain == theirs or goes_on(ours.chain, theirs):
        return Judgement(Verdict.OLD)
    if ours.place in GONE:
        return Judgement(Verdict.LEARN if theirs[-1].number > ours.number else Verdict.OLD)
    return Judgement(Verdict.CONFLICT, ConflictName.RECALLED_THERE)


def receive(ours: Custody | None, theirs: Chain, bundle: str, *, is_old: bool) -> Custody:
    """The case is taken in: new, or as the return of our copy.

    ``is_old`` says that the bundle was made before our vault was restored: it may have been here before and have left.
    """
    us = theirs[-1].station
    place = Place.RETURNED if any(leg.station == us for leg in theirs[:-1]) else Place.HERE
    outstanding = () if ours is None else ours.outstanding
    return Custody(theirs, place, theirs[-2].station, bundle, outstanding, doubted=is_old)


def learn(ours: Custody | None, theirs: Chain) -> Custody:
    """Note where the case is, whether a copy lies here or not."""
    base = ours or Custody(theirs, Place.AWAY)
    return replace(base, chain=theirs, partner=theirs[-1].station, bundle="")


def contest(custody: Custody, conflict: Conflict) -> Custody:
    """Name a conflict; until it is decided nobody writes here."""
    _require(custody.conflict is None)
    return replace(custody, conflict=conflict)


def decide(custody: Custody, side: Side, us: str) -> Custody:
    """A person has decided. A draft of a transfer must be discarded before.

    For us: we go on under a number above both, and the other station must be told. For them: the case is where their
    chain says, which is here when their file came to us.
    """
    conflict = custody.conflict
    _require(conflict is not None and custody.place is not Place.SENDING)
    if conflict is None:
        return custody
    settled = replace(custody, conflict=None, doubted=False)
    number = max(custody.number, conflict.chain[-1].number) + 1
    if side is Side.THEIRS and conflict.brings_file:
        return replace(settled, chain=conflict.chain, place=Place.RETURNED, bundle=conflict.bundle)
    if side is Side.THEIRS:
        holder = conflict.chain[-1].station
        return replace(settled, chain=conflict.chain, place=Place.RELEASED, partner=holder, bundle="", untold=())
    if custody.place in GONE:
        return settled
    # What they handed over to us they do not hold any more: our claim follows theirs.
    base = conflict.chain if conflict.brings_file else custody.chain
    others = {leg.station for leg in (*conflict.chain, *custody.chain)} - {us}
    untold = tuple(sorted({*custody.untold, *others}))
    return replace(settled, chain=(*base, Leg(number, us, Claim.KEPT, conflict.bundle)), untold=untold)


# Restored vaults.


def doubt(custody: Custody) -> Custody:
    """The vault was restored and nobody can say what left since the backup."""
    if custody.place in GONE:
        return custody
    place = Place.HERE if custody.place is Place.SENDING else custody.place
    return replace(custody, place=place, doubted=True)


def confirm(custody: Custody, us: str) -> Custody:
    """Two officers confirm that the case is here, after they asked where else it could be."""
    _require(custody.standing is Standing.DOUBTED)
    confirmed = _claimed(custody, us, Claim.CONFIRMED, Place.HERE)
    return replace(confirmed, untold=custody.untold, doubted=False)


def declare_away(custody: Custody, to: str) -> Custody:
    """Two officers state that the case left for a station since the backup; what is here becomes a sealed copy."""
    _require(custody.standing is Standing.DOUBTED)
    leg = Leg(custody.number + 1, to, Claim.CONFIRMED)
    return replace(custody, chain=(*custody.chain, leg), place=Place.AWAY, partner=to, bundle="", doubted=False)


def carried(backup: Custody, present: Custody, us: str) -> Custody:
    """Custody in a restored vault whose predecessor could still be read: nothing is in doubt.

    Where the case came back since the backup, what came with it is not in the backup: who sent it has the later copy.
    """
    if present.place in GONE:
        return present
    shared = next(
        (at for at, pair in enumerate(zip(backup.chain, present.chain, strict=False)) if pair[0] != pair[1]),
        min(len(backup.chain), len(present.chain)),
    )
    came = [at for at in range(shared, len(present.chain)) if present.chain[at].claim is Claim.SENT]
    back = [at for at in came if present.chain[at].station == us]
    if back:
        chain = present.chain[: back[-1]]
        return Custody(chain, Place.AWAY, chain[-1].station, chain[-1].bundle, present.outstanding, present.untold)
    if present.place is Place.SENDING:
        return replace(present, place=Place.HERE, partner="", bundle="")
    return present


def _name(ours: Custody, theirs: Chain) -> ConflictName:
    if goes_on(theirs, ours.chain):
        return ConflictName.OVERTAKEN
    if ours.chain == theirs or goes_on(ours.chain, theirs):
        return ConflictName.STALE
    parted = next(at for at, pair in enumerate(zip(ours.chain, theirs, strict=False)) if pair[0] != pair[1])
    is_recalled = any(leg.claim is Claim.RECALLED for leg in ours.chain[parted:])
    return ConflictName.LATE_RETURN if is_recalled else ConflictName.TWIN


def _claimed(custody: Custody, us: str, claim: Claim, place: Place) -> Custody:
    leg = Leg(custody.number + 1, us, claim, custody.bundle)
    untold = custody.untold
    if custody.partner and custody.partner != us:
        untold = tuple(sorted({*untold, custody.partner}))
    return replace(
        custody, chain=(*custody.chain, leg), place=place, partner="", bundle="", untold=untold, doubted=False
    )


def _through(chain: Sequence[Leg], bundle: str) -> Chain:
    """The chain up to the leg that a bundle made by sending."""
    for at, leg in enumerate(chain):
        if leg.bundle == bundle and leg.claim is Claim.SENT:
            return tuple(chain[: at + 1])
    return tuple(chain)


def _require(is_so: bool) -> None:  # noqa: FBT001 # reads as a sentence
    if not is_so:
        raise GateClosedError("custody.wrong-place")

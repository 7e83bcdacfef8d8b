"""A machine that is fit for work unless a test says otherwise."""

from app.models.views.machine import MachineFacts, Swap
from tests.fakes.network import proof_with

FIT = MachineFacts(
    proof=proof_with(),
    links=(),
    keyring="Secret Service",
    is_keyring_locked=False,
    is_anchored=True,
    media_count=1,
    input_method="ibus",
    printer_count=1,
    is_closed=True,
    swap=Swap.NONE,
    can_hibernate=False,
    free_bytes=10**11,
)

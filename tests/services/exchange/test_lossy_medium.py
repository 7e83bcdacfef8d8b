"""Two vaults and a courier who loses, doubles, exchanges and damages: both agree with the model."""

from pathlib import Path

import pytest

from app.services.bundles.report import BottomLine
from tests.services.exchange.lossy import DisagreementError, Exchange
from tests.thoroughness import amount


def exchanged(folder: Path, bundles: int, seed: int) -> Exchange:
    """Let so many bundles be written, with looks at the model in between."""
    exchange, looked = Exchange(folder, seed, cases=bundles + 10), 0
    while exchange.bundles < bundles and not exchange.is_dry:
        exchange.step()
        if exchange.bundles - looked >= bundles // 20:
            exchange.check()
            looked = exchange.bundles
    exchange.drain()
    exchange.check()
    exchange.check_records()
    return exchange


def test_two_vaults_agree_whatever_the_courier_does(tmp_path: Path) -> None:
    exchange = exchanged(tmp_path, 45, seed=3)
    try:
        assert {"lost", "doubled", "damaged", "duplicate", "held", "gap accepted"} <= set(exchange.told)
        exchange.there.taken.discard(exchange.there.last)
        exchange.there.last -= 1
        with pytest.raises(DisagreementError):
            exchange.check()
    finally:
        exchange.close()


@pytest.mark.slow
@pytest.mark.timeout(0)
def test_two_vaults_agree_for_ten_thousand_bundles(tmp_path: Path) -> None:
    exchange = exchanged(tmp_path, amount(100, 10_000), seed=2)
    try:
        assert exchange.told[f"receipt {BottomLine.ADMITTED.value}"] > amount(20, 3000)
    finally:
        exchange.close()

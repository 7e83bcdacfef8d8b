"""The network is shut for C code, Python code, threads, children and Qt; what the machine needs itself stays open."""

import errno
import os
import platform
import struct

import pytest

from app.models.domain.network_proof import Method, NetworkProof, Outcome, Probe, as_expected
from app.services.platform.network_lockout import MACHINES, REFUSED, filter_program
from tests.fakes.network import proof_with
from tests.lockout.locked import python, refuses_filters, shut

AF_UNIX = 1
FAMILIES = 48
"""More than any Linux knows."""


@pytest.fixture(scope="module", autouse=True)
def _kernel_takes_filters() -> None:
    if why := refuses_filters():
        pytest.skip(why)


def test_all_twelve_probes_come_out_as_they_must() -> None:
    said = shut("say([network().proof().method, network().proof().outcomes, network().proof().is_shut])")
    usual = dict.fromkeys(Probe, "blocked") | {Probe.QT: "absent", Probe.LOCAL: "open"}
    assert said == ["kernel", [usual[probe] for probe in Probe], True]


def test_without_the_lockout_the_same_probes_get_out() -> None:
    """Otherwise they would prove nothing."""
    lines = "from app.services.platform.this_process import network as n; print(' '.join(n().proof().outcomes))"
    said = dict(zip(Probe, python(lines).stdout.split(), strict=True))
    for probe in (Probe.PYTHON_TCP, Probe.PYTHON_UDP, Probe.LIBC_TCP, Probe.LIBC_UDP, Probe.CHILD, Probe.NAMES):
        assert said[probe] == "open"
    assert said[Probe.THREAD] == "unknown"


@pytest.mark.parametrize("call", ["socket", "socketpair"])
def test_no_family_of_sockets_but_the_local_one(call: str) -> None:
    pair = ", (ctypes.c_int * 2)()" if call == "socketpair" else ""
    said = shut(f"""
import ctypes
library = ctypes.CDLL(None, use_errno=True)
seen = []
for family in range({FAMILIES}):
    for kind in (1, 2, 3, 5):
        ctypes.set_errno(0)
        made = library.{call}(family, kind, 0{pair})
        seen.append([family, made >= 0, ctypes.get_errno()])
say(seen)
""")
    assert {family for family, is_open, _ in said if is_open} == {AF_UNIX}
    assert {error for family, _, error in said if family != AF_UNIX} == {REFUSED}


@pytest.mark.parametrize("upper", [0, 1 << 32, (1 << 63) - (1 << 32)])
def test_the_upper_half_of_the_argument_opens_nothing(upper: int) -> None:
    """The kernel looks at the lower half of the family; so must the filter."""
    number = MACHINES[platform.machine()].calls["socket"]
    said = shut(f"""
import ctypes
library = ctypes.CDLL(None, use_errno=True)
made = library.syscall(ctypes.c_long({number}), ctypes.c_long({upper} + 2), ctypes.c_long(1), ctypes.c_long(0))
say([made, ctypes.get_errno()])
""")
    assert said == [-1, REFUSED]


@pytest.mark.parametrize("call", sorted(set(MACHINES["x86_64"].calls) - {"socket", "socketpair"}))
def test_what_leads_around_the_filter_is_refused(call: str) -> None:
    number = MACHINES[platform.machine()].calls[call]
    said = shut(f"""
import ctypes
library = ctypes.CDLL(None, use_errno=True)
say([library.syscall(ctypes.c_long({number}), 0, 0, 0, 0, 0, 0), ctypes.get_errno()])
""")
    assert said == [-1, REFUSED]


@pytest.mark.skipif(platform.machine() != "x86_64", reason="x32 numbers exist on x86-64 only")
def test_the_numbers_of_32_bit_calls_are_refused() -> None:
    said = shut("""
import ctypes
library = ctypes.CDLL(None, use_errno=True)
say([library.syscall(ctypes.c_long(0x40000000 + 41), 2, 1, 0), ctypes.get_errno()])
""")
    assert said == [-1, REFUSED]


def test_python_modules_find_no_network_either() -> None:
    said = shut("""
import socket, urllib.request, http.client
def outcome(attempt):
    try:
        attempt()
    except OSError as refused:
        return [type(refused).__name__, refused.errno]
    return "open"
say([
    outcome(lambda: socket.create_connection(("127.0.0.1", 9), 1)),
    outcome(lambda: socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)),
    outcome(lambda: socket.getaddrinfo("localhost", 80)),
    outcome(lambda: socket.gethostbyname("localhost")),
    outcome(lambda: urllib.request.urlopen("http://127.0.0.1/")),
    outcome(lambda: http.client.HTTPConnection("127.0.0.1").connect()),
    outcome(lambda: socket.socketpair()),
])
""")
    assert said == [["PermissionError", REFUSED]] * 6 + ["open"]


def test_a_descriptor_of_another_family_cannot_be_dressed_up() -> None:
    assert (
        shut("""
import socket
one, other = socket.socketpair()
try:
    socket.socket(socket.AF_INET, socket.SOCK_STREAM, fileno=one.detach())
    say("open")
except PermissionError:
    say("refused")
""")
        == "refused"
    )


def test_children_of_children_are_shut_off_too() -> None:
    said = shut("""
import subprocess
inner = "import ctypes; l = ctypes.CDLL(None, use_errno=True); print(l.socket(2, 1, 0), ctypes.get_errno())"
outer = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {inner!r}])"
shell = "exec 3<>/dev/tcp/127.0.0.1/9"
say([
    subprocess.run([sys.executable, "-c", outer], capture_output=True, text=True).stdout.split(),
    "Permission denied" in subprocess.run(["bash", "-c", shell], capture_output=True, text=True).stderr,
])
""")
    assert said == [["-1", str(REFUSED)], True]


def test_a_filter_stays_whatever_is_asked() -> None:
    said = shut("""
import ctypes
from app.services.platform.network_lockout import shut_network
library = ctypes.CDLL(None, use_errno=True)
library.prctl(22, 0, 0, 0, 0)   # PR_SET_SECCOMP, mode 0
library.prctl(38, 0, 0, 0, 0)   # PR_SET_NO_NEW_PRIVS back to 0
again = shut_network()
status = open("/proc/self/status").read()
say([again, library.socket(2, 1, 0), "NoNewPrivs:\\t1" in status, "Seccomp:\\t2" in status])
""")
    assert said == ["kernel", -1, True, True]


def test_qt_gets_no_socket() -> None:
    """Its network module is not in the package; were it there, it would reach nothing."""
    said = shut(
        """
from PySide6.QtCore import QCoreApplication
from PySide6.QtNetwork import QHostAddress, QTcpServer, QTcpSocket, QUdpSocket
app = QCoreApplication([])
tcp, udp, server = QTcpSocket(), QUdpSocket(), QTcpServer()
tcp.connectToHost(QHostAddress("127.0.0.1"), 9)
tcp.waitForConnected(2000)
say([
    tcp.state() == QTcpSocket.SocketState.ConnectedState,
    tcp.socketDescriptor() != -1,
    udp.bind(QHostAddress("127.0.0.1"), 0),
    server.listen(QHostAddress("127.0.0.1"), 0),
    network().proof().rows()[10],
])
"""
    )
    assert said == [False, False, False, False, ["qt", "blocked"]]


def test_both_machines_have_the_same_calls_and_a_whole_program() -> None:
    intel, arm = MACHINES["x86_64"], MACHINES["aarch64"]
    assert set(intel.calls) == set(arm.calls)
    for machine in (intel, arm):
        steps = list(struct.iter_unpack("=HBBI", filter_program(machine)))
        assert steps[-1] == (0x06, 0, 0, 0x7FFF0000)
        for place, (code, if_true, if_false, _) in enumerate(steps):
            if code in (0x15, 0x35):
                assert place + 1 + max(if_true, if_false) < len(steps)


def test_a_proof_is_as_good_as_its_weakest_probe() -> None:
    assert proof_with().is_shut
    for probe in Probe:
        wrong = Outcome.BLOCKED if probe is Probe.LOCAL else Outcome.OPEN
        assert not proof_with({probe: wrong}).is_shut
        assert proof_with({probe: wrong}).failures == (probe,)
        assert not proof_with({probe: Outcome.UNKNOWN}).is_shut
        assert as_expected(probe, Outcome.ABSENT) is (probe is not Probe.LOCAL)
    assert not proof_with(method=Method.INTERPRETER).is_shut
    with pytest.raises(ValueError, match=r"^$"):
        NetworkProof(Method.KERNEL, (Outcome.BLOCKED,))


def test_refusal_is_told_from_absence() -> None:
    assert REFUSED == errno.EACCES
    assert os.strerror(REFUSED) == "Permission denied"

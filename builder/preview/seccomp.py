"""The system calls that a preview may not make, as a seccomp filter written by hand.

A web application reads, writes, maps memory and starts threads. It starts no processes, opens no
sockets (its connections are handed to it, open) and changes nothing about the machine. What came
into the kernel after this table was written is refused as "not there", which libraries expect.
"""

from __future__ import annotations

import ctypes
import errno
import struct

from builder.preview import kernel

# name: (number on x86-64, number on 64-bit ARM); -1 where the machine has none
REFUSED = {
    "socket": (41, 198), "connect": (42, 203), "bind": (49, 200), "listen": (50, 201),
    "fork": (57, -1), "vfork": (58, -1), "execve": (59, 221), "execveat": (322, 281),
    "kill": (62, 129), "tkill": (200, 130), "rt_sigqueueinfo": (129, 138),
    "rt_tgsigqueueinfo": (297, 240), "pidfd_send_signal": (424, 424), "pidfd_open": (434, 434),
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271),
    "pidfd_getfd": (438, 438), "kcmp": (312, 272), "process_madvise": (440, 440),
    "mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41), "chroot": (161, 51),
    "unshare": (272, 97), "setns": (308, 268), "open_tree": (428, 428), "move_mount": (429, 429),
    "fsopen": (430, 430), "fsconfig": (431, 431), "fsmount": (432, 432), "fspick": (433, 433),
    "mount_setattr": (442, 442), "open_by_handle_at": (304, 265), "name_to_handle_at": (303, 264),
    "bpf": (321, 280), "perf_event_open": (298, 241), "userfaultfd": (323, 282),
    "keyctl": (250, 219), "add_key": (248, 217), "request_key": (249, 218),
    "io_uring_setup": (425, 425), "io_uring_enter": (426, 426), "io_uring_register": (427, 427),
    "memfd_create": (319, 279), "memfd_secret": (447, 447),
    "shmget": (29, 194), "shmat": (30, 196), "shmctl": (31, 195),
    "msgget": (68, 186), "semget": (64, 190), "mq_open": (240, 180),
    "init_module": (175, 105), "finit_module": (313, 273), "delete_module": (176, 106),
    "kexec_load": (246, 104), "kexec_file_load": (320, 294), "reboot": (169, 142),
    "swapon": (167, 224), "swapoff": (168, 225), "acct": (163, 89), "quotactl": (179, 60),
    "settimeofday": (164, 170), "clock_settime": (227, 112), "adjtimex": (159, 171),
    "clock_adjtime": (305, 266), "sethostname": (170, 161), "setdomainname": (171, 162),
    "iopl": (172, -1), "ioperm": (173, -1), "modify_ldt": (154, -1), "syslog": (103, 116),
    "personality": (135, 92), "setpriority": (141, 140), "sched_setscheduler": (144, 119),
    "sched_setattr": (314, 274), "ioprio_set": (251, 30), "mbind": (237, 235),
    "set_mempolicy": (238, 237), "migrate_pages": (256, 238), "move_pages": (279, 239),
    "lookup_dcookie": (212, 18), "fanotify_init": (300, 262), "vhangup": (153, 58),
    "nfsservctl": (180, 42), "mknodat": (259, 33), "mknod": (133, -1),
    "mlock": (149, 228), "mlock2": (325, 284), "mlockall": (151, 230),
}  # fmt: skip
CLONE = (56, 220)
IOCTL = (16, 29)
CLONE3 = 435
NEWEST_KNOWN = 451
CLONE_THREAD = 0x10000
TIOCSTI, TIOCLINUX = 0x5412, 0x541C

_LD, _JEQ, _JGE, _JSET, _RET = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _ERRNO, _KILL = 0x7FFF0000, 0x00050000, 0x80000000
_NUMBER, _ARCH, _FIRST, _SECOND = 0, 4, 16, 24  # offsets in struct seccomp_data, low words
_SET_MODE_FILTER, _TSYNC = 1, 1


def program() -> bytes:
    """The filter, as an array of struct sock_filter."""
    here = kernel.machine()
    steps = [_step(_LD, 0, 0, _ARCH), _step(_JEQ, 1, 0, here.audit), _step(_RET, 0, 0, _KILL)]
    steps.append(_step(_LD, 0, 0, _NUMBER))
    # numbers of the 32-bit interface on 64 bits (x32) begin at 2**30 and are refused by this too
    steps += _refuse_if(_JGE, NEWEST_KNOWN + 1, errno.ENOSYS)
    steps += _refuse_if(_JEQ, CLONE3, errno.ENOSYS)  # its flags lie in memory: libc falls back
    for numbers in REFUSED.values():
        if numbers[here.index] >= 0:
            steps += _refuse_if(_JEQ, numbers[here.index], errno.EPERM)
    # clone: threads only
    steps.append(_step(_JEQ, 0, 4, CLONE[here.index]))
    steps.append(_step(_LD, 0, 0, _FIRST))
    steps.append(_step(_JSET, 1, 0, CLONE_THREAD))
    steps.append(_step(_RET, 0, 0, _ERRNO | errno.EPERM))
    steps.append(_step(_RET, 0, 0, _ALLOW))
    # ioctl: nothing typed into a terminal that was left open by mistake
    steps.append(_step(_JEQ, 0, 4, IOCTL[here.index]))
    steps.append(_step(_LD, 0, 0, _SECOND))
    steps.append(_step(_JEQ, 1, 0, TIOCSTI))
    steps.append(_step(_JEQ, 0, 1, TIOCLINUX))
    steps.append(_step(_RET, 0, 0, _ERRNO | errno.EPERM))
    steps.append(_step(_RET, 0, 0, _ALLOW))
    return b"".join(steps)


def restrict() -> None:
    """Install the filter in all threads of this process, for good. Raises OSError."""
    kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
    code = program()
    steps = ctypes.create_string_buffer(code, len(code))
    head = struct.pack("HxxxxxxQ", len(code) // 8, ctypes.addressof(steps))
    buffer = ctypes.create_string_buffer(head, len(head))
    kernel.call("seccomp", kernel.machine().seccomp, _SET_MODE_FILTER, _TSYNC, buffer)


def _step(code: int, yes: int, no: int, value: int) -> bytes:
    return struct.pack("HBBI", code, yes, no, value)


def _refuse_if(test: int, value: int, error: int) -> list[bytes]:
    return [_step(test, 0, 1, value), _step(_RET, 0, 0, _ERRNO | error)]

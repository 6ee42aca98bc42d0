"""What a run through Python shares with the process that compiles better code for it (abi.tiering)."""

from __future__ import annotations

import os
import socket
from ctypes import addressof, c_char
from mmap import mmap

from wasihost import abi
from wasihost.own import memory_file


class Channel:
    """The run's end.  Both ends live as long as it does."""

    def __init__(self) -> None:
        """OSError: there are not enough descriptors or memory."""
        self.memory = memory_file("wasihost-sampling")
        os.ftruncate(self.memory, abi.Sampling.size)
        self._mapped = mmap(self.memory, abi.Sampling.size)
        at = abi.Sampling.offset("interval")
        self._mapped[at : at + 8] = abi.INTERVAL.to_bytes(8, "little")
        self._own, self._other = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)

    @property
    def sampling(self) -> int:
        """The address of the abi.Sampling."""
        return addressof(c_char.from_buffer(self._mapped))

    @property
    def mail(self) -> int:
        """The descriptor that files come from."""
        return self._own.fileno()

    @property
    def other(self) -> int:
        """The descriptor for the process."""
        return self._other.fileno()

    def handed_over(self) -> None:
        """Close what only the process uses."""
        os.close(self.memory)
        self._other.close()

"""CPU time and memory of a server: its processes and those of its database."""

from __future__ import annotations

from dataclasses import dataclass

import psutil


@dataclass(frozen=True)
class Usage:
    """CPU seconds used so far and memory (PSS, MB) now."""

    cpu_seconds: float
    memory_mb: float

    def cpu_ms_since(self, before: Usage, calls: int) -> float:
        """Return CPU milliseconds for each call since ``before``."""
        return (self.cpu_seconds - before.cpu_seconds) * 1000 / max(calls, 1)


def of_tree(pid: int) -> Usage:
    """Return what a process and all its descendants use."""
    processes = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
    cpu = memory = 0.0
    for process in processes:
        try:
            times = process.cpu_times()
            cpu += times.user + times.system
            memory += process.memory_full_info().pss / 2**20
        except psutil.NoSuchProcess:
            continue
    return Usage(cpu, memory)

"""Run one command and print what it took: CPU seconds, wall seconds, peak KiB of its largest process, exit code.

    python -I -S benchmarks/measured.py LOG COMMAND …

A program of its own, because a process begins with the peak memory of the one that starts it: this one stays small.
What its children used is counted, as far as the command waited for them.
"""

import os
import sys
import time


def main() -> None:
    """Run the command with its output in the log; the figures go to standard output."""
    log = os.open(sys.argv[1], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    actions = [(os.POSIX_SPAWN_DUP2, log, 1), (os.POSIX_SPAWN_DUP2, log, 2)]
    begun = time.perf_counter()
    process = os.posix_spawnp(sys.argv[2], sys.argv[2:], os.environ, file_actions=actions)
    _, status, usage = os.wait4(process, 0)
    wall_s = time.perf_counter() - begun
    print(usage.ru_utime + usage.ru_stime, wall_s, usage.ru_maxrss, os.waitstatus_to_exitcode(status))


main()

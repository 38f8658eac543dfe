"""What a process that reads a file of others may use: bounded memory and time, no network."""

LEAST_MEMORY = 2_000_000_000  # bytes beyond what the process has already


def limit(size: int, seconds: int, *, opens_files: bool = True) -> None:
    """Bound this process from now on; where a system keeps no limits, nothing is done.

    Args:
        size: Of the file in bytes; twice that much memory may be used, and at least 2 GB.
        seconds: Of computing time.
        opens_files: Whether files may still be opened. Without, no connection can be, either.
    """
    try:
        import resource
    except ImportError:  # Windows
        return
    try:
        with open("/proc/self/statm") as file:
            used = int(file.read().split()[0]) * resource.getpagesize()
    except OSError:  # a system that does not tell, and keeps no such limit
        return
    limits = [
        (resource.RLIMIT_AS, used + max(LEAST_MEMORY, 2 * size)),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),  # it writes no file
        (resource.RLIMIT_CPU, seconds),
    ]
    if not opens_files:
        limits.append((resource.RLIMIT_NOFILE, 0))
    for kind, value in limits:
        resource.setrlimit(kind, (value, value))

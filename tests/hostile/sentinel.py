"""What a process is watched by: run as its ``sitecustomize``, it writes down all that it must not do.

Python tells an audit hook of every file that is opened, folder that is listed, program that is started and
connection that is made, whoever asks for it. One line for each goes into the file ``SENTINEL_LOG``.
"""

import os
import sys


def _watch(log, tree, readable, writable):
    descriptor = os.open(log, os.O_WRONLY | os.O_APPEND)
    writing = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
    busy = []

    def note(*words):
        os.write(descriptor, (" ".join(map(repr, words)) + "\n").encode("utf-8", "backslashreplace"))

    def is_in(path, folders):
        real = os.path.realpath(os.path.abspath(os.fsdecode(path)))
        return any(real == folder or real.startswith(folder.rstrip("/") + "/") for folder in folders)

    def look(event, arguments):
        if event == "open":
            path, _, flags = arguments
            if isinstance(path, int) or path is None:
                return
            if flags & writing and not is_in(path, writable):
                note("writes", os.fsdecode(path))
            elif not is_in(path, readable):
                note("reads", os.fsdecode(path))
        elif event in ("os.listdir", "os.scandir"):
            if (
                arguments[0] is not None
                and not isinstance(arguments[0], int)
                and not is_in(arguments[0], readable)
            ):
                note("lists", os.fsdecode(arguments[0]))
        elif event.startswith(
            ("socket.", "subprocess.", "urllib.", "http.", "ftplib.", "smtplib.", "webbrowser.")
        ):
            note("starts or connects", event)
        elif event in _FORBIDDEN:
            if not (event in _OF_A_PATH and is_in(arguments[0], writable)):
                note("does", event, *(each for each in arguments[:2] if isinstance(each, str | bytes)))
        elif event == "import":
            if arguments[1] and is_in(arguments[1], (tree,)):
                note("imports", arguments[0])
        elif event == "exec":
            name = getattr(arguments[0], "co_filename", "")
            if name.startswith("/") and is_in(name, (tree,)):
                note("runs", name)

    def hook(event, arguments):
        if busy:
            return
        busy.append(event)
        try:
            look(event, arguments)
        finally:
            busy.pop()

    sys.addaudithook(hook)


_FORBIDDEN = frozenset(
    (
        "os.system",
        "os.exec",
        "os.posix_spawn",
        "os.spawn",
        "os.fork",
        "os.forkpty",
        "pty.spawn",
        "os.remove",
        "os.rename",
        "os.mkdir",
        "os.rmdir",
        "os.symlink",
        "os.link",
        "os.chmod",
        "os.chown",
        "os.truncate",
        "os.utime",
        "os.kill",
        "os.putenv",
        "os.unsetenv",
        "os.chdir",
        "shutil.rmtree",
        "shutil.move",
        "shutil.copyfile",
        "pickle.find_class",
        "marshal.load",
    )
)

_OF_A_PATH = frozenset(("os.mkdir", "os.rename", "os.remove", "os.chmod", "os.utime"))

if "SENTINEL_LOG" in os.environ:
    _watch(
        os.environ["SENTINEL_LOG"],
        os.environ["SENTINEL_TREE"],
        os.environ["SENTINEL_READABLE"].split(os.pathsep),
        os.environ["SENTINEL_WRITABLE"].split(os.pathsep),
    )

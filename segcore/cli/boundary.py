"""The one place where an error becomes a sentence and an exit code."""

from __future__ import annotations

import errno
import io
import os
import sys
import tempfile
import time
import traceback
from pathlib import Path

from segcore import settings
from segcore.cli.arguments import command, parse
from segcore.errors import SegcoreError

_NOT_ALLOWED = (errno.EACCES, errno.EPERM, errno.EROFS)


def main(argv: list[str] | None = None) -> int:
    """Run one command. Returns 0 done, 2 the input or the call is wrong, 1 something failed."""
    _print_anything()
    try:
        arguments = parse(argv)
        return command(arguments)(arguments)
    except SegcoreError as error:
        return _say(str(error), code=error.exit_code)
    except BrokenPipeError:  # whoever read our output, `head` say, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        return _say("Interrupted.", code=130)
    except OSError as error:
        return _say_system(error)
    except Exception as error:  # the promise: no traceback, but where to find it
        return _say_unexpected(error)


def _print_anything() -> None:
    """A character that the terminal's encoding lacks is shown as a code, not a failure."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _say(sentence: str, *, code: int) -> int:
    print(sentence, file=sys.stderr)
    return code


def _say_system(error: OSError) -> int:
    """Words for what the system refused, where the person can do something about it."""
    where = f"{error.filename}: " if error.filename else ""
    if error.errno in _NOT_ALLOWED:
        return _say(f"{where}{error.strerror}; make it writable or name another place.", code=2)
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return _say(f"{where}{error.strerror}; free some space and try again.", code=1)
    return _say_unexpected(error)


def _say_unexpected(error: Exception) -> int:
    what = f"{type(error).__name__}: {str(error).strip() or 'no more is known'}".splitlines()[0]
    log = _write_log()
    told = f"the whole story is in {log}" if log else "it could not be written down"
    return _say(f"This should not have happened: {what.rstrip('.')}; {told}.", code=1)


def _write_log() -> Path | None:
    """The traceback of the exception at hand, in the data folder or the system's."""
    name = f"segcore-{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}.txt"
    for folder in (settings.data_dir() / ".logs", Path(tempfile.gettempdir())):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(f"{sys.argv}\n{traceback.format_exc()}")
        except OSError:
            continue
        return folder / name
    return None

"""Make .venv ready: `python3 tools/setup_env.py`, called by every make target that needs it.

Only the standard library, and a syntax that an old Python reads (hence the quoted annotations), so
that the sentence about a too old Python can be said. A stamp in .venv skips all of it next time;
whatever an interrupted set-up left behind is found by the packages' own file lists and made anew.
"""

import fcntl
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "segcore-stamp.json"
REQUIREMENTS = ROOT / "requirements.txt"
DETECTRON2 = ROOT / "requirements" / "detectron2.txt"
DETECTRON2_DEPS = ROOT / "requirements" / "detectron2-deps.txt"
OLDEST = (3, 11)
LOOK_SECONDS = 20  # for the repository to answer at all
BUILD_SECONDS = 1800

FIND_BROKEN = """
import importlib.metadata, os, sys
for dist in importlib.metadata.distributions():
    if dist.files is None:
        sys.exit(f"{dist.metadata['Name']} has no file list")
    for file in dist.files:
        path = dist.locate_file(file)
        if file.size is not None and not (path.exists() and path.stat().st_size == file.size):
            sys.exit(f"{path} is missing or cut short")
"""


class SetupError(Exception):
    """Why the set-up cannot go on, in a sentence."""


def main() -> int:
    try:
        check_python(sys.version_info[:2])
        lock()
        if not is_ready():
            set_up()
    except SetupError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nSet-up interrupted; the next one goes on from here.", file=sys.stderr)
        return 130
    return 0


def check_python(version: "tuple[int, ...]") -> None:
    """Raises SetupError when this Python cannot carry the project."""
    found = ".".join(map(str, version))
    wanted = ".".join(map(str, OLDEST))
    if version < OLDEST:
        raise SetupError(
            f"Segcore needs Python {wanted} or newer; {sys.executable} is {found}. "
            "Name another one like this: make app PYTHON=python3.12"
        )
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        raise SetupError(
            f"Python {found} is here, but without its venv module; install it "
            "(on Debian and Ubuntu: apt-get install python3-venv) and try again."
        ) from None


def lock() -> None:
    """Wait for a set-up that runs in another terminal, or for the pip that a killed one left."""
    folder = os.open(ROOT, os.O_RDONLY)
    os.set_inheritable(folder, True)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        say("Waiting for another set-up of this folder to end.")
        fcntl.flock(folder, fcntl.LOCK_EX)


def wheels() -> "list[Path]":
    """Detectron2's wheels in SEGCORE_WHEELS, default ~/.cache/segcore/wheels."""
    folder = os.environ.get("SEGCORE_WHEELS") or "~/.cache/segcore/wheels"
    return sorted(Path(folder).expanduser().absolute().glob("detectron2-*.whl"))


def fingerprint() -> str:
    """What .venv depends on: the requirement files, this Python, Detectron2's wheels."""
    digest = hashlib.sha256(f"{sys.version_info[:3]} {ROOT}".encode())
    for path in (REQUIREMENTS, DETECTRON2, DETECTRON2_DEPS):
        digest.update(path.read_bytes())
    for path in wheels():
        digest.update(f"{path.name} {path.stat().st_size}".encode())
    return digest.hexdigest()


def is_ready() -> bool:
    """Whether the last set-up ended well on the same inputs."""
    try:
        stamp = json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return False
    wanted = bool(os.environ.get("REQUIRE_D2")) and not stamp.get("detectron2")
    return PYTHON.exists() and stamp.get("fingerprint") == fingerprint() and not wanted


def set_up() -> None:
    STAMP.unlink(missing_ok=True)
    make_venv()
    say("Installing the requirements into .venv: some minutes and 7 GB the first time.")
    if pip("-r", REQUIREMENTS) != 0:
        raise SetupError(
            "The requirements could not be installed; pip says why above. "
            "Put that right and run the same command again."
        )
    if pip("--no-deps", "--no-build-isolation", "-e", ROOT) != 0:
        raise SetupError("Segcore itself could not be installed into .venv; pip says why above.")
    missing = install_detectron2()
    write_stamp(detectron2=not missing)
    if missing:
        report_missing(missing)


def make_venv() -> None:
    """A whole .venv of this Python: an existing one is kept when nothing in it is half there."""
    if PYTHON.exists() and is_whole():
        return
    say("Making .venv." if not VENV.exists() else "Making .venv anew: the old one is not whole.")
    if subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=False).returncode:
        raise SetupError(f"{VENV} could not be made; Python says why above.")


def is_whole() -> bool:
    """Whether .venv is of this Python and every installed file is there."""
    same = f"import sys; assert sys.version_info[:3] == {tuple(sys.version_info[:3])}"
    command = [str(PYTHON), "-c", same + FIND_BROKEN]
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def pip(*arguments: object, seconds: "float | None" = None) -> int:
    """Run `pip install` with the user's own pip configuration; its exit code."""
    quiet = [] if sys.stdout.isatty() else ["-qq"]
    command = [PYTHON, "-m", "pip", "install", "--disable-pip-version-check", *quiet, *arguments]
    return run([*map(str, command)], seconds=seconds)


def run(command: "list[str]", *, seconds: "float | None" = None) -> int:
    """Run to the end, or for `seconds` (then 124); what it started ends with it."""
    process = subprocess.Popen(
        command, start_new_session=True, stdin=subprocess.DEVNULL, close_fds=False
    )
    try:
        return process.wait(seconds)
    except subprocess.TimeoutExpired:
        return 124
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def install_detectron2() -> str:
    """Install Detectron2 after torch. Returns why it is missing, empty when it is not."""
    reasons = []
    found = wheels()
    if found:
        say(f"Installing Detectron2 from {found[0].parent}.")
        reasons.append(install_wheel(found[0].parent))
    elif imports_detectron2():
        return ""
    if "" not in reasons:
        reasons.append(install_from_repository())
    return "" if "" in reasons else ", and ".join(reasons)


def install_wheel(folder: Path) -> str:
    """pip takes the wheel of `folder` that fits this Python. Returns why not, or empty."""
    if pip("-r", DETECTRON2_DEPS) != 0:
        return "its own requirements could not be installed"
    from_folder = ("--no-index", "--no-deps", "--force-reinstall", "--find-links", folder)
    if pip(*from_folder, "detectron2") != 0:
        return f"no wheel in {folder} fits this Python"
    return "" if imports_detectron2() else f"the wheel in {folder} does not import here"


def install_from_repository() -> str:
    """Build the pinned commit. Returns why not, or empty."""
    url = DETECTRON2.read_text().rsplit("git+", 1)[1].rsplit("@", 1)[0]
    if not shutil.which("git"):
        return "git is not installed"
    if not any(map(shutil.which, (os.environ.get("CXX") or "c++", "g++", "clang++"))):
        return "there is no C++ compiler"
    look = f"GIT_TERMINAL_PROMPT=0 exec git ls-remote --exit-code {url} HEAD >/dev/null 2>&1"
    if run(["sh", "-c", look], seconds=LOOK_SECONDS) != 0:
        return f"its repository {url} cannot be reached"
    say(f"Building Detectron2 from its repository: at most {BUILD_SECONDS // 60} minutes.")
    if pip("-r", DETECTRON2_DEPS) != 0:
        return "its own requirements could not be installed"
    build = ("--no-deps", "--no-build-isolation", "-r", DETECTRON2)
    if pip(*build, seconds=BUILD_SECONDS) != 0:
        return "it could not be built"
    return "" if imports_detectron2() else "what was built does not import here"


def imports_detectron2() -> bool:
    code = "import importlib.util as u, sys; sys.exit(u.find_spec('detectron2') is None)"
    if subprocess.run([str(PYTHON), "-c", code], check=False).returncode:
        return False
    check = [str(PYTHON), "-c", "import detectron2.modeling, detectron2.checkpoint"]
    return subprocess.run(check, check=False, capture_output=True).returncode == 0


def report_missing(reason: str) -> None:
    """Two lines; SetupError instead when REQUIRE_D2 is set."""
    message = (
        f"Detectron2 is missing: {reason}. The torchvision engine carries on.\n"
        "To add it later: put its wheel into ~/.cache/segcore/wheels (or $SEGCORE_WHEELS) and "
        "run the same command again, or `make detectron2` with a compiler and a network."
    )
    if os.environ.get("REQUIRE_D2"):
        raise SetupError(message.replace(" The torchvision engine carries on.", ""))
    say(message)


def write_stamp(*, detectron2: bool) -> None:
    stamp = {"fingerprint": fingerprint(), "detectron2": detectron2}
    beside = STAMP.with_suffix(".part")
    beside.write_text(json.dumps(stamp))
    os.replace(beside, STAMP)


def say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())

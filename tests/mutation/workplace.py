"""A copy of the checkout to break: brought up to date, built, and its tests run within bounds."""
import os
import pathlib
import re
import resource
import shutil
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass

_NOT_COPIED = {"build", ".git", ".cache", "node_modules", "__pycache__"}
# What a broken program may take: an endless loop must end soon, and never at the cost of the machine.
_MEMORY = 3 << 30
_FILE = 64 << 20


class BuildBroke(Exception):
    """The compiler's or linker's words."""


@dataclass
class Run:
    outcome: str  # passed, failed, time-out
    seconds: float
    cpu: float
    says: str  # the first failed check, or how it died


class Workplace:
    def __init__(self, root, folder, jobs):
        self.root, self.folder, self.jobs = pathlib.Path(root), pathlib.Path(folder), jobs
        self.source = self.folder / "house"
        self.build_folder = self.source / "build" / "release"
        self.environment = dict(os.environ, CCACHE_BASEDIR=str(self.source), CCACHE_NOHASHDIR="1",
                                CCACHE_SLOPPINESS="pch_defines,time_macros")

    def update(self):
        """Makes the copy what the checkout is, and touches nothing that is so already."""
        wanted = set()
        for folder, folders, files in os.walk(self.root):
            folders[:] = [name for name in folders if name not in _NOT_COPIED]
            for name in files:
                original = pathlib.Path(folder) / name
                relative = original.relative_to(self.root)
                wanted.add(relative)
                copy = self.source / relative
                if original.is_symlink():
                    copy.parent.mkdir(parents=True, exist_ok=True)
                    copy.unlink(missing_ok=True)
                    copy.symlink_to(os.readlink(original))
                elif not copy.is_file() or copy.read_bytes() != original.read_bytes():
                    copy.parent.mkdir(parents=True, exist_ok=True)
                    shutil.copyfile(original, copy)
                    shutil.copymode(original, copy)
        for folder, folders, files in os.walk(self.source):
            folders[:] = [name for name in folders if name not in _NOT_COPIED]
            for name in files:
                copy = pathlib.Path(folder) / name
                if copy.relative_to(self.source) not in wanted:
                    copy.unlink()
        if not (self.build_folder / "build.ninja").is_file():
            made = subprocess.run(["cmake", "--preset", "release"], cwd=self.source, env=self.environment, text=True,
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            if made.returncode:
                raise BuildBroke(made.stdout)

    def build(self, targets, broken_on_purpose=False):
        environment = dict(self.environment)
        if broken_on_purpose:
            # A variable that nothing uses any more is no reason to spare a mutant; a function without its
            # return is.
            environment["CCC_OVERRIDE_OPTIONS"] = "#x-Werror +-Werror=return-type"
        command = ["cmake", "--build", str(self.build_folder), "-j", str(self.jobs), "--target", *targets]
        made = subprocess.run(command, env=environment, text=True, errors="replace", stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT)
        if made.returncode:
            if re.search(r"No space left on device|Killed", made.stdout):
                raise RuntimeError(f"this machine cannot build now:\n{made.stdout[-2000:]}")
            raise BuildBroke(made.stdout)

    def program(self, target):
        return self.build_folder / "bin" / target

    def run(self, target, arguments, seconds_at_most, cpu_at_most):
        """One test program, alone in a folder for what it leaves lying about."""
        with tempfile.TemporaryDirectory(prefix="antrean-mutate-", ignore_cleanup_errors=True) as scratch:
            os.chmod(scratch, 0o711)  # a PostgreSQL server that a test starts has a user of its own
            output = pathlib.Path(scratch) / "output"
            with output.open("wb") as file:
                began = time.monotonic()
                child = subprocess.Popen([str(self.program(target)), *arguments], cwd=self.build_folder, stdout=file,
                                         stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, start_new_session=True,
                                         env=dict(self.environment, TMPDIR=scratch))
                for limit, value in ((resource.RLIMIT_AS, _MEMORY), (resource.RLIMIT_FSIZE, _FILE),
                                     (resource.RLIMIT_CPU, max(1, int(cpu_at_most)))):
                    resource.prlimit(child.pid, limit, (value, value))
                code, usage, late = _ended(child, began + seconds_at_most)
            took = time.monotonic() - began
            says = _first_failure(output.read_text(errors="replace"))
        cpu = usage.ru_utime + usage.ru_stime
        if late or code in (-signal.SIGXCPU, -signal.SIGKILL):
            return Run("time-out", took, cpu, f"not done after {took:.0f} s, {cpu:.0f} s of them at work")
        if code == 0:
            return Run("passed", took, cpu, "")
        died = f"died of {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
        return Run("failed", took, cpu, says or died)


def _ended(child, until):
    late = False
    while True:
        pid, status, usage = os.wait4(child.pid, os.WNOHANG)
        if pid:
            break
        if time.monotonic() > until and not late:
            late = True
            os.killpg(child.pid, signal.SIGKILL)  # a session of its own: nobody else's
        time.sleep(0.01)
    child.returncode = os.waitstatus_to_exitcode(status)
    return child.returncode, usage, late


def _first_failure(output):
    output = re.sub(r"\x1b\[[0-9;]*m", "", output)
    found = re.search(r"Failure in (?:TEST|IGNORE_TEST)\((\w+), (\w+)\)", output)
    if found:
        return f"TEST({found.group(1)}, {found.group(2)})"
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    return lines[-1][:160] if lines else ""

"""PostgreSQL 15 for one test, from Debian's package: initdb in a temporary folder, a free port of this machine. As root
it runs as the user postgres, because initdb refuses root."""
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import tempfile
import time

PROGRAMS = pathlib.Path("/usr/lib/postgresql/15/bin")


class Postgres:
    """It syncs, so that nothing that was answered is lost when it is killed."""

    def __init__(self, database="antrean"):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="antrean-postgres-"))
        self.folder.chmod(0o1777)
        self.database = database
        self.process = None
        self.kills = []
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.as_postgres = [] if os.geteuid() else ["setpriv", "--reuid=postgres", "--regid=postgres",
                                                    "--clear-groups", "--pdeathsig", "INT"]
        subprocess.run([*self.as_postgres, PROGRAMS / "initdb", "-D", self.folder / "data", "-U", "postgres", "-A",
                        "trust", "-E", "UTF8", "--locale=C", "-N"], check=True, stdout=subprocess.DEVNULL)
        self.start()
        self.ask("postgres", f"CREATE DATABASE {database}")

    @property
    def url(self):
        return f"postgresql://postgres@127.0.0.1:{self.port}/{self.database}"

    def ask(self, database, statement):
        done = subprocess.run([PROGRAMS / "psql", "-qAt", "-c", statement,
                               f"postgresql://postgres@127.0.0.1:{self.port}/{database}"],
                              capture_output=True, text=True, check=True)
        return done.stdout.strip()

    def start(self):
        log = open(self.folder / "log", "ab")
        self.process = subprocess.Popen(
            [*self.as_postgres, PROGRAMS / "postgres", "-D", self.folder / "data", "-k", self.folder, "-h", "127.0.0.1",
             "-p", str(self.port), "-c", "shared_buffers=64MB", "-c", "max_connections=40"], stdout=log, stderr=log)
        ready = [PROGRAMS / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        until = time.monotonic() + 60
        while subprocess.run(ready, check=False).returncode:
            if self.process.poll() is not None or time.monotonic() > until:
                raise RuntimeError((self.folder / "log").read_text()[-2000:])
            time.sleep(0.05)

    def kill(self):
        """As by a power switch, when the disk keeps what was synced."""
        number = self.process.pid
        children = pathlib.Path(f"/proc/{number}/task/{number}/children").read_text().split()
        for each in (number, *map(int, children)):
            try:
                os.kill(each, signal.SIGKILL)
            except ProcessLookupError:
                pass
        self.process.wait()
        self.kills.append(time.monotonic())

    def remove(self):
        if self.process.poll() is None:
            self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

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


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


class Server:
    """One data folder and what runs on it."""

    def __init__(self, folder, name, *settings):
        self.folder, self.data, self.port, self.settings = folder, folder / name, free_port(), settings
        self.log = folder / f"{name}.log"
        self.process = None
        self.as_postgres = [] if os.geteuid() else ["setpriv", "--reuid=postgres", "--regid=postgres",
                                                    "--clear-groups", "--pdeathsig", "INT"]

    def run(self, program, *words):
        subprocess.run([*self.as_postgres, PROGRAMS / program, *words], check=True, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)

    def start(self):
        log = open(self.log, "ab")
        settings = [f"-c{one}" for one in ("shared_buffers=64MB", "max_connections=40", *self.settings)]
        self.process = subprocess.Popen(
            [*self.as_postgres, PROGRAMS / "postgres", "-D", self.data, "-k", self.folder, "-h", "127.0.0.1",
             "-p", str(self.port), *settings], stdout=log, stderr=log)
        ready = [PROGRAMS / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        until = time.monotonic() + 60
        while subprocess.run(ready, check=False).returncode:
            ended = self.process.poll() is not None
            if ended and "pre-existing shared memory" in self.log.read_text() and time.monotonic() < until:
                time.sleep(0.05)  # the last processes of one that was killed may still go
                return self.start()
            if ended or time.monotonic() > until:
                raise RuntimeError(self.log.read_text()[-2000:])
            time.sleep(0.05)
        return None

    def kill(self):
        """As by a power switch, when the disk keeps what was synced."""
        if self.process is None or self.process.poll() is not None:
            return
        number = self.process.pid
        children = pathlib.Path(f"/proc/{number}/task/{number}/children").read_text().split()
        for each in (number, *map(int, children)):
            try:
                os.kill(each, signal.SIGKILL)
            except ProcessLookupError:
                pass
        self.process.wait()

    def ask(self, database, statement):
        done = subprocess.run([PROGRAMS / "psql", "-qAt", "-c", statement,
                               f"postgresql://postgres@127.0.0.1:{self.port}/{database}"],
                              capture_output=True, text=True, check=True)
        return done.stdout.strip()


class Postgres:
    """It syncs, so that nothing that was answered is lost when it is killed. With a standby a commit is answered when
    the standby has it."""

    def __init__(self, database="antrean", standby=False):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="antrean-postgres-"))
        self.folder.chmod(0o1777)
        self.database = database
        self.away = []  # [from, until]: when it was killed and answered again
        self.primary = Server(self.folder, "data", *(["synchronous_standby_names=*"] if standby else []))
        self.primary.run("initdb", "-D", self.primary.data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C",
                         "-N")
        self.standby = Server(self.folder, "standby") if standby else None
        # Made before anybody waits for the standby.
        settings, self.primary.settings = self.primary.settings, ()
        self.primary.start()
        self.primary.ask("postgres", f"CREATE DATABASE {database}")
        if standby:
            self.standby.run("pg_basebackup", "-D", self.standby.data, "-R", "-c", "fast", "-X", "stream", "-h",
                             "127.0.0.1", "-p", str(self.primary.port), "-U", "postgres")
            self.primary.kill()
            self.primary.settings = settings
            self.primary.start()
            self.standby.start()
            synchronous = "SELECT count(*) FROM pg_stat_replication WHERE sync_state <> 'async'"
            while self.primary.ask("postgres", synchronous) != "1":
                time.sleep(0.05)

    @property
    def url(self):
        hosts = ",".join(f"127.0.0.1:{one.port}" for one in (self.primary, self.standby) if one)
        return f"postgresql://postgres@{hosts}/{self.database}"

    def start(self):
        self.primary.start()
        if self.away:
            self.away[-1][1] = time.monotonic()

    def kill(self):
        self.away.append([time.monotonic(), float("inf")])
        self.primary.kill()

    def fail_over(self):
        """The standby hears nothing more; two seconds later the primary dies, and does not come back. What was
        committed in between must not have been answered."""
        os.kill(int(self.primary.ask("postgres", "SELECT pid FROM pg_stat_replication")), signal.SIGSTOP)
        time.sleep(2)
        self.kill()
        self.standby.ask("postgres", "SELECT pg_promote()")
        self.away[-1][1] = time.monotonic()

    def remove(self):
        for one in (self.primary, self.standby):
            if one:
                one.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

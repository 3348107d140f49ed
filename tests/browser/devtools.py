"""Chromium's DevTools over their WebSocket: for targets that the driver of the page does not reach, such as service
workers, and for what they tell by themselves. For the scripts beside it."""
import base64
import json
import os
import socket
import struct
import urllib.parse
import urllib.request


def targets(driver):
    """What /json/list says: type, url, webSocketDebuggerUrl of pages and workers."""
    address = driver.capabilities["goog:chromeOptions"]["debuggerAddress"]
    with urllib.request.urlopen(f"http://{address}/json/list", timeout=10) as answer:
        return json.load(answer)


class DevTools:
    """One target. `events` has what it told."""

    def __init__(self, target):
        parts = urllib.parse.urlsplit(target["webSocketDebuggerUrl"])
        self.line = socket.create_connection((parts.hostname, parts.port), timeout=30)
        key = base64.b64encode(os.urandom(16)).decode()
        self.line.sendall((f"GET {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\nUpgrade: websocket\r\n"
                           f"Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n")
                          .encode())
        self.read = self.line.makefile("rb")
        assert b" 101 " in self.read.readline()
        while self.read.readline().strip():
            pass
        self.last, self.events = 0, []

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        self.line.close()

    def _hear(self):
        text = b""
        while True:
            first, second = self.read.read(2)
            length = second & 127
            if length == 126:
                (length,) = struct.unpack(">H", self.read.read(2))
            elif length == 127:
                (length,) = struct.unpack(">Q", self.read.read(8))
            part = self.read.read(length)
            if first & 15 in (0, 1):
                text += part
                if first & 128:
                    return json.loads(text)

    def call(self, method, **parameters):
        self.last += 1
        text = json.dumps({"id": self.last, "method": method, "params": parameters}).encode()
        mask = os.urandom(4)
        size = bytes([128 | len(text)]) if len(text) < 126 else (
            bytes([128 | 126]) + struct.pack(">H", len(text)) if len(text) < 65536 else
            bytes([128 | 127]) + struct.pack(">Q", len(text)))
        self.line.sendall(b"\x81" + size + mask + bytes(one ^ mask[at % 4] for at, one in enumerate(text)))
        while True:
            said = self._hear()
            if said.get("id") == self.last:
                assert "error" not in said, (method, said["error"])
                return said["result"]
            self.events.append(said)

    def wait_for(self, event, fits=lambda parameters: True):
        while True:
            for said in self.events:
                if said.get("method") == event and fits(said["params"]):
                    return said["params"]
            self.events.append(self._hear())

    def run(self, script):
        """The value of a script, or of what it promises."""
        answer = self.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

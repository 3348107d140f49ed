"""A push service and the phones behind it, written from RFC 8030 (delivery), 8188 and 8291 (encryption) and 8292
(who sends), and not from the portal's code. For the scripts beside it. It needs python3-cryptography."""
import base64
import datetime
import http.server
import ipaddress
import json
import os
import re
import ssl
import threading
import time

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

DAY = 24 * 3600


def to_text(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def to_bytes(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def point(key):
    return key.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)


def derived(salt, secret, info, length):
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=salt, info=info).derive(secret)


class Phone:
    """A browser's subscription: its keys, and what it can read with them."""

    def __init__(self, service, name):
        self.key, self.auth = ec.generate_private_key(ec.SECP256R1()), os.urandom(16)
        self.endpoint = f"{service.origin}/push/{name}"

    def fields(self):
        return {"endpoint": self.endpoint, "p256dh": to_text(point(self.key.public_key())), "auth": to_text(self.auth)}

    def read(self, body):
        salt, size, length = body[:16], int.from_bytes(body[16:20], "big"), body[20]
        sender, sealed = body[21:21 + length], body[21 + length:]
        assert length == 65 and size >= 18 and len(sealed) <= size, (length, size, len(sealed))
        shared = self.key.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), sender))
        secret = derived(self.auth, shared, b"WebPush: info\0" + point(self.key.public_key()) + sender, 32)
        plain = AESGCM(derived(salt, secret, b"Content-Encoding: aes128gcm\0", 16)).decrypt(
            derived(salt, secret, b"Content-Encoding: nonce\0", 12), sealed, None)
        text = plain.rstrip(b"\0")
        assert text[-1:] == b"\x02", "the only record is the last one"
        return json.loads(text[:-1])


def certificate(folder):
    """One for 127.0.0.1 that vouches for itself; gives its file and that of its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "push service of a test")])
    now = datetime.datetime.utcnow()
    made = (x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
            .serial_number(x509.random_serial_number()).not_valid_before(now - datetime.timedelta(days=1))
            .not_valid_after(now + datetime.timedelta(days=30))
            .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False)
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), True).sign(key, hashes.SHA256()))
    cert_file, key_file = os.path.join(folder, "push-ca.pem"), os.path.join(folder, "push-key.pem")
    with open(cert_file, "wb") as file:
        file.write(made.public_bytes(serialization.Encoding.PEM))
    with open(key_file, "wb") as file:
        file.write(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
                                     serialization.NoEncryption()))
    return cert_file, key_file


class PushService:
    """`taken` has (path, headers, body) of what it took; `refused` what was wrong with the rest. `answers` may have a
    list of statuses for a path, which are given one after the other before it takes anything."""

    def __init__(self, folder):
        self.taken, self.refused, self.answers, self.keys = [], [], {}, set()
        self.arrived = threading.Condition()
        service = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                with service.arrived:
                    planned = service.answers.get(self.path, [])
                    wrong = service.wrong(self.path, self.headers, body)
                    if wrong:
                        status = 400
                        service.refused.append(wrong)
                    elif planned:
                        status = planned.pop(0)
                        service.refused.append(f"{status} as planned")
                    else:
                        status = 201
                        service.taken.append((self.path, self.headers, body))
                    service.arrived.notify_all()
                self.send_response(status)
                self.send_header("Location", f"{service.origin}/message/1")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *arguments):
                pass

        self.ca, key = certificate(folder)
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.ca, key)
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.origin = f"https://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def wrong(self, path, headers, body):
        """What is wrong with a request; "" when it is as the standards say."""
        if not path.startswith("/push/"):
            return f"no such phone: {path}"
        if headers["Content-Encoding"] != "aes128gcm" or len(body) > 4096:
            return "not encrypted as RFC 8291 says"
        if not re.fullmatch(r"[0-9]+", headers["TTL"] or ""):
            return "RFC 8030, 5.2: TTL"
        if headers["Urgency"] not in ("very-low", "low", "normal", "high"):
            return "RFC 8030, 5.3: Urgency"
        if not re.fullmatch(r"[A-Za-z0-9_-]{1,32}", headers["Topic"] or ""):
            return "RFC 8030, 5.4: Topic"
        found = re.fullmatch(r"vapid t=([\w-]+)\.([\w-]+)\.([\w-]+), k=([\w-]+)", headers["Authorization"] or "")
        if not found:
            return "RFC 8292, 3: Authorization"
        head, claims, signature, key = found.groups()
        if json.loads(to_bytes(head)) != {"typ": "JWT", "alg": "ES256"}:
            return "RFC 8292, 2: the token's header"
        raw = to_bytes(signature)
        if len(raw) != 64:
            return "RFC 7518, 3.4: the signature is two numbers of 32 bytes"
        der = utils.encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
        try:
            ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), to_bytes(key)).verify(
                der, f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))
        except InvalidSignature:
            return "RFC 8292, 2: the signature"
        said = json.loads(to_bytes(claims))
        if said["aud"] != self.origin or not said["sub"].startswith(("mailto:", "https:")):
            return f"RFC 8292, 2: aud and sub: {said}"
        if not time.time() < said["exp"] <= time.time() + DAY:
            return "RFC 8292, 2: exp"
        self.keys.add(key)
        return ""

    def wait_for(self, count, seconds=60):
        with self.arrived:
            done = self.arrived.wait_for(lambda: len(self.taken) >= count, seconds)
            assert done, f"{len(self.taken)} messages came, not {count}; refused: {self.refused}"
            return list(self.taken)

    def wait_for_refused(self, part, seconds=60):
        with self.arrived:
            done = self.arrived.wait_for(lambda: any(part in one for one in self.refused), seconds)
            assert done, (part, self.refused)

    def stop(self):
        self.server.shutdown()
        self.server.server_close()

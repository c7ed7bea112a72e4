"""The other side of the interoperability test: PyNaCl, with messages as the reference puts them on the wire."""
import base64
import json
import sys
import time
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, HTTPServer

from nacl.public import Box, PrivateKey, PublicKey
from nacl.signing import SigningKey, VerifyKey
from nacl.utils import random


def text(raw):
    return base64.b64encode(raw).decode()


def raw(encoded):
    return base64.b64decode(encoded, validate=True)


def say(*words):
    print(*words, flush=True)


def compact(value):
    return json.dumps(value, separators=(",", ":"))


def introduce(component, identity, ephemeral):
    challenge = random(32)
    return {
        "component": component,
        "identity_key": text(bytes(identity.verify_key)),
        "public_key": text(bytes(ephemeral.public_key)),
        "timestamp": time.time(),
        "challenge": text(challenge),
        "signature": text(identity.sign(challenge).signature),
    }


def check(said):
    if abs(time.time() - said["timestamp"]) > 30:
        raise ValueError("not fresh")
    key = raw(said["identity_key"])
    VerifyKey(key).verify(raw(said["challenge"]), raw(said["signature"]))
    return key


def seal(box, value):
    return text(bytes(box.encrypt(compact(value).encode())))


def unseal(box, payload):
    return json.loads(box.decrypt(raw(payload)))


def send(method, url, body=None, headers=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data=data, method=method, headers=headers or {})
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, json.loads(answer.read())
    except urllib.error.HTTPError as refusal:
        return refusal.code, json.loads(refusal.read())


def client(base, seed, server):
    identity, ephemeral = SigningKey(bytes.fromhex(seed)), PrivateKey.generate()
    client_id = bytes(identity.verify_key).hex()[:16]
    request = introduce("flutter_client", identity, ephemeral)
    status, answer = send("POST", base + "/api/v1/handshake", {"handshake_request": request})
    say("handshake", status)
    said = answer["handshake_response"]
    assert answer["status"] == "session_established" and check(said).hex() == server
    box = Box(ephemeral, PublicKey(raw(said["public_key"])))

    def post(payload):
        envelope = {"encrypted": True, "payload": payload, "client_id": client_id}
        return send("POST", base + "/api/v1/echo", envelope)

    def report(what, status, envelope):
        assert envelope["encrypted"] is True and envelope["encryption"] == "xchacha20poly1305"
        say(what, status, compact(unseal(box, envelope["payload"])))

    hello = seal(box, {"message": "hello", "n": 1})
    status, envelope = post(hello)
    report("post", status, envelope)
    report("get", *send("GET", base + "/api/v1/x", headers={"X-Client-ID": client_id}))
    for what, payload in (("replay", hello), ("reflect", envelope["payload"])):
        status, refusal = post(payload)
        say(what, status, compact(refusal))
    hijack = dict(request, public_key=text(bytes(PrivateKey.generate().public_key)), timestamp=time.time())
    status, refusal = send("POST", base + "/api/v1/handshake", {"handshake_request": hijack})
    say("hijack", status, compact(refusal))
    report("post", *post(seal(box, {})))


def server(seed):
    identity, boxes = SigningKey(bytes.fromhex(seed)), {}

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if self.path == "/api/v1/handshake":
                self.answer({"status": "session_established", "handshake_response": self.agree(body["handshake_request"])})
                return
            box = boxes[body["client_id"]]
            said = unseal(box, body["payload"])
            payload = seal(box, {"you": body["client_id"], "said": said})
            self.answer({"encrypted": True, "payload": payload, "encryption": "xchacha20poly1305"})

        def agree(self, said):
            key, ephemeral = check(said), PrivateKey.generate()
            boxes[key.hex()[:16]] = Box(ephemeral, PublicKey(raw(said["public_key"])))
            return introduce("backend", identity, ephemeral)

        def answer(self, value):
            data = json.dumps(value).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_):
            pass

    http = HTTPServer(("127.0.0.1", 0), Handler)
    say(http.server_port)
    http.serve_forever()


if __name__ == "__main__":
    {"client": client, "server": server}[sys.argv[1]](*sys.argv[2:])

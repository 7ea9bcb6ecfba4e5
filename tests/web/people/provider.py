"""A small OpenID Connect provider, for the tests of log-in by one: discovery, authorisation with PKCE, tokens signed
with RS256, who somebody is, and its keys. It asks nobody anything: `/as?…` says who is logged in there."""

from __future__ import annotations

import json
import sys
import time
from base64 import urlsafe_b64encode
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from secrets import token_urlsafe
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
CLIENT, SECRET = "clearbar", "a secret between two"


def plain(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def number(value: int) -> str:
    return plain(value.to_bytes((value.bit_length() + 7) // 8, "big"))


def signed(claims: dict[str, Any]) -> str:
    head = {"alg": "RS256", "typ": "JWT", "kid": "one"}
    told = ".".join(plain(json.dumps(part).encode()) for part in (head, claims))
    return f"{told}.{plain(KEY.sign(told.encode(), padding.PKCS1v15(), SHA256()))}"


class Provider(BaseHTTPRequestHandler):
    """Answers as the standard says."""

    who: dict[str, Any] = {}  # noqa: RUF012  one provider, one person at a time
    codes: dict[str, dict[str, str]] = {}  # noqa: RUF012
    bearers: dict[str, dict[str, Any]] = {}  # noqa: RUF012

    @property
    def home(self) -> str:
        return f"http://localhost:{self.server.server_address[1]}"

    def do_GET(self) -> None:
        found = urlsplit(self.path)
        asked = dict(parse_qsl(found.query))
        if found.path == "/as":
            Provider.who = {**asked, "email_verified": asked.get("email_verified") == "yes"}
            self.tell({})
        elif found.path == "/.well-known/openid-configuration":
            self.tell(self.discovery())
        elif found.path == "/authorize":
            self.authorise(asked)
        elif found.path == "/userinfo":
            bearer = self.headers.get("Authorization", "").removeprefix("Bearer ")
            self.tell(self.bearers.get(bearer, {}), 200 if bearer in self.bearers else 401)
        elif found.path == "/jwks":
            public = KEY.public_key().public_numbers()
            key = {
                "kty": "RSA",
                "use": "sig",
                "alg": "RS256",
                "kid": "one",
                "n": number(public.n),
                "e": number(public.e),
            }
            self.tell({"keys": [key]})
        else:
            self.tell({}, 404)

    def do_POST(self) -> None:
        asked = dict(parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode()))
        begun = self.codes.pop(asked.get("code", ""), None)
        challenge = plain(sha256(asked.get("code_verifier", "").encode()).digest())
        if begun is None or begun["code_challenge"] != challenge or not self.is_client(asked):
            self.tell({"error": "invalid_grant"}, 400)
            return
        bearer, now = token_urlsafe(16), int(time.time())
        self.bearers[bearer] = self.who
        claims = {**self.who, "iss": self.home, "aud": CLIENT, "iat": now, "exp": now + 300}
        if "nonce" in begun:
            claims["nonce"] = begun["nonce"]
        self.tell({"access_token": bearer, "token_type": "Bearer", "expires_in": 300, "id_token": signed(claims)})

    def is_client(self, asked: dict[str, str]) -> bool:
        from base64 import b64decode

        basic = self.headers.get("Authorization", "").removeprefix("Basic ")
        told = b64decode(basic).decode() if basic else f"{asked.get('client_id')}:{asked.get('client_secret')}"
        return told in {f"{CLIENT}:{SECRET}", urlencode({CLIENT: SECRET}).replace("=", ":")}

    def authorise(self, asked: dict[str, str]) -> None:
        code = token_urlsafe(16)
        self.codes[code] = asked
        self.send_response(302)
        self.send_header("Location", f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}")
        self.end_headers()

    def discovery(self) -> dict[str, Any]:
        return {
            "issuer": self.home,
            "authorization_endpoint": f"{self.home}/authorize",
            "token_endpoint": f"{self.home}/token",
            "userinfo_endpoint": f"{self.home}/userinfo",
            "jwks_uri": f"{self.home}/jwks",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
        }

    def tell(self, value: dict[str, Any], status: int = 200) -> None:
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        pass


if __name__ == "__main__":
    server = ThreadingHTTPServer(("localhost", 0), Provider)
    print(server.server_address[1], flush=True)
    sys.stdout.close()
    server.serve_forever()

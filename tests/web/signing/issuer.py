"""A small issuer that plays OpenID Connect: discovery, authorize, token (PKCE, codes once), keys, user info.

`bend` makes it wrong in one way, so that each refusal has its cause.
"""

import base64
import hashlib
import secrets
import time
from dataclasses import dataclass, field
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key

from tests.web.signing.playing import Reply, back

CLIENT, SECRET = "linli", "between-us-two"
OURS, OTHERS = (generate_private_key(65537, 2048) for _key in range(2))


@dataclass
class Issuer:
    """One issuer and the person who signs in there."""

    address: str = ""
    subject: str = "sub-4711"
    claims: dict[str, Any] = field(default_factory=dict)
    info: dict[str, Any] = field(default_factory=dict)
    bend: str = ""
    key: RSAPrivateKey = OURS
    kid: str = "one"
    shows_page: bool = False
    _codes: dict[str, dict[str, str]] = field(default_factory=dict)
    _spent: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)

    def answer(self, method: str, path: str, asked: dict[str, str], headers: Any) -> Reply:
        """This will play one request."""
        self.asked.append(path)
        if self.bend == "down":
            return Reply({"error": "temporarily_unavailable"}, status=503)
        if self.bend == "garbage":
            return Reply(page="<h1>It works!</h1>")
        parts = {
            ("GET", "/.well-known/openid-configuration"): self._discovery,
            ("GET", "/authorize"): self._authorize,
            ("POST", "/token"): self._token,
            ("GET", "/jwks"): self._jwks,
        }
        if path == "/userinfo":
            return self._user_info(headers)
        part = parts.get((method, path))
        return part(asked) if part else Reply({"error": "not_found"}, status=404)

    def _discovery(self, _asked: dict[str, str]) -> Reply:
        here = self.address
        return Reply({
            "issuer": "https://somebody.example" if self.bend == "issuer" else here,
            "authorization_endpoint": f"{here}/authorize",
            "token_endpoint": "http://192.0.2.1/token" if self.bend == "no tls" else f"{here}/token",
            "jwks_uri": f"{here}/jwks",
            "userinfo_endpoint": f"{here}/userinfo",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
            "id_token_signing_alg_values_supported": ["RS256"],
        })  # fmt: skip

    def _authorize(self, asked: dict[str, str]) -> Reply:
        assert asked["response_type"] == "code"
        assert asked["client_id"] == CLIENT
        assert asked["code_challenge_method"] == "S256"
        assert "openid" in asked["scope"].split()
        if self.bend == "cancelled":
            return Reply(to=back(asked["redirect_uri"], error="access_denied", state=asked["state"]))
        code = secrets.token_urlsafe(16)
        self._codes[code] = asked
        leads = back(asked["redirect_uri"], code=code, state=asked["state"])
        if self.shows_page:
            name = self.claims.get("name", self.subject)
            return Reply(
                page=f'<!doctype html><title>Issuer</title><h1>Issuer</h1><a href="{leads}">{name}</a>'
            )
        return Reply(to=leads)

    def _token(self, asked: dict[str, str]) -> Reply:
        begun = self._codes.get(asked.get("code", ""))
        if asked.get("client_id") != CLIENT or asked.get("client_secret") != SECRET:
            return Reply({"error": "invalid_client"}, status=401)
        digest = hashlib.sha256(asked.get("code_verifier", "").encode()).digest()
        proof = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if begun is None or asked["code"] in self._spent or proof != begun["code_challenge"]:
            return Reply({"error": "invalid_grant"}, status=400)
        if asked.get("redirect_uri") != begun["redirect_uri"]:
            return Reply({"error": "invalid_grant"}, status=400)
        self._spent.add(asked["code"])
        return Reply({
            "access_token": "access-" + asked["code"], "token_type": "Bearer", "expires_in": 300,
            "id_token": self._id_token(begun["nonce"]),
        })  # fmt: skip

    def _id_token(self, nonce: str) -> str:
        now = int(time.time())
        said: dict[str, Any] = {
            "iss": self.address, "sub": self.subject, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": nonce,
            **self.claims,
        }  # fmt: skip
        said |= {
            "nonce": {"nonce": "of another sign-in"},
            "audience": {"aud": "another client"},
            "audiences": {"aud": [CLIENT, "another client"], "azp": "another client"},
            "token issuer": {"iss": "https://somebody.example"},
            "expired": {"iat": now - 900, "exp": now - 600},
            "just expired": {"iat": now - 330, "exp": now - 30},
            "not yet": {"iat": now + 600, "exp": now + 900},
            "a little early": {"iat": now + 30},
        }.get(self.bend, {})
        if self.bend == "no subject":
            del said["sub"]
        if self.bend == "no nonce":
            del said["nonce"]
        if self.bend == "unsigned":
            return jwt.encode(said, None, algorithm="none", headers={"kid": self.kid})
        if self.bend == "secret":
            return jwt.encode(said, SECRET.ljust(32, "-"), algorithm="HS256", headers={"kid": self.kid})
        key = OTHERS if self.bend == "forged" else self.key
        kid = "unknown" if self.bend == "unknown key" else self.kid
        return jwt.encode(said, key, algorithm="RS256", headers={"kid": kid})

    def _jwks(self, _asked: dict[str, str]) -> Reply:
        mine = jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key(), as_dict=True)
        return Reply({"keys": [{**mine, "kid": self.kid, "use": "sig", "alg": "RS256"}]})

    def _user_info(self, headers: Any) -> Reply:
        assert headers["Authorization"].startswith("Bearer access-")
        subject = "somebody else" if self.bend == "other user info" else self.subject
        return Reply({"sub": subject, **self.info})

"""Who may come in: this machine's own browser, by a link that works once, then by a cookie."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie

from kpixl.words import Words

NAMES = ("127.0.0.1", "localhost", "[::1]")
"""What the loopback address is called; another name of it is somebody's who rebinds names."""
READING = frozenset({"GET", "HEAD"})
WRITING = frozenset({"POST"})
_OWN_SITES = frozenset({"same-origin", "none"})
_BYTES = 32

WRONG_HOST = Words("只能在本机打开。", "This is open on this machine only.")
WRONG_SITE = Words("这个请求来自别的网页，没有执行。", "This came from another page and was not done.")
WRONG_METHOD = Words("没有这种操作。", "There is nothing to do in this way.")
NO_KEY = Words(
    "请用启动 kpixl desk 时打开的网页；关掉了的，重新启动即可。要换一个浏览器，在“设置”里取一个新的链接。",
    "Use the page that `kpixl desk` opened; if it is closed, start it again. For another browser, get a link "
    "under Settings.",
)


@dataclass(kw_only=True)
class Doors:
    """What opens a desk. port: where it listens. Everything secret is random, and gone when it ends."""

    port: int
    _secret: str = field(default_factory=lambda: secrets.token_urlsafe(_BYTES), repr=False)
    _keys: set[str] = field(default_factory=set, repr=False)

    @property
    def cookie(self) -> str:
        """The name of the cookie; two desks have different ones."""
        return f"kpixl-desk-{self.port}"

    @property
    def hosts(self) -> frozenset[str]:
        """The values of Host that mean this desk."""
        return frozenset(f"{name}:{self.port}" for name in NAMES)

    def link(self) -> str:
        """A link that lets one browser in, once."""
        key = secrets.token_urlsafe(_BYTES)
        self._keys.add(key)
        return f"http://{NAMES[0]}:{self.port}/enter?key={key}"

    def enters(self, key: str) -> bool:
        """Whether a key opens; it does so once."""
        known = next((k for k in self._keys if hmac.compare_digest(k.encode(), key.encode())), None)
        self._keys.discard(known or "")
        return known is not None

    def set_cookie(self) -> str:
        """The header that lets a browser come again: no script reads it, no other site has it sent."""
        return f"{self.cookie}={self._secret}; Path=/; HttpOnly; SameSite=Strict"

    def is_known(self, headers: Mapping[str, str]) -> bool:
        """Whether a request comes from a browser that was let in."""
        try:
            own = SimpleCookie(headers.get("cookie", "")).get(self.cookie)
        except CookieError:
            return False
        return own is not None and hmac.compare_digest(own.value.encode(), self._secret.encode())

    def refuses(self, method: str, headers: Mapping[str, str]) -> tuple[int, Words] | None:
        """Why a request is turned away, whoever asks; None where it is not. headers: by lower-case names."""
        if headers.get("host", "").lower() not in self.hosts:
            return 403, WRONG_HOST
        if method not in READING | WRITING:
            return 405, WRONG_METHOD
        site, origin = headers.get("sec-fetch-site"), headers.get("origin")
        foreign = site is not None and site not in _OWN_SITES
        foreign = foreign or (origin is not None and origin.lower() != f"http://{headers['host'].lower()}")
        unsaid = method in WRITING and site is None and origin is None
        return (403, WRONG_SITE) if foreign or unsaid else None

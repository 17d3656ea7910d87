"""What the mirror's server may do wrong, and when: by a seed, not by chance."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from fnmatch import fnmatch
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Faults:
    """Shares are of the GETs, 0 to 1; patterns are shell-like and are matched with the path.

    Whether a request fails depends on the seed, what it asks for and how often that was asked
    before: not on the order in which threads come.
    """

    seed: int = 51
    unavailable: float = 0.0  # answered 503
    too_many: float = 0.0  # answered 429 with Retry-After
    reset: float = 0.0  # the connection is reset in the middle of the body
    truncated: float = 0.0  # the connection is closed in the middle of the body
    short: float = 0.0  # half of the body under a Content-Length that says just that
    delay: float = 0.0  # seconds before every answer
    bytes_per_second: int = 0  # of one connection; 0: as fast as it goes
    ranges: bool = True  # False: Range is ignored and the whole file is sent
    only: str = "*"  # the paths that the shares above are for
    missing: str = ""  # answered 404
    html: str = ""  # answered 200 with an HTML page
    redirects: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def strikes(self, share: float, kind: str, path: str, byte_range: str, attempt: int) -> bool:
        """Whether this request is one of the share's."""
        if not share or not fnmatch(path, self.only):
            return False
        text = f"{self.seed} {kind} {path} {byte_range} {attempt}"
        return int(hashlib.sha256(text.encode()).hexdigest()[:8], 16) < share * 16**8

    def redirect_of(self, path: str) -> str | None:
        """The Location to answer with, if the path is to be redirected."""
        places = (place for pattern, place in self.redirects.items() if fnmatch(path, pattern))
        return next(places, None)


def parse_faults(words: list[str]) -> Faults:
    """`unavailable=0.1 ranges=false` as typed; ValueError for what is no fault."""
    kinds = {one.name: type(getattr(Faults(), one.name)) for one in fields(Faults)}
    given: dict[str, object] = {}
    for word in words:
        name, _, value = word.partition("=")
        if name == "redirects" or name not in kinds:
            raise ValueError(f"no fault {name!r}; there are {', '.join(kinds)}")
        given[name] = value.lower() == "true" if kinds[name] is bool else kinds[name](value)
    return replace(Faults(), **given)  # type: ignore[arg-type]

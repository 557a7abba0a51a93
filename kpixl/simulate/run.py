"""From packages to returns: each workbook built, filled in, and some of them damaged."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice

from kpixl.blueprint.model import Published
from kpixl.generate import Issuer, blank, file_name, roster_position
from kpixl.layout import Package
from kpixl.simulate.answers import answers
from kpixl.simulate.chance import chance
from kpixl.simulate.faults import Damage, Fault, FaultKind, Faultless, every_fault
from kpixl.simulate.filling import save_time
from kpixl.simulate.published import published_answers

_MOST_FAULTS = 4
_IN_ADVANCE = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatedReturn:
    """A file as a unit returns it.

    unit: the recipient's id; name: the file's; issued: the workbook that was filled; faults: what was put in.
    """

    unit: str
    name: str
    data: bytes
    issued: bytes
    faults: tuple[Fault, ...] = ()


Spread = Callable[[Callable[[Package], SimulatedReturn], Iterable[Package]], Iterable[SimulatedReturn]]
"""Does the same to many packages, in their order: `map`, or the map of a process pool."""


def simulate(
    packages: Sequence[Package],
    *,
    issuer: Issuer,
    seed: int,
    faults: float = 0.0,
    published: Sequence[Published] = (),
    spread: Spread = map,
) -> Iterator[SimulatedReturn]:
    """The returns of these packages, in their order.

    Their `simulated` says what is filled in: random answers, or those of `published`.

    faults: the share of returns, 0 to 1, that get faults: one that hides all others, or up to four that do
    not disturb each other. The kinds are dealt in turn, as far as they can be put in; so faulty returns are
    made one after the other, some of them in advance, while `spread` may make the others at the same time; it
    is begun with at once. Same arguments, same bytes.
    ValueError for a share outside 0 to 1 or a package that does not say it is simulated; UnanswerableError
    for a blueprint whose rules leave no answer.
    """
    if not 0 <= faults <= 1:
        raise ValueError(f"the share of faulty returns must lie between 0 and 1, not {faults}")
    if not all(package.simulated for package in packages):
        raise ValueError("a simulated return must say so: set `simulated` in its package")
    returned = partial(_returned, issuer=issuer, seed=seed, published=tuple(published))
    return _returns(packages, returned, _Dealer(seed, packages, faults), spread)


def _returns(
    packages: Sequence[Package], returned: partial[SimulatedReturn], dealer: _Dealer, spread: Spread
) -> Iterator[SimulatedReturn]:
    clean = iter(spread(returned, [p for p in packages if p.recipient not in dealer.chosen]))
    faulty = (returned(p, dealer=dealer) for p in packages if p.recipient in dealer.chosen)
    return _in_order(packages, clean, faulty, dealer.chosen)


def _in_order(
    packages: Sequence[Package],
    clean: Iterator[SimulatedReturn],
    faulty: Iterator[SimulatedReturn],
    chosen: Container[str],
) -> Iterator[SimulatedReturn]:
    """Both in the order of the packages, some of the faulty ones made before their turn."""
    ready = deque(islice(faulty, _IN_ADVANCE))
    for package in packages:
        if package.recipient in chosen:
            yield ready.popleft()
            ready.extend(islice(faulty, 1))
        else:
            yield next(clean)


def _whose(package: Package) -> tuple[str, ...]:
    part = (package.part,) if package.part else ()
    return (package.scheme.id, package.stage_id, package.round, package.period, package.recipient, *part)


def _returned(
    package: Package,
    *,
    issuer: Issuer,
    seed: int,
    published: Sequence[Published],
    dealer: _Dealer | None = None,
) -> SimulatedReturn:
    built = blank(package, issuer)
    if package.simulated == "published":
        given = published_answers(package, built.plan, published)
    else:
        given = answers(package, built.plan, chance(seed, "answers", *_whose(package)))
    faultless = Faultless(package=package, built=built, answers=given, issuer=issuer)
    damage = Damage(faultless, chance(seed, "faults", *_whose(package)))
    damage.book.saved(package.unit.name, save_time(package, chance(seed, "saved", *_whose(package))))
    if dealer is not None:
        dealer.deal(damage)
    name = file_name(package, roster_position(package))
    return SimulatedReturn(
        unit=package.recipient,
        name=name,
        data=damage.finished(),
        issued=built.data,
        faults=damage.faults,
    )


class _Dealer:
    """Deals the kinds in turn: one that was put in goes to the end of its queue, the others stay.

    Every other faulty return gets a kind that stands alone. chosen: the recipients whose returns get
    faults, the share of all, rounded up.
    """

    def __init__(self, seed: int, packages: Sequence[Package], share: float) -> None:
        drawn = sorted(packages, key=lambda p: chance(seed, "faulty", *_whose(p)).random())
        self.chosen = frozenset(p.recipient for p in drawn[: math.ceil(len(packages) * share)])
        every = every_fault()
        order = chance(seed, "kinds").sample(every, len(every))
        self._alone = deque(kind for kind in order if kind.alone)
        self._together = deque(kind for kind in order if not kind.alone)
        self._dealt = 0

    def deal(self, damage: Damage) -> None:
        """Put faults into a return: at least one."""
        alone = self._dealt % 2 == 1
        self._dealt += 1
        if alone and self._put(damage, self._alone, 1):
            return
        self._put(damage, self._together, damage.rng.randint(1, _MOST_FAULTS))

    @staticmethod
    def _put(damage: Damage, queue: deque[FaultKind], wanted: int) -> int:
        done = list(_take(damage, queue, wanted))
        for kind in done:
            queue.remove(kind)
            queue.append(kind)
        return len(done)


def _take(damage: Damage, queue: deque[FaultKind], wanted: int) -> Iterator[FaultKind]:
    count = 0
    for kind in tuple(queue):
        if count < wanted and kind.apply(damage):
            count += 1
            yield kind

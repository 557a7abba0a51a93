"""Faults of identity: the stamp is gone, altered, another's, or says what this scheme does not know."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from kpixl.simulate import stamp_copies
from kpixl.simulate.faults.damage import Damage, FaultKind
from kpixl.stamp import MARKER, PUBLISHED_KEY, Key, Stamp, sign

_STRANGER = "stranger"


def _token(damage: Damage, key: Key | None = None, **changes: object) -> str:
    stamp: Stamp = replace(damage.built.stamp, **changes)  # type: ignore[arg-type]
    return sign(stamp, key or damage.issuer.key)


def _stamped(code: str, token: Callable[[Damage], str]) -> FaultKind:
    """The kind that writes another token in all three places."""

    def apply(damage: Damage) -> bool:
        stamp_copies.set_all(damage.book, token(damage))
        damage.expect(code)
        return True

    return FaultKind(code, apply, alone=True)


def _lose_stamp(code: str, *, carries: bool) -> FaultKind:
    """Lose every copy of the stamp, in the stages that print another one's answers or in the others."""

    def apply(damage: Damage) -> bool:
        stage = damage.package.scheme.stage(damage.package.stage_id)
        if (stage.carries is not None) != carries:
            return False
        stamp_copies.set_all(damage.book, "")
        damage.expect(code)
        return True

    return FaultKind(code, apply, alone=True)


def _unsigned(damage: Damage) -> str:
    """The token with another issue number under the old signature."""
    other = _token(damage, issue=damage.built.stamp.issue + 1).split(".")
    return ".".join([*other[:-1], _token(damage).split(".")[-1]])


def sign_elsewhere(damage: Damage) -> bool:
    """Sign with another workspace's key. Who has only the published key could not tell."""
    if damage.issuer.key == PUBLISHED_KEY:
        return False
    other = Key(damage.issuer.key.derive("another workspace", 32))
    stamp_copies.set_all(damage.book, _token(damage, other))
    damage.expect("I008")
    return True


def disagree(damage: Damage) -> bool:
    """Paste the document's properties of another unit's workbook."""
    others = [u.id for u in damage.package.scheme.roster.units if u.id != damage.package.recipient]
    if not others:
        return False
    stamp_copies.set_properties(damage.book, _token(damage, recipient=damage.rng.choice(others)))
    damage.expect("I003")
    return True


def lose_copy(damage: Damage) -> bool:
    """Lose the document's properties, as some programs do."""
    stamp_copies.set_properties(damage.book, "")
    damage.expect("I007")
    return True


def alter_baseline(damage: Damage) -> bool:
    """Change the hidden record of what was printed: another subject in the first piece that names one."""
    for label, cell in stamp_copies.hidden_texts(damage.book).items():
        text = damage.book.shown(cell)
        changed = text.replace(f'"{damage.package.subjects[0]}"', f'"{_STRANGER}"', 1)
        if label.startswith(f"{MARKER} baseline ") and changed != text:
            damage.book.set_value(cell, changed)
            damage.expect("I011")
            return True
    return False


IDENTITY = (
    _stamped("I002", lambda d: _token(d, scheme=f"{d.package.scheme.id}-{_STRANGER}")),
    FaultKind("I003", disagree, alone=True),
    _stamped("I004", _unsigned),
    _stamped("I006", lambda d: _token(d, digest="f" * len(d.built.stamp.digest))),
    FaultKind("I007", lose_copy),
    FaultKind("I008", sign_elsewhere, alone=True),
    FaultKind("I011", alter_baseline, alone=True),
    _lose_stamp("I014", carries=False),
    _lose_stamp("I016", carries=True),
    _stamped("I013", lambda d: _token(d, recipient=_STRANGER)),
)

"""Which codes the tests raise: a code of the gates that the check runs without a case fails a test."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Case:
    """One way to raise a code. arguments: whatever the module's tests make of it."""

    code: str
    name: str
    arguments: tuple[Any, ...] = ()

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


@dataclass
class Cases:
    """The cases of one test module, gathered by decorating or adding them."""

    every: list[Case] = field(default_factory=list)

    def add(self, code: str, name: str, *arguments: Any) -> None:
        """A case given by its arguments."""
        self.every.append(Case(code, name, arguments))

    def raises(self, code: str, *arguments: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """A case that does something: the function is the first of the arguments, its name the case's."""

        def register(do: Callable[..., Any]) -> Callable[..., Any]:
            self.add(code, do.__name__, do, *arguments)
            return do

        return register

    @property
    def codes(self) -> set[str]:
        """The codes that are raised."""
        return {case.code for case in self.every}

"""How many examples a property is tried on, and which."""

from hypothesis import HealthCheck, settings

ORDINARY, SEARCH = "kpixl", "search"


def register_profiles() -> None:
    """The same examples everywhere, unless new ones are searched for: `--hypothesis-profile=search`.

    No deadlines: they would time the machine, not the code.
    """
    calm = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
    settings.register_profile(ORDINARY, calm, derandomize=True, database=None)
    settings.register_profile(SEARCH, calm, derandomize=False, max_examples=2000, print_blob=True)
    settings.load_profile(ORDINARY)


def examples(count: int) -> int:
    """So many examples; as many as of any other property where new ones are searched for."""
    searching = settings.get_current_profile_name() == SEARCH
    return settings().max_examples if searching else count

"""Faults that the maker lets the oracle make, one at a time, to prove that a fixture would show them.

A fixture in which a forgotten window or a wrong scale changes nothing is worth nothing. Code of the oracle asks
`fault("window")` where such an error could be made; the maker runs it once more for every name that was asked for.
"""

ALLOWED = {
    # A fault must change a compared number by at least this much.
    "activation": 4e-4,
    "embedding scale": 1e-3,
}
USUAL = 1e-2

active = None
seen = []


def fault(name):
    if name not in seen:
        seen.append(name)
    return active == name


def run_with(name, work):
    global active
    active = name
    try:
        return work()
    finally:
        active = None


def least_effect(name):
    return ALLOWED.get(name, USUAL)

"""Makes the fixtures of the architectures again: python3 tests/oracle/make.py [family[/variant]…]"""

import importlib
import sys

sys.dont_write_bytecode = True

from write import write  # noqa: E402

FAMILIES = [
    *("bert", "modernbert", "gpt2", "vit", "beit", "clip", "llama", "decoders", "gemma3"),
    *("opt", "bart", "t5", "whisper", "full"),
]


def main(wanted):
    for family in FAMILIES:
        for name, variant in importlib.import_module(f"{family}_variants").variants().items():
            if not wanted or family in wanted or f"{family}/{name}" in wanted:
                write(family, name, variant)


if __name__ == "__main__":
    main(sys.argv[1:])

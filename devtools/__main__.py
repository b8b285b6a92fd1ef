"""Entry of ./dev."""

from parlance_dev.cli import main

if __name__ == "__main__":
    raise SystemExit(main())

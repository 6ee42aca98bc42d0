"""`python -m wasihost` is the command `wasihost`."""

from wasihost.cli.main import main

if __name__ == "__main__":
    main()

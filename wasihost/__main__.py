"""`python -m wasihost` runs the command `wasihost`."""

from wasihost.cli.main import main

if __name__ == "__main__":
    main()

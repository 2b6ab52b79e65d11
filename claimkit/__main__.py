"""``python -m claimkit`` is the ``claimkit`` command."""

from claimkit.cli import main

# Worker processes import this module under another name.
if __name__ == "__main__":
    main()

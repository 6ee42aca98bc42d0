"""Build files from the package: the launcher, a wheel's command, the single file."""

"""The command line. Each command is a small function, imported only when it is called."""

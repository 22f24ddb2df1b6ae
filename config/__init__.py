"""Settings, accounts, logging, the web server's settings and the command line."""

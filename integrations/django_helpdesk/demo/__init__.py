"""A real django-helpdesk for demo and tests: SQLite, 127.0.0.1, invented people. The product never imports it."""

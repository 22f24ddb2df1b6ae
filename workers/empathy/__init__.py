"""The scorer: pure functions, no I/O, no clock, no network; the same input gives the same bytes."""

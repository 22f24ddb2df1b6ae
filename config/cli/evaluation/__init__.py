"""How often the scorer is right on labelled conversations. Used by `heard evaluate` only, never where Heard runs."""

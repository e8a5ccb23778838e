"""The architecture report: what the code would build, for people who read it like any design."""

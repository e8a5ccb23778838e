"""A support desk: triage, two specialists, a reviewer who may send an answer back, and a person for the hard cases."""

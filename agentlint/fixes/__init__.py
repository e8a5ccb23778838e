"""What changes the source: fixes as rules offer them, and comments that say why a finding is left as it is."""

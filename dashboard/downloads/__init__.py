"""What a person takes away: tables in four formats, charts as pictures, the evidence report."""

"""What a person sends on: one HTML file that needs nothing else, and charts as pictures."""

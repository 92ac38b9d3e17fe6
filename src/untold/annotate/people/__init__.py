"""What the actors layer is made of: the lexicon of people, and who is meant by a phrase."""

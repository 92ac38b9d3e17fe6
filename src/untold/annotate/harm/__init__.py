"""What the harms layer is made of: grammar of clauses, the lexicon, verbs, phrases and nouns."""

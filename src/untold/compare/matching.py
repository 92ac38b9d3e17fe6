"""Where is this fact said? The one matcher that fills the matrix and answers ``untold ask``."""

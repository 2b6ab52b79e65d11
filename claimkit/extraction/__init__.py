"""Article to claims: who says what, how surely, how many, when."""

"""What the figures layer is made of: numbers in text, and what they count."""

"""What a rule and a goal are, and the words in which they speak to solver and checker."""

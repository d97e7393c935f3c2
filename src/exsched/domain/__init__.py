"""Facts and answers: frozen data with no behaviour beyond simple questions."""

"""What reports say of capacity, whichever report it is: what holds on a day, the figures, and the cells that show them."""

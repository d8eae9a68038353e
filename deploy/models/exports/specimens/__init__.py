"""Small networks of the true classes, and schedulers: what exports are tested with and references are made of."""

"""How far a run is, for people: numbers from its events, lines of them, a terminal that shows them."""

"""Open Images V7 by class: an index of the published tables, and a pull of just what is wanted."""

"""The body of a text: what it may hold, how it is written in the admin, and what readers get of it."""

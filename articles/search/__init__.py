"""Search: how texts are taken apart, the index of their terms, what a query finds in it, and the pages for that."""

"""Other engines doing Fulcrum's sums, and what is needed to compare them."""

"""One folder per helpdesk; what they share stands beside them."""

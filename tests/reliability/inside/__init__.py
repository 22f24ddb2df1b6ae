"""What a scenario puts into the product's processes."""

"""The helpdesks that the contract suite runs against, each behind the same few acts."""

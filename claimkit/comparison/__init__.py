"""The same claim across sources: grouping, linkage, relations, sourcing."""

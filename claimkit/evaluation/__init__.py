"""Every score in one room: gold formats, matching, bootstrap, slices."""

"""Every score in one room: gold formats, measures with intervals, slices, calibration, errors to read."""

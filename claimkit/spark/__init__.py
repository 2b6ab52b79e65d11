"""Apache Spark as the engine of extraction, comparison, validation and check: the same functions, over partitions."""

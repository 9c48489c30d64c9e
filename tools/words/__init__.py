"""The weights of the reader, fitted on the labelled sentences."""

"""One module per family of upstream files; each edit is a pure function from bytes to an outcome."""

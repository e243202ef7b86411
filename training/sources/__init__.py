"""One module a source: files in, tables out, a named error for every way a file can be wrong."""

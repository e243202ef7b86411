"""What goes over the wire: every field that a request may carry and an answer does carry."""

"""Answers from passages: definitions, duties, reasons, tasks and text fields in the documents' own words."""

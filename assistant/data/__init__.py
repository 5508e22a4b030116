"""Word lists a budget officer can read and extend: synonyms, English terms, scopes, question words."""

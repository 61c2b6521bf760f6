"""The whole shop in one file, and back: the database, the uploaded files, and a manifest that proves both."""

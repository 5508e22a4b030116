"""The library: everything read from the documents, stored so that it comes back exactly."""

from index.library.library import Library, default_home
from index.library.report import IngestedFile, IngestReport, Progress

__all__ = ["IngestReport", "IngestedFile", "Library", "Progress", "default_home"]

"""Finding passages for a question; ``BudgetRetriever`` imports llama_index only when it is asked for."""

from typing import TYPE_CHECKING, Any

from index.retrieval.filters import Filters
from index.retrieval.fusion import Hit, search

if TYPE_CHECKING:
    from index.retrieval.retriever import BudgetRetriever

__all__ = ["BudgetRetriever", "Filters", "Hit", "search"]


def __getattr__(name: str) -> Any:
    if name == "BudgetRetriever":
        from index.retrieval.retriever import BudgetRetriever

        return BudgetRetriever
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

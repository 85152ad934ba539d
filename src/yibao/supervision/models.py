"""The tables of this package, where Django looks for them."""

from yibao.supervision.knowledge.models import KnowledgeImport, KnowledgePoint

__all__ = ["KnowledgeImport", "KnowledgePoint"]

"""Batch audit: the SQL texts of the shapes over months of settled lines."""

"""A project's file: articles, annotations, groups, findings with their evidence, and the ledger."""

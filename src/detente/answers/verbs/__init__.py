"""The verbs, by what they are about; each body enters its rooms only when it is asked."""

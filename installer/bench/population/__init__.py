"""`hall bench visit`: a population of invented visitors works one real terminal, and what each of them waited for."""

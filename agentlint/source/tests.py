"""Which files hold tests, by the conventions of pytest and unittest."""


def is_test(path: str) -> bool:
    """Whether a file, by its path relative to the project, holds tests or what they stand on."""
    *folders, name = path.split("/")
    named = name.startswith("test_") or name.endswith("_test.py") or name == "conftest.py"
    return named or any(folder in ("test", "tests") or folder.startswith("test_") for folder in folders)

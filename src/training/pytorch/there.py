def there(name):
    """A file beside this one, compressed or not, if there is one."""
    paths = (HERE / name, HERE / f"{name}.gz")
    return next((path for path in paths if path.exists()), None)

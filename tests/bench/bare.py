"""The floor of a short command: a Typer application of two commands that prints one line."""

import typer

app = typer.Typer(add_completion=False)


@app.command()
def one(name: str = typer.Option("world", help="whom to greet")) -> None:
    """Print one line."""
    print(f"hello {name}")


@app.command()
def two() -> None:
    """Print another."""
    print("two")


if __name__ == "__main__":
    app()

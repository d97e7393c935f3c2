"""`python -m exsched` is the `exsched` command."""

from exsched.commands import main

if __name__ == "__main__":
    main()

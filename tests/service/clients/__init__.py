"""Real calendar clients, driven from outside: they subscribe to a feed and tell which events they show."""

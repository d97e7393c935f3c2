"""What the service keeps: tables, the database behind them, and one file of questions per resource."""

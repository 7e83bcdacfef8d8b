"""Values, rules and table definitions; knows neither Qt nor files."""

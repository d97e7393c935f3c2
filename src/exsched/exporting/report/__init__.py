"""What the HTML report says, in plain data; the page itself is a template."""

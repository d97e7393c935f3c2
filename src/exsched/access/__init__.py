"""Need-to-know: who may see what of a programme, and the programme as one viewer sees it."""

"""Pictures as SVG: timelines, load curves and the map, shared by the report and the picture formats."""

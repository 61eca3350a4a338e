"""Plots as pure data: shapes with coordinates, drawn as SVG at the very end."""

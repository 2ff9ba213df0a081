"""What hosts do: the demo community, imports, settings, dashboards."""

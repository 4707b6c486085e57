"""Word documents: their XML as it stands, with what Word computes on the way: numbers, merged cells, fields."""

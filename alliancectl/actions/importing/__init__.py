"""How a file of somebody else's becomes records: read as a whole, settled row by row, written as one operation."""

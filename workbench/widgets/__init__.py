"""The parts of a page: what the browser draws and what people do with it."""

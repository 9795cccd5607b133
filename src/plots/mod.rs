//! L4, charts, drawn with plotters on any backend: SVG on the host, canvas in the page.

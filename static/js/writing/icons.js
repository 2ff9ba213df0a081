// The drawings on the buttons above a text.
const draw = (inside) => `<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">${inside}</svg>`;
const path = (lines) => draw(`<path d="${lines}"/>`);

export const ICONS = {
  bold: path("M7 5h6a3.500 3.500 0 0 1 0 7H7zM7 12h7a3.500 3.500 0 0 1 0 7H7z"),
  italic: path("M10 5h8M6 19h8M14 5l-4 14"),
  strikethrough: path("M4 12h16M16.500 7.500C16 6 14.500 5 12 5 9.500 5 8 6.200 8 8c0 1.500 1 2.500 3 3.200M7.500 16.500c.5 1.500 2 2.500 4.500 2.500s4.500-1.200 4.500-3.300c0-.9-.3-1.500-.8-2.100"),
  "header-3": path("M6 5v14M18 5v14M6 12h12"),
  link: path("M10 14a4 4 0 0 0 5.700 0l3-3A4 4 0 0 0 13 5.300l-1 1M14 10a4 4 0 0 0-5.700 0l-3 3A4 4 0 0 0 11 18.700l1-1"),
  quote: path("M9 7H5v5h4V7zm0 5c0 3-1.500 4.500-4 5M19 7h-4v5h4V7zm0 5c0 3-1.500 4.500-4 5"),
  code: path("M8 8l-4 4 4 4M16 8l4 4-4 4"),
  "unordered-list": path("M9 6h11M9 12h11M9 18h11M4.500 6h.01M4.500 12h.01M4.500 18h.01"),
  "ordered-list": path("M10 6h10M10 12h10M10 18h10M4 4.500l1.500-.5v5M4 15.500c.5-1 2.500-1 2.500.5 0 1-2.500 2-2.500 3.500h2.500"),
  "task-list": path("M11 6h9M11 12h9M11 18h9M3.500 6l1.500 1.500L8 4.500M3.500 13l1.500 1.500 3-3"),
  "our-table": draw('<rect x="4" y="5" width="16" height="14" rx="1.500"/><path d="M4 10h16M4 14.500h16M12 5v14"/>'),
  "our-details": path("M4 6l4 3-4 3zM11 9h9M11 14h9M11 18h6"),
  "our-footnote": path("M4 7h9M4 12h12M4 17h12M18.500 9V4l-1.500 1"),
  "our-date": draw('<rect x="4" y="5.500" width="16" height="14.500" rx="1.500"/><path d="M4 10h16M8 3.500v4M16 3.500v4M12 12.500V15l2 1.500"/>'),
  help: draw('<circle cx="12" cy="12" r="8.500"/><path d="M9.700 9.500c.3-1.300 1.200-2 2.400-2 1.400 0 2.400.9 2.400 2.100 0 1.900-2.500 1.900-2.500 4M12 16.500h.01"/>'),
};

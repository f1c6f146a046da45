// The server serves the library here, so that the page needs no import map.
export * from 'lit-html'

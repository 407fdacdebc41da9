package source

// nonblock is not needed: a folder on Windows holds no FIFO.
const nonblock = 0

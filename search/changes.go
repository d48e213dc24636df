package search

import (
	"sync"

	"congvan/office"
)

// Changes remembers what was put into an index and taken out of it while another is built beside it. It remembers nothing before Begin and
// after End.
type Changes struct {
	mu     sync.Mutex
	latest map[office.ID]*Document // nil is deleted; the map is nil when nothing is built
}

// Begin remembers from now on. It comes before the source of a rebuild is read: what the source has not seen is then here.
func (c *Changes) Begin() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.latest = make(map[office.ID]*Document)
}

// End forgets.
func (c *Changes) End() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.latest = nil
}

// Put remembers documents as they are now.
func (c *Changes) Put(documents ...Document) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.latest == nil {
		return
	}
	for _, d := range documents {
		c.latest[d.ID] = &d
	}
}

// Delete remembers that documents are gone.
func (c *Changes) Delete(ids ...office.ID) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.latest == nil {
		return
	}
	for _, id := range ids {
		c.latest[id] = nil
	}
}

// Take gives what is remembered, each document once, and goes on remembering what comes after.
func (c *Changes) Take() (documents []Document, deleted []office.ID) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for id, d := range c.latest {
		if d == nil {
			deleted = append(deleted, id)
		} else {
			documents = append(documents, *d)
		}
	}
	clear(c.latest)
	return documents, deleted
}

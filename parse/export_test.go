package parse

// ShutIn is shutIn, for the test that tries what it forbids.
var ShutIn = shutIn

// IdleChildren is how many children wait for work.
func IdleChildren(p *Pool) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.idle)
}

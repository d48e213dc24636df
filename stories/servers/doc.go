// Package servers tells the story of several servers behind one address: real processes on one PostgreSQL, one bucket and two search servers,
// one of which is killed and one drained while the office works.
package servers

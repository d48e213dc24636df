// Package security asks the running program what it must not answer: every address with every role, forms from elsewhere, sessions that are over,
// files too large, names that lie. The tests build the program as app does, with the demonstration's city and two of its communes, and speak to
// it as a browser would.
package security

// Package engines asks two general rule engines what routing is asked, to know what its own engine is worth: the Common Expression Language
// (cel-go) and casbin. It is a module of its own, so that the program depends on neither.
//
// All three are given the same clauses and papers, and have to find the same: every clause that a paper matches, which the explanation needs, and the
// leader, the department and the officer that follow. The others are spared what they have no word for: the trees are written out as plain lists of
// values, and which clause is the narrowest is worked out in Go for them, from tables made beforehand. Routing's engine does more in the same time:
// its decision says of each clause what became of it and what it lost to.
package engines

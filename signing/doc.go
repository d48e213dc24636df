// Package signing puts digital signatures into PDF files (PAdES, ETSI EN 319
// 142-1) and verifies those that others put there.
//
// Signing has two steps, so that the value may come later from a token, a SIM
// or a remote service:
//
//	Prepare(pdf, Request) (Prepared, error)
//	Finish(ctx, Prepared, value, TimeStamper) (pdf, error)
//	Sign(ctx, pdf, Request, crypto.Signer) (pdf, error)      // both at once
//
// Verifying is offline and decides alone; no library's opinion is taken:
//
//	Verify(ctx, pdf, Trust, Evidence, at) Report
//
// A verdict is one of three, named after ETSI EN 319 102-1: valid, not valid,
// undetermined; a file without any signature is unsigned. Each verdict comes
// with reason codes that another package puts into words.
//
// Files written by others are hostile until proven otherwise: Verify never
// panics and its work is bounded, but a caller that has a child process at
// hand should still run it there.
package signing

// Package api tests the REST API as another system uses it: every operation with tokens that may and that may not, bad input, the main job. Every
// answer is held to the description by a validator that the server does not use.
package api

// Package browser tells the office's day in Chromium, on the whole program: people sign in, register by keys, draft, sign, seal, dispatch and
// carry out, each in a browser of their own; and every page is opened for every role, at a desk and on a phone, in both languages.
//
// The tests need Chromium (CONGVAN_TEST_CHROMIUM) and axe-core (CONGVAN_TEST_AXE); with CONGVAN_TEST_SCREENS naming a folder they leave
// pictures of the pages there.
package browser

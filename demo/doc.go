// Package demo is the fictional city: the 126 communes of Hà Nội by their real names, with made-up people, posts and assignment
// regulations, and the papers of the demonstration's story.
//
// The files below city, communes and story are the source of truth: a person can read them and dispute them. They are embedded, so that
// the program needs nothing beside itself. [Load] reads and checks them; what is wrong is said with file and line. README.md in this
// folder explains the keys.
//
// Days in the files are either long past or counted from the day the demonstration runs, see [When]: an absence of "today" to
// "today + 3" holds on whatever day somebody tries the program.
package demo

// Password is that of every account of the demonstration; the demonstration prints it.
const Password = "congvan-mau-thu"

// Package wording reads the Vietnamese text of a decision that assigns fields and areas to leaders (quyết định phân công nhiệm vụ) and proposes
// the clauses that it states, each with the phrase that it rests upon.
//
// It proposes and decides nothing: a person confirms every clause. So it errs on the side of saying less. What it does not understand it lists
// ([Unmatched]); what it understands but what is no clause, such as the head of a steering committee, it lists too ([Note]).
//
// How a text is read:
//
//  1. It is cut into words and signs, each with its place in the text ([Span]); letters may be composed or decomposed.
//  2. Lines are joined into items by their numbering (Điều, khoản, điểm, dashes): a line that a page has broken goes on, a numbered one begins.
//     An item under another one inherits who is spoken of.
//  3. In an item somebody is named ("đồng chí …, Phó Chủ tịch"), then what he does ("phụ trách", "phối hợp"), then a list of fields, areas or units.
//     Names of fields come from a dictionary, those of posts, people, departments and areas from the organ itself.
//  4. What stands between two semicolons becomes one clause for its fields and one for its areas, or one for both where the text ties them
//     ("… trên địa bàn …"). An exception ("trừ …") takes away from the list, since a clause cannot say "not".
//
// The package is pure: a text and an organ in, proposals out. The time that it takes grows with the length of the text and with nothing else.
package wording

// Package routing decides which leader, department and officer a received paper belongs to, by the assignment
// regulation (quy chế phân công) of the organ that received it, and who sits at that desk today.
//
// It is pure: values in, values out; no clock, no database, no network, no import of any other package of the house.
// Everything it decides can therefore be replayed years later from what was stored.
//
// [Compile] turns one version of a regulation into an [Engine]. [Engine.Decide] answers for one set of [Facts] with a
// [Decision] that carries its whole explanation as identifiers. [Engine.Resolve] then names the person of one day.
//
// The rules, in the order they are applied:
//
//  1. Match. A selector holds if it is blank, or if one of its values is the fact's value or an ancestor of it.
//     An unknown fact satisfies blank selectors only.
//  2. Cooperate, inform. All that match for any field and area of the paper, together; nothing is beaten there.
//  3. Dominate. Of two matching clauses the one that is nowhere wider and somewhere narrower beats the other.
//  4. Agree. The clauses nothing beats name one post, or the declared precedence narrows them to one, or there is a
//     conflict and the head of the organ decides (Nghị định 315/2025/NĐ-CP: deputies who disagree go to the chairman).
//  5. In order: leader (none: a gap, the head), leading department (none or a conflict: the office), officer (only among
//     posts of that department; none or several: its head hands the paper down).
//  6. Other fields and areas of the paper are asked the same way; their leaders and departments cooperate.
//  7. A post that the paper names, or that handled the matter it continues, leads if it is among the winners of step 3.
//
// Nothing is ever decided by the order of rows or by identifiers.
package routing

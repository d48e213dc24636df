package office

// Topic names something that people look at and that may change while they do: the desk of a post, a document on its way. Who looks is told
// "look again" and nothing else, so that sight is decided where it always is, when he looks. An example: "post:0197…".
type Topic string

// PostTopic is what lies on a post's desk, and what the post was told.
func PostTopic(post ID) Topic { return Topic("post:" + post.String()) }

// PersonTopic is what a person was told.
func PersonTopic(person ID) Topic { return Topic("person:" + person.String()) }

// DocumentTopic is how far a dispatched document is.
func DocumentTopic(document ID) Topic { return Topic("document:" + document.String()) }

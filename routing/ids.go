package routing

// Field is the code of a node of the field tree (lĩnh vực): a leaf such as "07" or a group such as "KT".
type Field string

// Area is the code of a part of the organ's locality (địa bàn): a thôn or a tổ dân phố.
type Area string

// Kind is the abbreviation of a kind of document as in appendix III of Nghị định 30/2020/NĐ-CP: "QĐ", "KH"; "CV" for công văn.
type Kind string

// Issuer is an issuing organ, or a class of issuers such as "cap_tren". Organs are leaves below their class.
type Issuer string

// Urgency is a degree of urgency (mức độ khẩn), Nghị định 30/2020/NĐ-CP, Điều 4.
type Urgency string

// The degrees of urgency. Ordinary is one of them, so a clause may ask for it; a blank urgency is an unknown one.
const (
	Ordinary   Urgency = "thuong"
	Urgent     Urgency = "khan"
	VeryUrgent Urgency = "thuong_khan"
	Express    Urgency = "hoa_toc"
)

// Post identifies a seat of the organ (chức danh, vị trí việc làm), whoever holds it.
type Post string

// Department identifies a part of the organ (phòng, văn phòng).
type Department string

// OrganID identifies an organ: the superior one, to which complaints about a head go.
type OrganID string

// Person identifies somebody who holds posts.
type Person string

// ClauseID identifies a clause of a regulation.
type ClauseID string

// VersionID identifies one version of a regulation; blank means that the organ has none in force.
type VersionID string

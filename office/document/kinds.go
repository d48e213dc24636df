package document

import "congvan/office"

// Kind is a kind of document of NĐ 30/2020 Điều 7 and appendix III.
type Kind struct {
	Code office.KindCode
	Name string
	Copy bool // a kind of copy (bản sao), not of administrative document
}

// kinds in the decree's order. Its rules of format are data: the decree may be amended, and an installation then replaces this list.
var kinds = []Kind{
	{"NQ", "Nghị quyết (cá biệt)", false}, {"QĐ", "Quyết định (cá biệt)", false}, {"CT", "Chỉ thị", false}, {"QC", "Quy chế", false},
	{"QyĐ", "Quy định", false}, {"TC", "Thông cáo", false}, {"TB", "Thông báo", false}, {"HD", "Hướng dẫn", false},
	{"CTr", "Chương trình", false}, {"KH", "Kế hoạch", false}, {"PA", "Phương án", false}, {"ĐA", "Đề án", false}, {"DA", "Dự án", false},
	{"BC", "Báo cáo", false}, {"BB", "Biên bản", false}, {"TTr", "Tờ trình", false}, {"HĐ", "Hợp đồng", false}, {"CV", "Công văn", false},
	{"CĐ", "Công điện", false}, {"BGN", "Bản ghi nhớ", false}, {"BTT", "Bản thỏa thuận", false}, {"GUQ", "Giấy ủy quyền", false},
	{"GM", "Giấy mời", false}, {"GGT", "Giấy giới thiệu", false}, {"GNP", "Giấy nghỉ phép", false}, {"PG", "Phiếu gửi", false},
	{"PC", "Phiếu chuyển", false}, {"PB", "Phiếu báo", false}, {"TCg", "Thư công", false},
	{"SY", "Bản sao y", true}, {"TrS", "Bản trích sao", true}, {"SL", "Bản sao lục", true},
}

// Kinds lists the kinds in the decree's order.
func Kinds() []Kind { return kinds }

// KindOf finds a kind by its code. Case matters: ĐA is đề án, DA is dự án, HĐ hợp đồng, HD hướng dẫn.
func KindOf(code office.KindCode) (Kind, bool) {
	for _, k := range kinds {
		if k.Code == code {
			return k, true
		}
	}
	return Kind{}, false
}
